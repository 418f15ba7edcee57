"""Amounts as records hold them: which values are one, and to how many decimals it is compared."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from engine.model.record import Value


def as_amount(value: Value) -> Decimal | None:
    """A value as an amount; None when it is none."""
    return Decimal(str(value)) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


def rounded(amount: Decimal, decimals: int) -> Decimal:
    """An amount to so many decimals, half away from zero."""
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
