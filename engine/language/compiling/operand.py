"""What the compiler knows of a value while it writes the code that handles it: where it is, and what it may be."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from engine.language.compiling import syntax
from engine.model.frozen import frozen, replace


@frozen
class Operand:
    """A value in a variable, or a constant (`variable` empty). The code tests only what may be.

    `absent`: it may be None. `unmanaged`: it may be NOTHING. `missed`: it may be MISS, a step having failed.
    `later`: it may be a placeholder. `fraction`: a number that may be a Fraction.
    `known`: its Python class when present, None when not known. `length_max`: of a text, in UTF-16 units.
    `places`: of a number that just went through a rounding, its decimals. `digits_max`: of an int.
    `plain`: of a number that it is no Fraction, and written plainly (see exact.plain).
    `choices`: of a text, all that it may be. `identifies`: it was found to be an id, or is a placeholder for one.
    """

    variable: str = ""
    constant: Any = None
    absent: bool = True
    unmanaged: bool = False
    missed: bool = False
    later: bool = False
    fraction: bool = False
    known: type | None = None
    length_max: int | None = None
    places: int | None = None
    digits_max: int | None = None
    plain: bool = False
    choices: frozenset[str] | None = None
    identifies: bool = False

    @property
    def is_constant(self) -> bool:
        """Whether it is written out in the mapping."""
        return not self.variable

    @property
    def code(self) -> ast.expr:
        """How it is read."""
        return syntax.name(self.variable) if self.variable else syntax.const(self.constant)

    @property
    def stops(self) -> bool:
        """Whether it may keep the next step from running."""
        return self.absent or self.unmanaged or self.missed or self.later

    def there(self) -> Operand:
        """The same behind a test that it is there."""
        return replace(self, absent=False, unmanaged=False, missed=False)

    def sure(self) -> Operand:
        """The same behind a test that no step failed."""
        return replace(self, missed=False)


NO_VALUE = type(None)  # the class of what is never a value: absent, unmanaged, refused


def either(variable: str, *found: Operand) -> Operand:
    """What a variable is known to be that holds one of several values."""
    present = [one for one in found if one.known is not NO_VALUE]
    kinds = {one.known for one in present}
    return Operand(
        variable,
        absent=any(one.absent for one in found),
        unmanaged=any(one.unmanaged for one in found),
        missed=any(one.missed for one in found),
        later=any(one.later for one in found),
        fraction=any(one.fraction for one in found),
        known=kinds.pop() if len(kinds) == 1 else None,
        length_max=_most(one.length_max for one in present),
        places=_common(one.places for one in present),
        digits_max=_most(one.digits_max for one in present),
        plain=all(one.plain for one in present),
        choices=_all(one.choices for one in present),
        identifies=all(one.identifies for one in present),
    )


def _most(limits: Any) -> int | None:
    known = list(limits)
    return None if not known or None in known else max(known)


def _all(choices: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    together: frozenset[str] = frozenset()
    for some in choices:
        if some is None:
            return None
        together |= some
    return together


def _common(values: Any) -> int | None:
    known = set(values)
    return known.pop() if len(known) == 1 else None
