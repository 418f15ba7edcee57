"""Norwegian numbers: accepted exactly as the libraries accept them, and never a person's number in a message."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.no import kontonr, orgnr

from engine.language.functions import norwegian as steps
from engine.language.functions.registry import StepFailed

DIGITS = st.text("0123456789", min_size=7, max_size=12)


def accepts(step: object, *arguments: str) -> str | None:
    """What a step makes of its arguments, None when it fails."""
    assert callable(step)
    try:
        return str(step(*arguments))
    except StepFailed:
        return None


@given(DIGITS | st.text())
@example("974760673")
@example("974 760 673")
@example("974\u00a0760\u00a0673")
def test_an_organisation_number_is_what_the_library_takes_for_one(text: str) -> None:
    expected = orgnr.compact(text) if orgnr.is_valid(text) else None
    assert accepts(steps.orgno, text) == expected


@given(st.integers(0, 99_999_999))
def test_organisation_numbers_with_a_right_check_digit_are_accepted(number: int) -> None:
    candidates = [f"{number:08}{digit}" for digit in range(10)]
    assert [text for text in candidates if accepts(steps.orgno, text)] == list(filter(orgnr.is_valid, candidates))


@pytest.mark.parametrize("text", ["01010112345", "010101 12345", "fnr 010101-12345", "0101 0112 345"])
def test_eleven_digits_are_kept_out_of_every_message(text: str) -> None:
    for step in (steps.orgno, steps.bank_account, steps.postal_code, steps.country):
        with pytest.raises(StepFailed) as failure:
            step(text)
        assert failure.value.secret
        assert not any(character.isdigit() for character in failure.value.reason)
    with pytest.raises(StepFailed) as failure:
        steps.phone(text + "x", "NO")
    assert failure.value.secret


def test_another_wrong_number_may_be_shown() -> None:
    with pytest.raises(StepFailed) as failure:
        steps.orgno("974760674")
    assert not failure.value.secret
    assert failure.value.reason == "is not a real organisation number"


@given(st.text("0123456789", min_size=1, max_size=24))
def test_a_kid_of_mod10_has_the_one_luhn_digit(digits: str) -> None:
    right = luhn.calc_check_digit(digits)
    accepted = [digit for digit in "0123456789-" if accepts(steps.kid, digits + digit, "mod10")]
    assert accepted == [right]


@given(st.text("0123456789", min_size=1, max_size=24))
@example("0000001")
@example("6")
def test_a_kid_of_mod11_has_the_one_weighted_digit(digits: str) -> None:
    accepted = [digit for digit in "0123456789-" if accepts(steps.kid, digits + digit, "mod11")]
    assert len(accepted) == 1
    control = 10 if accepted == ["-"] else int(accepted[0])
    weighted = sum(int(digit) * weight for digit, weight in zip(reversed(digits), [2, 3, 4, 5, 6, 7] * 4, strict=False))
    assert (weighted + control) % 11 == 0


@pytest.mark.parametrize(
    ("text", "check"),
    [("00123455", "mod10"), ("12345678903", "mod11"), ("0" * 25, "mod10"), ("6-", "mod11")],
)
def test_a_kid_is_kept_exactly(text: str, check: str) -> None:
    assert accepts(steps.kid, text, check) == text


def test_only_ten_is_written_as_a_hyphen() -> None:
    # 6 weighs twelve, one over eleven: ten are missing. Of the ten digits no other one lacks ten.
    assert [digit for digit in range(10) if accepts(steps.kid, f"{digit}-", "mod11")] == [6]
    assert accepts(steps.kid, "6-", "mod10") is None


@pytest.mark.parametrize("text", ["", "5", "1-5", "12 3457", "1" * 26, "١٢٣", "12\n"])
def test_what_is_no_kid_fails(text: str) -> None:
    assert accepts(steps.kid, text, "mod10") is None
    assert accepts(steps.kid, text, "mod11") is None


@given(DIGITS)
@example("86011117947")
@example("00004090403")
@example("4090403")
def test_a_bank_account_is_what_the_library_takes_for_one(text: str) -> None:
    expected = kontonr.compact(text).zfill(11) if kontonr.is_valid(text) else None
    assert accepts(steps.bank_account, text) == expected


def test_an_old_postal_giro_account_keeps_its_zeros() -> None:
    assert steps.bank_account("0000.40.90403") == "00004090403"


@pytest.mark.parametrize("text", ["", "150", "01500", "0000", "N-0150", "0150 ", "٠١٥٠"])
def test_what_is_no_norwegian_postal_code_fails(text: str) -> None:
    assert accepts(steps.postal_code, text) is None


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("22334455", "NO", "+4722334455"),
        ("+47 22 33 44 55", "NO", "+4722334455"),
        ("0047 22 33 44 55", "NO", "+4722334455"),
        ("(22) 33-44.55", "no", "+4722334455"),
        ("22\u00a033\u00a044\u00a055", "NO", "+4722334455"),
        ("+46 8 123 456 00", "NO", "+46812345600"),
        ("+46 8 123 456 00", "nowhere", "+46812345600"),
        ("22334455", "nowhere", None),
        ("tlf 22334455", "NO", None),
        ("22334455 x12", "NO", None),
        ("22334455 / 99887766", "NO", None),
        ("+999 123", "NO", None),
        ("00000000", "NO", None),
        ("+", "NO", None),
        ("", "NO", None),
    ],
)
def test_phones_become_international_or_fail(text: str, region: str, expected: str | None) -> None:
    assert accepts(steps.phone, text, region) == expected


def test_the_regions_are_those_that_the_library_knows() -> None:
    import phonenumbers

    assert set(steps.PHONE_REGIONS) == phonenumbers.SUPPORTED_REGIONS
