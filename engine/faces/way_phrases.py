"""How a two-way rule's class and its way back are said, wherever a person meets a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.diagnostics.languages import Language

if TYPE_CHECKING:
    from engine.language.functions.registry import StepClass
    from engine.language.inverting.telling import GivenBack


def two_way_phrase(step_class: StepClass | None, tr: Language) -> str:
    """`two-way, settled`; nothing of a rule that runs one way."""
    from engine.language.inverting.telling import CLASS_WORDS

    return "" if step_class is None else tr("two-way, {step_class}", step_class=CLASS_WORDS[step_class])


def back_lines(back: Iterable[GivenBack], tr: Language) -> Iterator[str]:
    """`back: customer_no ← ExternalNumber`, a line a field."""
    return (tr("back: {given}", given=tr.of(given.text)) for given in back)


def back_json(back: Iterable[GivenBack], tr: Language) -> list[dict[str, str]]:
    """The same for programs."""
    return [{"field": given.field, "from": tr.of(given.value)} for given in back]
