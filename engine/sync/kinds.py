"""Kinds of change: what a hundred changes have in common, so that a person judges them once ("EmailAddress
lower-cased"). Pure: a kind is told from a change's fields alone, before and after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from engine.model.change import Action
from engine.model.text import Text, say
from engine.sync.plan import Change, FieldChange

# A kind names this many fields; a change of more is one of "more fields", or every record would be a kind of its own.
FIELDS_NAMED_MAX = 3


class Turn(Enum):
    """What becomes of one field."""

    FILLED = "filled"  # there was none
    CLEARED = "cleared"
    LOWERED = "lowered"
    TRIMMED = "trimmed"  # spaces at the ends, or doubled ones
    TRIMMED_LOWERED = "trimmed_lowered"
    DIGITS = "digits"  # nothing but its digits is kept
    PUNCTUATION = "punctuation"  # only spaces and signs differ
    RESPELLED = "respelled"  # only spaces, signs and capitals differ
    ON = "on"
    OFF = "off"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a change is one of many of.

    `turns`: of an update or an adopted record, each field and what becomes of it, by name; none when they are `many`.
    `drift`: a field was changed in the target by hand. `back`: of a row in an inlet, that it takes another back.
    """

    action: Action
    turns: tuple[tuple[str, Turn], ...] = ()
    many: bool = False
    drift: bool = False
    back: bool = False


def kind_of(change: Change) -> Kind:
    """The one kind that a change is of; the order of its fields does not matter."""
    if change.action not in (Action.UPDATE, Action.ADOPT):
        return Kind(change.action, back=change.takes_back)
    turns = _turns(change.fields)
    many = len(turns) > FIELDS_NAMED_MAX
    return Kind(change.action, () if many else tuple(sorted(turns.items(), key=_by_name)), many, change.drift)


def _by_name(item: tuple[str, Turn]) -> str:
    return item[0]


def grouped(changes: Iterable[Change]) -> dict[Kind, list[Change]]:
    """Changes by their kind, the largest kind first; what is new, posted or linked before what is changed."""
    found: dict[Kind, list[Change]] = {}
    for change in changes:
        found.setdefault(kind_of(change), []).append(change)
    return dict(sorted(found.items(), key=lambda item: (item[0].action is Action.UPDATE, -len(item[1]))))


def _turns(fields: Iterable[FieldChange]) -> dict[str, Turn]:
    """Each field's turn; of the items of a list one for all, when they agree."""
    found: dict[str, Turn] = {}
    for field in fields:
        name, turn = re.sub(r"\[\d+\]", "[]", field.target), turn_of(field.before, field.after)
        found[name] = turn if found.get(name, turn) is turn else Turn.REPLACED
    return found


def turn_of(before: object, after: object) -> Turn:
    """What becomes of a field that goes from one value to another."""
    if isinstance(after, bool):
        return Turn.ON if after else Turn.OFF
    if _is_nothing(after):
        return Turn.CLEARED
    if _is_nothing(before):
        return Turn.FILLED
    if isinstance(before, str) and isinstance(after, str):
        return next((turn for turn, agrees in _SPELLINGS if agrees(before, after)), Turn.REPLACED)
    return Turn.REPLACED


def _is_nothing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, Mapping) and all(map(_is_nothing, value.values())))


def _trimmed(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _is_digits_of(before: str, after: str) -> bool:
    return after.isdigit() and after == "".join(filter(str.isdigit, before))


_SPELLINGS: tuple[tuple[Turn, Callable[[str, str], bool]], ...] = (
    (Turn.LOWERED, lambda before, after: before.lower() == after),
    (Turn.TRIMMED, lambda before, after: _trimmed(before) == after),
    (Turn.TRIMMED_LOWERED, lambda before, after: _trimmed(before).lower() == after),
    (Turn.DIGITS, _is_digits_of),
    (Turn.PUNCTUATION, lambda before, after: _letters(before) == _letters(after) != ""),
    (Turn.RESPELLED, lambda before, after: _letters(before).casefold() == _letters(after).casefold() != ""),
)


def described(kind: Kind, count: int, noun: str) -> Text:
    """A kind as a heading says it: "54 new customers", "412 customers: EmailAddress lower-cased"."""
    if kind.back:
        return say("{count} {noun} taken back", count=count, noun=noun)
    if kind.action is Action.ADOPT and not kind.turns and not kind.many:
        return say("{count} {noun} linked to what is there", count=count, noun=noun)
    if kind.action is Action.ADOPT:
        return say("{count} {noun} linked to what is there: {what}", count=count, noun=noun, what=what(kind))
    if kind.action is Action.UPDATE:
        return say("{count} {noun}: {what}", count=count, noun=noun, what=what(kind))
    template = _DEEDS.get(kind.action)
    return template(count, noun) if template else say("{count} {noun}", count=count, noun=noun)


_DEEDS: Mapping[Action, Callable[[int, str], Text]] = {
    Action.CREATE: lambda count, noun: say("{count} new {noun}", count=count, noun=noun),
    Action.POST: lambda count, noun: say("{count} {noun} posted", count=count, noun=noun),
    Action.ATTACH: lambda count, noun: say("{count} {noun}: PDF attached", count=count, noun=noun),
    Action.PAY: lambda count, noun: say("{count} {noun} came back", count=count, noun=noun),
    Action.REVERSE: lambda count, noun: say("{count} {noun} reversed", count=count, noun=noun),
    Action.REFUSED: lambda count, noun: say("{count} {noun} refused", count=count, noun=noun),
    Action.WAIT: lambda count, noun: say("{count} {noun} wait", count=count, noun=noun),
    Action.SKIPPED: lambda count, noun: say("{count} {noun} left out", count=count, noun=noun),
    Action.UNCHANGED: lambda count, noun: say("{count} {noun} unchanged", count=count, noun=noun),
}


def what(kind: Kind) -> Text:
    """What becomes of a kind's fields; those with the same turn are named together."""
    if kind.many:
        return say("more than {count} fields changed", count=FIELDS_NAMED_MAX)
    names: dict[Turn, list[str]] = {}
    for name, turn in kind.turns:
        names.setdefault(turn, []).append(name)
    parts = [_WORDS[turn](", ".join(found)) for turn, found in names.items()]
    said = parts[0] if parts else say("changed")
    for part in parts[1:]:
        said = say("{first}; {then}", first=said, then=part)
    return said


_WORDS: Mapping[Turn, Callable[[str], Text]] = {
    Turn.FILLED: lambda fields: say("{fields} set where there was none", fields=fields),
    Turn.CLEARED: lambda fields: say("{fields} cleared", fields=fields),
    Turn.LOWERED: lambda fields: say("{fields} lower-cased", fields=fields),
    Turn.TRIMMED: lambda fields: say("{fields} without needless spaces", fields=fields),
    Turn.TRIMMED_LOWERED: lambda fields: say("{fields} lower-cased and without needless spaces", fields=fields),
    Turn.DIGITS: lambda fields: say("{fields}: only the digits kept", fields=fields),
    Turn.PUNCTUATION: lambda fields: say("{fields} with other spaces or signs", fields=fields),
    Turn.RESPELLED: lambda fields: say("{fields} with other capitals, spaces or signs", fields=fields),
    Turn.ON: lambda fields: say("{fields} set to yes", fields=fields),
    Turn.OFF: lambda fields: say("{fields} set to no", fields=fields),
    Turn.REPLACED: lambda fields: say("{fields} changed", fields=fields),
}
