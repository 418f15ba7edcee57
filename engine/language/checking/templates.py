"""`render("letter.j2")`: a template is checked as a rule is, word by word, before any record meets it.

What it prints must be there or be answered by `default`, what it asks must have an answer, and what it reads becomes
part of the typed tree, so that a trace, a report and the compiler know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText
from engine.language import ast, typed
from engine.language.checking import complaints
from engine.language.checking.narrowing import Facts, facts
from engine.language.checking.paths import let_value, read_list
from engine.language.checking.scope import ItemSource, Scope, find_let, owner
from engine.language.checking.view import Infer, Position, View, unresolved
from engine.language.templating import complaints as wording
from engine.language.templating.outline import Choice, Loop, Part, Shown, always_says_something
from engine.model import types
from engine.model.frozen import changeable, field, frozen, replace
from engine.model.schema import Field
from engine.model.types import Kind, Type

_LOOP = "loop"
_WHOLE = types.number(0)
_LOOP_ITEM = ItemSource(
    Field(
        _LOOP,
        Type(Kind.LIST, entity=_LOOP),
        fields=(
            *(Field(name, _WHOLE) for name in ("index", "index0", "revindex", "revindex0", "length")),
            *(Field(name, types.FLAG) for name in ("first", "last")),
        ),
    ),
    (_LOOP,),
)


def render(node: ast.Call, piped: typed.Expression | None, view: View, infer: Infer) -> typed.Expression:
    """The typed form of a call of `render`, with all that is wrong with its template."""
    if piped is not None:
        view.complain(wording.piped_into(node.span))
    name = named_file(node)
    if name is None:
        view.complain(wording.file_not_written_out(node.span))
        return unresolved(node.span)
    source = view.subject.templates.get(name)
    if source is None or piped is not None:  # the mapping's own floor has said why there is none
        return unresolved(node.span)
    return _checked(source, node, view, infer)


def named_file(node: ast.Call) -> str | None:
    """The file that a call of `render` names, when it is written out and nothing else is given."""
    if len(node.arguments) != 1 or node.arguments[0].name is not None:
        return None
    value = node.arguments[0].value
    if not isinstance(value, ast.Text) or len(value.parts) != 1:
        return None
    return value.parts[0] if isinstance(value.parts[0], str) else None


def _checked(source: SourceText, node: ast.Call, view: View, infer: Infer) -> typed.Expression:
    # Jinja is loaded only where it is used: a check without templates begins faster.
    from engine.language.templating.translation import outline

    mark = view.mark()
    read = outline(source)
    for diagnostic in read.diagnostics:
        view.complain(diagnostic)
    if read.parts is None:
        return unresolved(node.span)
    inside = replace(view.inner(), position=Position.MESSAGE, failures=[])
    checker = _Checker(infer, _Reads())
    checker.parts(read.parts, inside)
    if any(d.is_error for d in view.findings.diagnostics[mark:]):
        return unresolved(node.span)
    type_ = types.text(absent=not always_says_something(read.parts))
    return typed.Render(source, checker.reads.all(), type_, node.span)


@changeable
class _Reads:
    """What a template reads: values, each once, and the lists that it goes through with what it reads of an item."""

    values: dict[object, typed.Expression] = field(default_factory=dict)
    lists: dict[object, tuple[str, typed.FieldRead, _Reads]] = field(default_factory=dict)

    def all(self) -> tuple[typed.Expression, ...]:
        """As expressions, lists last."""
        listed = (
            typed.Listed(item, source, inside.all(), source.type, source.span)
            for item, source, inside in self.lists.values()
        )
        return (*self.values.values(), *listed)


@frozen
class _Checker:
    """Checks the parts of one template. `homes`: where what is read of each loop's item belongs."""

    infer: Infer
    reads: _Reads
    homes: tuple[tuple[str, _Reads, str], ...] = ()

    def parts(self, parts: Iterable[Part], view: View) -> None:
        """Check a body."""
        for part in parts:
            if isinstance(part, Shown):
                self._shown(part, view)
            elif isinstance(part, Choice):
                self._choice(part, view)
            elif isinstance(part, Loop):
                self._loop(part, view)

    def _shown(self, part: Shown, view: View) -> None:
        mark = view.mark()
        value = self._infer(part.value, view, printed=True)
        if view.mark() == mark and _may_be_absent(value):
            view.complain(wording.may_be_absent(value.type, part.value.span))

    def _choice(self, part: Choice, view: View) -> None:
        shown = self._condition(part.condition, view)
        self.parts(part.body, replace(view, present=view.present | shown.yes))
        self.parts(part.fallback, replace(view, present=view.present | shown.no))

    def _loop(self, part: Loop, view: View) -> None:
        source, item = read_list(part.source, view)
        taken = owner(view.scope, part.item.text)
        if taken is not None:
            view.complain(complaints.taken_name("item", part.item.text, taken, part.item.span))
        self.parts(part.fallback, view)
        if source is None:
            return
        inside = replace(view, scope=Scope(view.scope.record, view.scope, {part.item.text: item, _LOOP: _LOOP_ITEM}))
        checker = self._within(part.item.text, source)
        if part.condition is not None:
            shown = checker._condition(part.condition, inside)
            inside = replace(inside, present=inside.present | shown.yes)
        checker.parts(part.body, inside)

    def _within(self, item: str, source: typed.FieldRead) -> _Checker:
        """The checker of a loop's body; two loops over one list share what they read of it, under one name."""
        home = self._home(source)
        name, _, inside = home.lists.setdefault(source.path, (item, replace(source, item=self._name(source)), _Reads()))
        return replace(self, homes=((item, inside, name), *self.homes))

    # ---- expressions

    def _infer(self, expression: ast.Expression, view: View, *, printed: bool = False) -> typed.Expression:
        """The typed expression, with what it reads taken down. Of one that is printed, branches may differ in kind."""
        mark = view.mark()
        inside = replace(view.inner(), failures=[], tail=printed)
        value = self.infer(expression, inside)
        view.findings.diagnostics[mark:] = map(_in_a_template, view.findings.diagnostics[mark:])
        for failure in inside.failures:
            if failure.demanding:
                view.complain(wording.can_fail(failure.step, failure.note))
        self._collect(value)
        return value

    def _condition(self, expression: ast.Expression, view: View) -> Facts:
        """A condition of a template has an answer: a text that is neither printed nor left out would be nobody's."""
        mark = view.mark()
        value = self._infer(expression, view)
        if view.mark() > mark:
            return Facts()
        if value.type.kind not in (Kind.FLAG, Kind.UNKNOWN):
            view.complain(complaints.no_condition(value.type, expression.span))
        elif _may_be_absent(value):
            view.complain(wording.undecided(expression.span))

        def behind(name: str) -> typed.Expression | None:
            entry = find_let(view.scope, name)
            return None if entry is None or entry.open else let_value(entry, self.infer)

        return facts(value, behind)

    # ---- what is read

    def _collect(self, value: typed.Expression) -> None:
        for node in _leaves(value):
            if isinstance(node, typed.FieldRead):
                if node.item != _LOOP:
                    read = replace(node, item=self._name(node))
                    self._home(node).values.setdefault((read.item, read.path, read.type.kind is Kind.OBJECT), read)
            elif isinstance(node, typed.LetRead):
                self.reads.values.setdefault(("let", node.name), node)
            else:
                self.reads.values.setdefault("today", node)

    def _home(self, node: typed.FieldRead) -> _Reads:
        return next((home for item, home, _ in self.homes if item == node.item), self.reads)

    def _name(self, node: typed.FieldRead) -> str | None:
        return next((name for item, _, name in self.homes if item == node.item), node.item)


def _leaves(node: typed.Expression) -> Iterator[typed.FieldRead | typed.LetRead | typed.Today]:
    if isinstance(node, typed.FieldRead | typed.LetRead | typed.Today):
        yield node
        return
    for child in typed.children(node):
        yield from _leaves(child)


def _may_be_absent(node: typed.Expression) -> bool:
    """Whether there may be nothing to print; of an empty text that is written out, nothing is just what is meant."""
    match node:
        case typed.Literal():
            return False
        case typed.Coalesce():
            return _may_be_absent(node.right)
        case typed.Conditional():
            return _may_be_absent(node.body) or _may_be_absent(node.fallback)
        case _:
            return node.type.absent


def _in_a_template(diagnostic: Diagnostic) -> Diagnostic:
    """What is said of `??` in a rule, said of `default`."""
    if diagnostic.code != "T201":
        return diagnostic
    assert diagnostic.span is not None
    return wording.needless_default(diagnostic.span, diagnostic.labels[0].span)
