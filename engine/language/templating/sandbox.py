"""Templates at work: Jinja's sandbox, made so small that a template can only print what it is given.

No attributes but a record's own fields, no calls, no files, no clock. What a template may cost is counted, not timed,
so that it makes the same text of the same record on every machine: see docs/decisions/0018.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from types import TracebackType
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Template, Undefined, UndefinedError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from engine.diagnostics.source import SourceText, Span
from engine.language import exact
from engine.language.functions.registry import FUNCTIONS, Function
from engine.language.running import values
from engine.language.running.operators import calculated
from engine.language.running.walk import Failed
from engine.language.templating import complaints
from engine.language.templating.layout import laid_out
from engine.language.templating.places import line_of
from engine.model.frozen import changeable, frozen
from engine.model.text import Text

SIZE_MAX = 1_000_000  # characters of what a template makes; a text of a rule may be as long
WORK_MAX = 1_000_000  # pieces of a template that are gone through for one record: about a second
LOOP_FIELDS = ("index", "index0", "revindex", "revindex0", "first", "last", "length")

_WORK = "\0work"  # no template can name it


class NoText(Exception):
    """A template makes no text of this record: why, and where in the template."""

    def __init__(self, problem: Text, place: Span | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place


@frozen
class Row:
    """A record, a list's item, or a record referred to: the fields that the template reads; None is absent."""

    name: str
    values: Mapping[str, Any]


def rendered(source: SourceText, given: Mapping[str, Any]) -> str:
    """The text that a template makes of what it is given: plain values, None for absent, Rows and lists of Rows.

    Raises NoText.
    """
    template = _compiled(source)
    context = template.new_context({**{name: _seen(name, value) for name, value in given.items()}, _WORK: _Work()})
    try:
        return _joined_up(template.root_render_func(context))
    except UndefinedError as failure:
        raise _located(complaints.absent_value(failure.message or ""), failure, template, source) from None
    except NoText as failure:
        raise _located(failure.problem, failure, template, source) from None
    except Failed as failure:
        raise _located(_said(failure), failure, template, source) from None


def _joined_up(pieces: Any) -> str:
    made: list[str] = []
    size = 0
    for piece in pieces:
        made.append(piece)
        size += len(piece)
        if size > SIZE_MAX:
            raise NoText(complaints.too_long(SIZE_MAX))
    return "".join(made)


def _located(problem: Text, failure: BaseException, template: Template, source: SourceText) -> NoText:
    """With the last line of the template that was gone through."""
    line, trace = 1, failure.__traceback__
    while isinstance(trace, TracebackType):
        if trace.tb_frame.f_code.co_filename == source.path:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return NoText(problem, line_of(source, line))


def _said(failure: Failed) -> Text:
    message = failure.diagnostic.message
    assert isinstance(message, Text), "what is said can be said in every language"
    return message


# ---- what a template sees


class Absent(StrictUndefined):
    """A value that is not there: it can be asked for, and answered by `default`; anything else is an error."""

    @property
    def _undefined_message(self) -> str:
        return self._undefined_name or ""

    __slots__ = ()


def _seen(name: str, value: Any) -> Any:
    return Absent(name=name) if value is None else value


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without its attributes, items, calls and globals."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a row, or a number of a loop."""
        if isinstance(obj, Row) and attribute in obj.values:
            return _seen(f"{obj.name}.{attribute}", obj.values[attribute])
        if isinstance(obj, Absent):
            return Absent(name=f"{obj._undefined_name}.{attribute}")
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        raise SecurityError(f"no {attribute} to be had")

    def getitem(self, obj: Any, argument: Any) -> NoReturn:
        """Nothing has items for a template."""
        raise SecurityError("no item to be had")

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: N805  # Jinja's
        """A template calls nothing."""
        raise SecurityError("no call to be made")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """None is."""
        return False

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The language's own, exact arithmetic."""
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)  # which raises
        return calculated(operator, left, right, _NOWHERE)

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """A minus."""
        return exact.negate(arg) if not isinstance(arg, Undefined) else str(arg)


_NOWHERE = Span("", 1, 1, 1, 2)  # the line is told by the traceback


def _printed(value: Any) -> str:
    """A value as texts of the language print it."""
    text = values.printed(value)
    if isinstance(value, Fraction) and "/" in text:
        raise NoText(complaints.endless(text))
    return text


# ---- what a template can do


