"""What is said of a record wherever a person meets it: its title, the symbol and the word for what is done about it,
what to do about what holds it; each text on one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.render import help_of
from engine.diagnostics.source import Span
from engine.model.change import Action
from engine.model.personal import redact, without_personal
from engine.model.placeholder import Placeholder
from engine.model.text import Text, say
from engine.sync.plan import Change, HeldState

SYMBOLS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.ADOPT: "=",
    Action.POST: ">",
    Action.ATTACH: "@",
    Action.PAY: "$",
    Action.REVERSE: "<",
    Action.REFUSED: "!",
    Action.WAIT: "…",
    Action.SKIPPED: "-",
    Action.UNCHANGED: " ",
}

# Of what is held back. A file that waits is told with its voucher, which is posted.
HELD_SYMBOLS = {
    HeldState.REFUSED: SYMBOLS[Action.REFUSED],
    HeldState.WAITS: SYMBOLS[Action.WAIT],
    HeldState.DOCUMENT_WAITS: SYMBOLS[Action.WAIT],
}

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


# Of exactly one, where the word is a noun.
_DONE_ONE = {Action.ATTACH: say("PDF")}


def done_word(action: Action, number: int, reverts: int | None) -> Text:
    """The word beside so many that were done: `1 PDF`, `2 PDFs`."""
    one = _DONE_ONE if reverts is None else {**_DONE_ONE, Action.PAY: say("row written back")}
    words = done_words(reverts)
    return one.get(action, words[action]) if number == 1 else words[action]


def what_waits(change: Change) -> Text:
    """What is said of a change that waits: of a voucher's file, that the voucher stands, or goes, without it."""
    if not change.is_of_file:
        return say("waits")
    assert change.memory is not None, "a file's change remembers its voucher"
    if isinstance(change.memory.target_id, Placeholder):
        return say("goes without its PDF, which waits")
    return say("posted, its PDF waits")


def one_line(text: str) -> str:
    """A text that stays on its line and commands no terminal: line breaks are spaces, control characters are shown."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _seen(letter) for letter in text)


def _seen(letter: str) -> str:
    return " " if letter.isspace() else "\N{REPLACEMENT CHARACTER}"


def place_of(span: Span) -> str:
    """`mappings/base/customer.yaml:24`."""
    return f"{span.path}:{span.line}"


def request_of(change: Change) -> str:
    """`PATCH /Customers/4711`."""
    return "" if change.request is None else one_line(f"{change.request.method} {change.request.path}")


def coded(text: str, code: str) -> str:
    """An id with the code that a person knows what it names by: `7031 (30)`."""
    return f"{text} ({one_line(without_personal(code))})" if code else text


def message_of(diagnostic: Diagnostic, tr: Language) -> str:
    """What a diagnostic says, without a personal number, on one line."""
    return one_line(redact(tr.of(diagnostic.message)))


def title_of(change: Change) -> str:
    """What a person calls the record, without a personal number; nothing when that is only its key, or its end."""
    return title_of_text(change.title, change.key)


def title_of_text(title: str, key: str) -> str:
    """A record's title as `title_of` shows it."""
    repeats = title in (key, key.rpartition("/")[2])
    return "" if repeats else one_line(without_personal(title))


def remedies(diagnostics: Iterable[Diagnostic], tr: Language = ENGLISH) -> list[str]:
    """What to do about each; where several in a row call for the same, only the last of them says it."""
    return once((help_of(diagnostic) for diagnostic in diagnostics), tr)


def once(texts: Iterable[str], tr: Language = ENGLISH) -> list[str]:
    """Texts that stand one below the other; of several in a row that are the same, only the last is said."""
    said = [one_line(tr.of(text)) for text in texts]
    return ["" if text in said[place + 1 : place + 2] else text for place, text in enumerate(said)]
