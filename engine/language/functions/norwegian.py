"""The Norwegian functions: numbers with check digits, postal codes, phones, countries.

python-stdnum, phonenumbers and babel do the work; they are imported when first called, since they are slow to load.
"""

from __future__ import annotations

from operator import mul
from typing import Any

from engine.language.clean import WHITE_SPACE
from engine.language.functions.countries import country_code
from engine.language.functions.registry import Example, Parameter, StepClass, StepFailed, function
from engine.model import types
from engine.model.pattern import pattern
from engine.model.personal import may_be_personal
from engine.model.text import Text, say
from engine.model.types import Kind, Type

_TEXT = frozenset({Kind.TEXT})
_PIPED = Parameter("text", _TEXT)

_ELEVEN_DIGITS = 11
_NINE_DIGITS = pattern("[0-9]{9}")
_ORGNO_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)
_KID = pattern("[0-9]{1,24}[0-9-]")  # 2 to 25 places; only a check digit may be a hyphen
_POSTAL_CODE = pattern("[0-9]{4}")
# A number as people write one. No letters and no slash: "22334455 / 99887766" is two, and neither is the one.
_PHONE = pattern(rf"\+?[0-9 {WHITE_SPACE}().\u2010-\u2014-]+")
# The countries whose phone numbers are known; written out, so that checking a mapping need not load the library.
_REGIONS = """
AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA
CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO
RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT
TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
PHONE_REGIONS = tuple(_REGIONS.split())


def _text_of(length: int) -> Any:
    """The result type of a function that gives texts of at most so many units."""

    def result(*_: Type | None) -> Type:
        return types.text(length)

    return result


def _failed(text: str, reason: Text) -> StepFailed:
    """The failure to raise. Eleven digits may be a person's number, whatever field they came in."""
    return StepFailed(reason, secret=may_be_personal(text))


@function(
    "orgno",
    family="Norwegian",
    parameters=(_PIPED,),
    result=_text_of(9),
    fails=True,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("974760673", result="974760673"),
        Example("974 760 673", result="974760673"),
        Example("974760674", fails=True),
        Example("NO974760673MVA", fails=True),
    ),
)
def orgno(text: str) -> str:
    """An organisation number: nine digits with a valid check digit; spaces are removed."""
    if _NINE_DIGITS.fullmatch(
        text
    ):  # as nearly all are: then there is nothing to do but this sum, in a twentieth of the time
        if sum(map(mul, _ORGNO_WEIGHTS, map(int, text))) % 11:
            raise _failed(text, say("is not a real organisation number"))
        return text
    from stdnum.exceptions import ValidationError
    from stdnum.no import orgnr

    try:
        return str(orgnr.validate(text))
    except ValidationError:
        raise _failed(text, say("is not a real organisation number")) from None


@function(
    "kid",
    family="Norwegian",
    parameters=(_PIPED, Parameter("check", words=("mod10", "mod11"))),
    result=_text_of(25),
    fails=True,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("00123455", "mod10", "00123455"),
        Example("12345678903", "mod11", "12345678903"),
        Example("00123456", "mod10", fails=True),
        Example("12 3457", "mod10", fails=True),
    ),
)
def kid(text: str, check: str) -> str:
    """A payment reference (KID): 2 to 25 digits with a valid check digit, kept exactly, leading zeros too."""
    valid = _KID.fullmatch(text) and (_luhn(text) if check == "mod10" else text[-1] == _mod11_digit(text[:-1]))
    if not valid:
        raise _failed(text, say("is not a KID with a valid {check} check digit", check=check))
    return text


def _luhn(text: str) -> bool:
    from stdnum import luhn

    return bool(luhn.is_valid(text))


def _mod11_digit(digits: str) -> str:
    """The check digit by weights 2 to 7 from the right, over and over; ten has no digit and is written as a hyphen."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    return "0123456789-"[-total % 11]


@function(
    "bank_account",
    family="Norwegian",
    parameters=(_PIPED,),
    result=_text_of(11),
    fails=True,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("8601.11.17947", result="86011117947"),
        Example("86011117947", result="86011117947"),
        Example("86011117948", fails=True),
    ),
)
def bank_account(text: str) -> str:
    """A Norwegian bank account: eleven digits with a valid check digit; spaces, full stops and hyphens are removed."""
    from stdnum.exceptions import ValidationError
    from stdnum.no import kontonr

    try:
        # The library takes the zeros off an old postal giro account; payments want all eleven digits.
        return str(kontonr.validate(text)).zfill(_ELEVEN_DIGITS)
    except ValidationError:
        raise _failed(text, say("is not a real bank account number")) from None


@function(
    "postal_code",
    family="Norwegian",
    parameters=(_PIPED,),
    result=_text_of(4),
    fails=True,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("0150", result="0150"),
        Example("150", fails=True),
        Example("SE-111 22", fails=True),
    ),
)
def postal_code(text: str) -> str:
    """A Norwegian postal code: four digits, leading zeros kept."""
    if not _POSTAL_CODE.fullmatch(text) or text == "0000":
        raise _failed(text, say("is not a Norwegian postal code of four digits"))
    return text


def _region_objection(value: Any) -> str | None:
    known = isinstance(value, str) and value.upper() in PHONE_REGIONS
    return None if known else say('must be the code of a country, as "NO"')


@function(
    "phone",
    family="Norwegian",
    parameters=(
        _PIPED,
        Parameter("region", _TEXT, PHONE_REGIONS, required=False, default="NO", objection=_region_objection),
    ),
    result=_text_of(16),
    fails=True,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("22 33 44 55", result="+4722334455"),
        Example("+46 8 123 456 00", result="+46812345600"),
        Example("08-123 456 00", "SE", "+46812345600"),
        Example("123", fails=True),
        Example("22334455 / 99887766", fails=True),
    ),
)
def phone(text: str, region: str) -> str:
    """A phone number in the international form (E.164); a number without country code is one of the region's."""
    import phonenumbers

    if not _PHONE.fullmatch(text):
        raise _failed(text, say("is not one phone number"))
    try:
        number = phonenumbers.parse(text, region.upper())
    except phonenumbers.NumberParseException:
        raise _failed(text, say("is not a phone number")) from None
    if not phonenumbers.is_valid_number(number):
        raise _failed(text, say("is not a phone number in use"))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@function(
    "country",
    family="Norwegian",
    parameters=(_PIPED,),
    result=_text_of(2),
    fails=True,
    step_class=StepClass.CANONICAL,
    examples=(
        Example("NO", result="NO"),
        Example("Norge", result="NO"),
        Example("sweden", result="SE"),
        Example("UK", result="GB"),
        Example("Fjordland", fails=True),
    ),
)
def country(text: str) -> str:
    """The ISO code of two letters, from a code or from a country's name in Norwegian or English."""
    code = country_code(text)
    if code is None:
        raise _failed(text, say("is not a country's code, nor its name in Norwegian or English"))
    return code
