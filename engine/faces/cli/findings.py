"""What a plan lacks before it can be carried out whole, by system and topic: numbers, settings, dates, PDFs.

A record that is held back says why by itself; here those of one kind that one remedy mends are one finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.render import help_of
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model import figures
from engine.model.change import Action
from engine.model.enumeration import beneath, listed
from engine.model.ports import Finding
from engine.model.schema import Reserved
from engine.model.text import Text, say
from engine.sync.plan import Change, Plan
from engine.sync.planning.planner import Office
from engine.sync.planning.ranges import trust_ranges

_SHOWN = 5  # records or reasons named in one finding; the plan names them all
_STATES = {Severity.ERROR: "error", Severity.WARNING: "warning"}


@dataclass(frozen=True, slots=True)
class Group:
    """Reasons that are one finding.

    `topic`: where a connector speaks of the same, its own word for it. `says` completes "3 customers are …".
    `reasons`: whether each is given too. `at_source`: whether it is the source's to mend, not the target's.
    """

    topic: Text
    codes: frozenset[str]
    severity: Severity
    says: Text
    reasons: bool = True
    at_source: bool = False


_CONTENT = ("R101", "R102", "R201", "R204", "R305", "R310", "R311", "R312", "R313", "R314")

GROUPS = (
    Group(say("series"), frozenset({"R301", "R306", "R307", "R308"}), Severity.ERROR, say("outside the number series")),
    Group(say("numbers"), frozenset({"R302", "R303", "R304"}), Severity.ERROR, say("without a number of their own")),
    Group(say("settings"), frozenset({"R203"}), Severity.ERROR, say("waiting for a setting")),
    Group(
        say("conflicts"),
        frozenset({"P103", "P104", "P105", "P106", "P201", "P202"}),
        Severity.ERROR,
        say("at odds with what stands there"),
    ),
    Group(say("lock date"), frozenset({"P203"}), Severity.WARNING, say("dated in the closed period"), reasons=False),
    Group(
        say("pdf folder"),
        frozenset({"P301", "P302", "P303"}),
        Severity.WARNING,
        say("without a usable PDF"),
        at_source=True,
    ),
    Group(say("content"), frozenset(_CONTENT), Severity.WARNING, say("held back by what they hold"), at_source=True),
)


@dataclass(frozen=True, slots=True)
class Lack:
    """What one remedy mends of a group, at one system. `diagnostics`: each record's own reason, with its name."""

    system: str
    finding: Finding
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """One record with one reason of a group. `nouns`: what people call one of its kind, and many."""

    change: Change
    reason: Diagnostic
    nouns: tuple[str, str]

    @property
    def name(self) -> Text:
        """`customer 77`."""
        return say("{noun} {key}", noun=self.nouns[0], key=self.change.key)


def lacks_of(plan: Plan, office: Office) -> Iterator[Lack]:
    """The findings of a plan, by group, target system and remedy."""
    mappings = {mapping.name: mapping for mapping in office.mappings}
    for group in GROUPS:
        by_remedy: dict[tuple[str, str], list[_Held]] = {}
        for section in plan.sections:
            mapping = mappings[section.mapping]
            system = mapping.source.system if group.at_source else section.system
            for one in _held(section.changes, group, _nouns(mapping)):
                by_remedy.setdefault((system, help_of(one.reason)), []).append(one)
        yield from (_lack(system, remedy, group, held, office) for (system, remedy), held in by_remedy.items())


def found_there(plan: Plan, office: Office) -> Iterator[tuple[str, Finding]]:
    """Of each target system that is in use already: how many of its records would be linked, not made again."""
    mappings = {mapping.name: mapping for mapping in office.mappings}
    by_system: dict[str, Counter[tuple[str, str]]] = {}
    for section in plan.sections:
        number = sum(change.action is Action.ADOPT for change in section.changes)
        if number:
            by_system.setdefault(section.system, Counter())[_nouns(mappings[section.mapping])] += number
    for system, numbers in by_system.items():
        text = say("linked to what stands there, and not made again: {counts}", counts=_counts(numbers))
        yield system, Finding(say("in use"), "ok", text)


