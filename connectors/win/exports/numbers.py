"""Numbers as people write them: `1 234,50`, `1.234,50`, `1,234.50`, `-12,5`; exactly, digit by digit.

One sign before three digits may part thousands or decimals. What the file's other numbers do decides, else its kind.
"""

from __future__ import annotations

import re
from functools import lru_cache

COMMA, POINT = ",", "."
DOUBTFUL = "?"

_BLANK_THOUSANDS = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'](?=[0-9]{3}(?![0-9]))")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_WHOLE = re.compile(r"-?[0-9]+")
_ONE_SIGN = re.compile(r"(-?)([0-9]*)([.,])([0-9]+)")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})+")
_BOTH_SIGNS = re.compile(r"(-?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)([.,])([0-9]+)")


@lru_cache(maxsize=1 << 16)
def plain_number(text: str, decimal: str) -> tuple[str | None, str]:
    """A number as `-1234.50`, None when it is none; and what it shows: that decimals stand behind `,` or `.`, nothing,
    or `?` when it was read by `decimal`, the sign that the file most likely has for them."""
    content = _BLANK_THOUSANDS.sub("", text.strip().translate(_MINUS))
    if content[-1:] == "-":  # behind the number, as accountants' programs write it
        content = f"-{content[:-1].rstrip()}"
    if _WHOLE.fullmatch(content):
        return content, ""
    one = _ONE_SIGN.fullmatch(content)
    if one is not None:
        minus, digits, sign, fraction = one.groups()
        return _with_one_sign(minus, digits, sign, fraction, decimal)
    thousands = _THOUSANDS.fullmatch(content)
    if thousands is not None:
        return content.replace(thousands.group(1), ""), _other(thousands.group(1))
    both = _BOTH_SIGNS.fullmatch(content)
    if both is not None:
        whole, thousands_sign, sign, fraction = both.groups()
        return f"{whole.replace(thousands_sign, '')}.{fraction}", sign
    return None, ""


def _with_one_sign(minus: str, whole: str, sign: str, fraction: str, decimal: str) -> tuple[str, str]:
    with_decimals = f"{minus}{whole or '0'}.{fraction}"
    may_be_thousands = len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    if not may_be_thousands:
        return with_decimals, sign
    return (with_decimals if sign == decimal else f"{minus}{whole}{fraction}"), DOUBTFUL


def _other(sign: str) -> str:
    return POINT if sign == COMMA else COMMA
