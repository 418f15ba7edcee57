"""What becomes of a record of which the compiled function has something to say: the interpreter finds the words.

The function has noted the numbers of the statements that warn or have no value. They alone are carried out once more,
with the answers that were given before, so that nobody is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import DefaultContext, localcontext
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.language import interpreter, typed
from engine.language.compiling.runtime import Again
from engine.language.mapped import Asked, Mapped, Shape, replayed
from engine.language.outcome import Circumstances, Desired, References, Refused
from engine.language.running import contract
from engine.language.running.walk import Run
from engine.model.frozen import replace

# See Mapped.story.
Story = tuple[Shape, Mapping[str, Any], Circumstances, Asked, tuple[tuple[int, ...], ...]]


def spoken_of(
    payload: dict[str, Any], creates: bool, story: Story, warned: tuple[int, ...], failed: tuple[int, ...]
) -> Desired | Refused:
    """A record with warnings, or the refusal of one of which some statements failed. Raises Again."""
    if not failed:
        made: Warned = Warned()
        made.payload, made.creates, made.story, made.warnings = payload, creates, story, (warned, story)
        return made
    with localcontext(DefaultContext):  # the function has set one that is stricter than the interpreter's needs
        return _refused(payload, story, {*warned, *failed})


class Warned(Mapped):
    """A record with warnings, which are worded when somebody asks for them.

    `warnings`: the numbers of the statements that warn, and of what record; None once they are worded.
    """

    __slots__ = ("warnings",)

    warnings: tuple[tuple[int, ...], Story] | None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The warnings."""
        unworded = self.warnings
        if unworded is not None:
            self._diagnostics = _worded(*unworded)
            self.warnings = None
        return self._diagnostics


def _worded(warned: tuple[int, ...], story: Story) -> tuple[Diagnostic, ...]:
    shape, record, circumstances, asked, _ = story
    try:
        run, _ = _carried_out(story, set(warned))
    except Again:
        return replayed(shape, record, circumstances, asked).diagnostics
    return tuple(dict.fromkeys(run.diagnostics))


def _refused(payload: dict[str, Any], story: Story, told: set[int]) -> Refused:
    """What failed is made anew, with all that fills the same members, so that what the whole lacks can be told."""
    shape = story[0]
    targets = (getattr(shape.program.statements[number], "target", ()) for number in told)
    heads = {target[0] for target in targets if target}
    run, made = _carried_out(story, told.union(*(shape.fillers[head] for head in heads)))
    whole = {**{named: value for named, value in payload.items() if named not in heads}, **made}
    lacks = contract.unmet(shape.target, whole, run.places, continues=shape.continues)
    diagnostics = tuple(dict.fromkeys([*run.diagnostics, *lacks]))
    if not any(diagnostic.is_error for diagnostic in diagnostics):
        raise Again  # a number too long for the function, and not for the interpreter
    return Refused(diagnostics)


def _carried_out(story: Story, numbers: Iterable[int]) -> tuple[Run, dict[str, Any]]:
    shape, record, circumstances, asked, _ = story
    same = replace(circumstances, references=_answers(shape, asked))
    return interpreter.carry_out(sorted(numbers), shape.program, record, same, shape.target)


def _answers(shape: Shape, asked: Asked) -> References:
    """Who gives the answers that were given. Raises Again where none was, or more than one."""
    known: dict[tuple[str, str, Any], Any] = {}
    for found, key, number in asked:
        question = (*_named(shape.asks[number]), key)
        if known.setdefault(question, found) != found:
            raise Again

    def answer(kind: str, name: str, key: Any) -> Any:
        if (kind, name, key) not in known:
            raise Again
        return known[kind, name, key]

    return answer


def _named(node: typed.Link | typed.Find) -> tuple[str, str]:
    if isinstance(node, typed.Link):
        return "link", node.entity if node.field is None else f"{node.entity}.{node.field}"
    return "find", f"{node.setting}.{node.by}"
