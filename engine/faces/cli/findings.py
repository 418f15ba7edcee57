"""What a plan lacks before it can be carried out whole, by system and topic: numbers, settings, dates, PDFs.

A record that is held back says why by itself; here those with one reason are one finding with one remedy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.render import help_of
from engine.faces.cli.counting import counted
from engine.sync.plan import Change, Plan
from engine.sync.planner import Office

_SHOWN = 5  # records or reasons named in one finding; the plan names them all
_STATES = {Severity.ERROR: "error", Severity.WARNING: "warning"}


@dataclass(frozen=True, slots=True)
class Group:
    """Reasons that are one finding.

    `topic`: where a connector speaks of the same, its own word for it. `says` completes "3 customers are …".
    `reasons`: whether each is given too. `at_source`: whether it is the source's to mend, not the target's.
    """

    topic: str
    codes: frozenset[str]
    severity: Severity
    says: str
    reasons: bool = True
    at_source: bool = False


GROUPS = (
    Group("series", frozenset({"R301"}), Severity.ERROR, "outside the number series"),
    Group("numbers", frozenset({"R302", "R303", "R304"}), Severity.ERROR, "without a number of their own"),
    Group("settings", frozenset({"R203"}), Severity.ERROR, "waiting for a setting"),
    Group("lock date", frozenset({"P203"}), Severity.WARNING, "dated in the closed period", reasons=False),
    Group("pdf folder", frozenset({"P301", "P302", "P303"}), Severity.WARNING, "without a usable PDF", at_source=True),
)


@dataclass(frozen=True, slots=True)
class Lack:
    """One group's finding at one system. `diagnostics`: each record's own reason, with the record's name."""

    system: str
    topic: str
    state: str
    message: str
    remedy: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """One record with one reason of a group."""

    change: Change
    reason: Diagnostic

    @property
    def name(self) -> str:
        """`customer 77`."""
        return f"{_noun(self.change)} {self.change.key}"


def lacks_of(plan: Plan, office: Office) -> Iterator[Lack]:
    """The findings of a plan, by target system and group."""
    sources = {mapping.name: mapping.source.system for mapping in office.mappings}
    for group in GROUPS:
        by_system: dict[str, list[_Held]] = {}
        for section in plan.sections:
            system = sources[section.mapping] if group.at_source else section.system
            by_system.setdefault(system, []).extend(_held(section.changes, group))
        for system, held in by_system.items():
            if held:
                yield _lack(system, group, held, office)


def _held(changes: Iterable[Change], group: Group) -> Iterator[_Held]:
    for change in changes:
        yield from (_Held(change, reason) for reason in change.diagnostics if reason.code in group.codes)


def _lack(system: str, group: Group, held: list[_Held], office: Office) -> Lack:
    keys = list(dict.fromkeys(one.change.key for one in held))
    named = ", ".join(keys[:_SHOWN]) + (f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else "")
    headline = f"{_counts(held)} {group.says}: {named}"
    closed_until = office.connections[system].closed_until() if group.topic == "lock date" else None
    lines = [f"{closed_until}; {headline}" if closed_until is not None else headline]
    if group.reasons:
        lines += _reasons(held)
    return Lack(
        system,
        group.topic,
        _STATES[group.severity],
        "\n".join(lines),
        "\n".join(dict.fromkeys(help_of(one.reason) for one in held)),
        tuple(_named(one, group) for one in held),
    )


def _counts(held: list[_Held]) -> str:
    """`3 customers and 1 employee`; a record with two reasons counts once."""
    records = {(one.change.mapping, one.change.key): _noun(one.change) for one in held}
    counts = [counted(number, noun) for noun, number in Counter(records.values()).items()]
    are = "is" if len(records) == 1 else "are"
    return f"{' and '.join(counts)} {are}"


def _noun(change: Change) -> str:
    return change.entity.replace("_", " ")


def _reasons(held: list[_Held]) -> Iterator[str]:
    """Each reason once, with the records that have it where it does not tell."""
    keys: dict[str, list[str]] = {}
    for one in held:
        keys.setdefault(one.reason.message, []).append(one.name)
    for message, names in list(keys.items())[:_SHOWN]:
        others = f" and {counted(len(names) - 1, 'other')}" if len(names) > 1 else ""
        yield f"{names[0]}{others}: {message}"
    if len(keys) > _SHOWN:
        yield f"and {counted(len(keys) - _SHOWN, 'more reason')}"


def _named(one: _Held, group: Group) -> Diagnostic:
    """The record's own diagnostic, saying whose it is, and as grave as the finding."""
    return replace(one.reason, message=f"{one.name}: {one.reason.message}", severity=group.severity)
