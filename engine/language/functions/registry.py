"""The registry of functions: signature, what can fail, class, one line of documentation, examples.

A function is a plain Python function under a decorator; its examples run as tests and make the reference page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from engine.model.frozen import frozen
from engine.model.types import Kind, Type


class StepClass(Enum):
    """How a step runs backwards."""

    EXACT = "exact"
    CANONICAL = "canonical"
    NEEDS_OLD_VALUE = "needs the old value"
    QUANTUM = "quantum"
    SPLIT = "split"  # of a text with several holes
    SETTLED = "settled"  # of `a ?? b`, where another rule settles one of the two
    ONE_WAY = "one-way"


class StepFailed(Exception):
    """A step could not make a value of what it was given. `reason` completes "…: is not a date".

    `secret`: the value may be a person's number; it must not be shown beside the reason.
    """

    def __init__(self, reason: str, *, secret: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.secret = secret


@frozen
class Parameter:
    """One parameter. `kinds`: what it takes. `words`: the bare words it takes instead of an expression.

    `default`: used when it is left out; a parameter without one (`required`) must be given.
    `constant`: only a value written out will do (`round(2)`), so that the types behind it are known.
    `objection`: what is wrong with a value written out ("must be a whole number from 0 to 20"), or None.
    """

    name: str
    kinds: frozenset[Kind] = frozenset()
    words: tuple[str, ...] = ()
    required: bool = True
    default: Any = None
    constant: bool = False
    objection: Callable[[Any], str | None] | None = None


@frozen
class Example:
    """A call and what comes of it. `given` is the piped value, `arguments` as they are written in a mapping.

    `result` is the value, None for absent; `fails` that the step fails.
    """

    given: Any
    arguments: str = ""
    result: Any = None
    fails: bool = False


@frozen
class Function:
    """A built-in. `run(piped value, *arguments)` is never called with an absent piped value or argument.

    It returns a value, or None for absent, or raises StepFailed (only when `fails`).
    `result`: the type of what comes, from the types of the arguments (the piped value first; None where an
    argument was left out). The checker adds absence of the arguments and failure by itself; the result's own
    `absent` says that a present argument may still give an absent result (text steps).
    `refine`: makes that type narrower by the values of arguments that are written out; see `result_type`.
    `back`: of a result and the arguments behind the piped value, the preferred piped value; it may raise StepFailed.
    A canonical step needs none: what it gives goes through it unchanged.
    """

    name: str
    family: str
    parameters: tuple[Parameter, ...]  # the first one is the piped value
    run: Callable[..., Any]
    result: Callable[..., Type]
    fails: bool
    step_class: StepClass
    doc: str
    examples: tuple[Example, ...]
    refine: Callable[[Type, tuple[Any, ...]], Type] | None = None
    back: Callable[..., Any] | None = None


def result_type(function: Function, types: tuple[Type | None, ...], constants: tuple[Any, ...]) -> Type:
    """The type of a call's result, before absence and failure of its arguments are added.

    `types` and `constants` go with the parameters in order, the piped value first. A constant is the value of an
    argument that is written out, the default of one that was left out, and None where it is not known before a run.
    """
    result = function.result(*types)
    if function.refine is None:
        return result
    known = (v if _takes(p, v) else None for p, v in zip(function.parameters, constants, strict=True))
    return function.refine(result, tuple(known))


def _takes(parameter: Parameter, value: Any) -> bool:
    """Whether a value written out may stand for the parameter; a wrong one has its own complaint."""
    if value in parameter.words:
        return True
    kinds = (kind for python_type, kind in _KINDS if isinstance(value, python_type))
    objection = parameter.objection
    return next(kinds, None) in parameter.kinds and (objection is None or objection(value) is None)


# The first that fits: in Python a flag is an int too, and a datetime a date.
_KINDS: tuple[tuple[type, Kind], ...] = (
    (str, Kind.TEXT),
    (bool, Kind.FLAG),
    (int, Kind.NUMBER),
    (Decimal, Kind.NUMBER),
    (datetime, Kind.DATETIME),
    (date, Kind.DATE),
)


FUNCTIONS: dict[str, Function] = {}


def function(
    name: str,
    *,
    family: str,
    parameters: tuple[Parameter, ...],
    result: Callable[..., Type],
    step_class: StepClass,
    examples: tuple[Example, ...],
    fails: bool = False,
    refine: Callable[[Type, tuple[Any, ...]], Type] | None = None,
    back: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function under a name; its docstring's first line is its documentation."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        assert name not in FUNCTIONS, f"{name} is registered twice"
        doc = (run.__doc__ or "").strip().splitlines()[0]
        FUNCTIONS[name] = Function(
            name, family, parameters, run, result, fails, step_class, doc, examples, refine, back
        )
        return run

    return register