def _nouns(mapping: EntityMapping) -> tuple[str, str]:
    word = (mapping.continues or mapping.name).replace("_", " ")
    return mapping.target.nouns or (word, f"{word}s")


def _held(changes: Iterable[Change], group: Group, nouns: tuple[str, str]) -> Iterator[_Held]:
    for change in changes:
        yield from (_Held(change, reason, nouns) for reason in change.diagnostics if reason.code in group.codes)


def _lack(system: str, remedy: str, group: Group, held: list[_Held], office: Office) -> Lack:
    lines = [_headline(system, group, held, office)]
    if group.reasons:
        lines += _reasons(held)
    connection = office.connections[system]
    if any(one.reason.code == "R301" for one in held):
        lines += _series_wanted(held, (*connection.catalog.reserved, *trust_ranges(connection.series())))
    finding = Finding(group.topic, _STATES[group.severity], beneath(lines), remedy)
    return Lack(system, finding, tuple(_named(one, group) for one in held))


def _headline(system: str, group: Group, held: list[_Held], office: Office) -> Text:
    records = {(one.change.mapping, one.change.key): one.nouns for one in held}
    counts, keys = _counts(Counter(records.values())), _shown(dict.fromkeys(key for _, key in records))
    if len(records) == 1:
        headline = say("{counts} is {what}: {keys}", counts=counts, what=group.says, keys=keys)
    else:
        headline = say("{counts} are {what}: {keys}", counts=counts, what=group.says, keys=keys)
    closed_until = office.connections[system].closed_until() if group.topic == "lock date" else None
    return headline if closed_until is None else say("{day}; {text}", day=figures.day(closed_until), text=headline)


def _shown(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    known = list(names)
    shown, more = ", ".join(known[:_SHOWN]), len(known) - _SHOWN
    return say("{names} and {n} more", names=shown, n=more) if more > 0 else shown


def _counts(numbers: Mapping[tuple[str, str], int]) -> str:
    """`3 customers and 1 employee`."""
    return listed(say("{n} {noun}", n=n, noun=nouns[0] if n == 1 else nouns[1]) for nouns, n in numbers.items())


def _reasons(held: list[_Held]) -> Iterator[Text]:
    """Each reason once, with the records that have it where it does not tell."""
    names: dict[str, list[Text]] = {}
    for one in held:
        names.setdefault(one.reason.message, []).append(one.name)
    for message, those in list(names.items())[:_SHOWN]:
        yield say("{record}: {reason}", record=_and_others(those), reason=message)
    more = len(names) - _SHOWN
    if more > 0:
        yield say("and {n} more reason", n=more) if more == 1 else say("and {n} more reasons", n=more)


def _and_others(names: list[Text]) -> Text:
    others = len(names) - 1
    if others == 0:
        return names[0]
    return (
        say("{record} and {n} other", record=names[0], n=others)
        if others == 1
        else say("{record} and {n} others", record=names[0], n=others)
    )


def _series_wanted(held: list[_Held], reserved: tuple[Reserved, ...]) -> Iterator[Text]:
    """Which numbers a further series would have to hold: those outside, but for the ones that belong to others."""
    found = [number for one in held if one.reason.code == "R301" and (number := _number(one.reason.message))]
    wanted = [n for n in found if not any(other.start <= n <= other.end for other in reserved)]
    if len(set(wanted)) == 1:
        yield say("a wider series would have to hold {number}", number=wanted[0])
    elif wanted:
        yield say("a wider series would have to hold {lowest} to {highest}", lowest=min(wanted), highest=max(wanted))


def _number(message: object) -> int | None:
    """The number that a complaint is about; one that another is part of has it there."""
    values = message.values if isinstance(message, Text) else {}
    number, inner = str(values.get("number", "")), values.get("complaint")
    return int(number) if number.isdecimal() else None if inner is None else _number(inner)


def _named(one: _Held, group: Group) -> Diagnostic:
    """The record's own diagnostic, saying whose it is, and as grave as the finding."""
    text = say("{record}: {reason}", record=one.name, reason=one.reason.message)
    return replace(one.reason, message=text, severity=group.severity)
