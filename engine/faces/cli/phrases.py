"""What is said of a record wherever a person meets it: its title, what was done, what to do about what holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import help_of
from engine.faces.cli.paint import one_line
from engine.language.functions.personal import redact
from engine.model.change import Action
from engine.model.text import Text, say
from engine.sync.plan import Change

_DONE = {
    Action.CREATE: say("created"),
    Action.UPDATE: say("updated"),
    Action.ADOPT: say("adopted"),
    Action.POST: say("posted"),
    Action.ATTACH: say("PDFs"),
    Action.PAY: say("came back"),
    Action.REVERSE: say("reversed"),
}


def done_words(reverts: int | None) -> Mapping[Action, Text]:
    """What was done, in a word an action, in the order of a plan's. Rows that the way back of a run wrote (`reverts`)
    are no payments that came back."""
    return _DONE if reverts is None else {**_DONE, Action.PAY: say("rows written back")}


def title_of(change: Change) -> str:
    """What a person calls the record, without a personal number; nothing when that is only its key, or its end."""
    return title_of_text(change.title, change.key)


def title_of_text(title: str, key: str) -> str:
    """A record's title as `title_of` shows it."""
    repeats = title in (key, key.rpartition("/")[2])
    return "" if repeats else one_line(redact(title))


def remedies(diagnostics: Iterable[Diagnostic], tr: Language = ENGLISH) -> list[str]:
    """What to do about each; where several in a row call for the same, only the last of them says it."""
    said = [one_line(tr.of(help_of(diagnostic))) for diagnostic in diagnostics]
    return ["" if text in said[place + 1 : place + 2] else text for place, text in enumerate(said)]