@changeable
class _Work:
    """How much was gone through."""

    done: int = 0

    def spend(self, pieces: int, name: str) -> None:
        """Count pieces. Raises NoText when there are too many; `name` is what they were spent on."""
        self.done += pieces
        if self.done > WORK_MAX:
            raise NoText(complaints.too_much_work((name,)))


def _filter(function: Function) -> Callable[..., Any]:
    """A function of the registry as a template calls it; the checker has seen to it that the arguments fit."""

    @pass_context
    def run(context: Context, value: Any, *given: Any, **named: Any) -> Any:
        rest = function.parameters[1:]
        positional = dict(zip((p.name for p in rest), given, strict=False))
        arguments = [value, *({**positional, **named}.get(p.name, p.default) for p in rest)]
        absent = next((argument for argument in arguments if isinstance(argument, Undefined)), None)
        if absent is not None:
            return absent
        _work_of(context).spend(1 + _length(value) // 1000, function.name)
        return _seen(function.name, function.run(*arguments))

    return run


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else 0


def _work_of(context: Context) -> _Work:
    work = context.parent[_WORK]
    assert isinstance(work, _Work)
    return work


def _default(value: Any, instead: Any) -> Any:
    return instead if isinstance(value, Undefined) else value


@pass_context
def _counted(context: Context, rows: Sequence[Row], pieces: int, name: str) -> Sequence[Row]:
    """A list before it is gone through: what that costs is spent at once."""
    _work_of(context).spend(len(rows) * pieces, name)
    return rows


@pass_context
def _joined(context: Context, pieces: Sequence[Any]) -> str:
    """`a ~ b`, which may not grow without end."""
    made = [_printed(piece) for piece in pieces]
    size = sum(map(len, made))
    if size > SIZE_MAX:
        raise NoText(complaints.too_long(SIZE_MAX))
    _work_of(context).spend(1 + size // 1000, "~")
    return "".join(made)


def _is_present(value: Any) -> bool:
    return not isinstance(value, Undefined)


def _is_absent(value: Any) -> bool:
    return isinstance(value, Undefined)


PRESENT_TESTS = ("present", "defined")
ABSENT_TESTS = ("absent", "undefined")
DEFAULT_FILTERS = ("default", "d")


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one sandbox: nothing in it changes after it was made."""
    made = _Sandbox(lstrip_blocks=True, undefined=Absent, finalize=_printed, optimized=False)
    made.globals.clear()
    made.tests.clear()
    made.tests.update(dict.fromkeys(PRESENT_TESTS, _is_present) | dict.fromkeys(ABSENT_TESTS, _is_absent))
    made.filters.clear()
    made.filters.update({name: _filter(function) for name, function in FUNCTIONS.items()})
    made.filters.update(dict.fromkeys(DEFAULT_FILTERS, _default))
    made.filters.update({"_counted": _counted, "_joined": _joined, "_number": Decimal})
    return made


# ---- from text to code


@lru_cache(maxsize=64)
def _compiled(source: SourceText) -> Template:
    sandbox = environment()
    tree = sandbox.parse(laid_out(source.text), source.path, source.path)
    tree = _Bounded().visit(tree)
    tree.set_environment(sandbox)
    code = sandbox.compile(tree, source.path, source.path)
    return Template.from_code(sandbox, code, {})


class _Bounded(NodeTransformer):
    """Every loop counted, every joining of texts bounded, every number exact."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  # Jinja's name for it
        """Count what going through the list costs: an item costs the pieces of the loop's body."""
        pieces = sum(1 for part in node.body for _ in part.find_all(nodes.Node)) + len(node.body) + 1
        self.generic_visit(node)
        name = node.iter.attr if isinstance(node.iter, nodes.Getattr) else getattr(node.iter, "name", "")
        node.iter = _through(node.iter, "_counted", nodes.Const(pieces), nodes.Const(name))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802
        """`a ~ b ~ c` as one joining."""
        self.generic_visit(node)
        return _through(nodes.List(node.nodes, lineno=node.lineno), "_joined")

    def visit_Const(self, node: nodes.Const) -> nodes.Expr:  # noqa: N802
        """A number with decimals, which Python would take for a float."""
        if not isinstance(node.value, float):
            return node
        return _through(nodes.Const(repr(node.value), lineno=node.lineno), "_number")


def _through(node: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    assert isinstance(node, nodes.Expr)
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)
