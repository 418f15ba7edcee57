"""A plan in outline, as a page and a pull request tell it: one sentence, counts, then groups of changes in the order in
which they must be looked at: held back, changed by hand in the target, with a warning, intended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, Severity
from engine.diagnostics.render import help_of
from engine.faces.pages.plan_fields import Viewer
from engine.faces.pages.speech import Speech, nouns_of
from engine.faces.phrases import SYMBOLS, what_waits
from engine.mapping.mapping import Mapping as EntityMapping
from engine.model.change import Action
from engine.model.schema import Entity
from engine.sync.kinds import Kind, described, grouped, kind_of
from engine.sync.plan import HELD_BACK, Change, Plan, Section
from engine.sync.planning.planner import Office


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that are judged together. `find`: what a filter knows all of them by. `remedy`: what to do about them.

    `kind` is None of what is held back; `code` and its title, `cause`, name why it is.
    """

    heading: str
    symbol: str
    word: str
    changes: list[Change]
    section: Section
    kind: Kind | None = None
    code: str = ""
    cause: str = ""
    remedy: str = ""
    find: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The groups of one entity. `mapping` is named where it is another than the entity (a second pass)."""

    entity: str
    title: str
    mapping: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All that is told of a plan. `counts`: by entity, in the order of `actions`. `calls`: made when it is applied."""

    plan: Plan
    speech: Speech
    viewers: Mapping[str, Viewer]
    sentence: str
    actions: tuple[Action, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    totals: tuple[int, ...]
    held: tuple[Group, ...]
    drift: tuple[Chapter, ...]
    warned: tuple[Chapter, ...]
    intended: tuple[Chapter, ...]
    notes: tuple[Diagnostic, ...]
    made_at: datetime
    offline: bool = False
    systems: tuple[str, ...] = ()
    calls: int = field(default=0)


def outline(plan: Plan, office: Office, speech: Speech, notes: Iterable[Diagnostic] = ()) -> Outline:
    """A plan of an office in outline. `notes`: what is said of the plan as a whole beside its own problems."""
    actions = tuple(action for action in Action if any(change.action is action for change in plan.changes))
    counts = tuple((name, tuple(tally[a] for a in actions)) for name, tally in _tallies(plan).items())
    spoken = partial(_chapters, plan, speech)
    return Outline(
        plan,
        speech,
        {mapping.name: _viewer(mapping, speech, plan) for mapping in office.mappings},
        _sentence(plan, office, speech),
        actions,
        counts,
        tuple(sum(row[i] for _, row in counts) for i in range(len(actions))),
        tuple(_held(plan, speech)),
        tuple(spoken(lambda change: change.deed and change.drift)),
        tuple(spoken(_only_warns)),
        tuple(spoken(lambda change: change.deed and not change.drift)),
        (*plan.said, *notes),
        plan.created_at.astimezone(office.world.timezone),
        office.offline,
        tuple(dict.fromkeys(section.system.capitalize() for section in plan.sections)),
        sum(change.sends for change in plan.deeds),
    )


def speech_of(office: Office, tr: Any) -> Speech:
    """A language with the nouns of an office's mappings, by their names and by those of what they read."""
    nouns: dict[str, tuple[str, str]] = {}
    for mapping in office.mappings:
        named = nouns_of(mapping.target, mapping.continues or mapping.name)
        nouns.setdefault(mapping.name, named)
        nouns.setdefault(mapping.source.name, named)
    return Speech(tr, nouns)


def _viewer(mapping: EntityMapping, speech: Speech, plan: Plan) -> Viewer:
    return Viewer(mapping, speech, mapping.circumstances(today=plan.created_at.date()))


def warnings_of(change: Change) -> list[Diagnostic]:
    """What is to be looked at on a change that goes through."""
    return [item for item in change.diagnostics if item.severity is not Severity.INFO]


def _only_warns(change: Change) -> bool:
    return change.action is Action.SKIPPED and bool(warnings_of(change))


def _tallies(plan: Plan) -> dict[str, Counter[Action]]:
    found: dict[str, Counter[Action]] = {}
    for section in plan.sections:
        found.setdefault(section.entity, Counter()).update(change.action for change in section.changes)
    return {name: tally for name, tally in found.items() if tally}


# ---- groups


def _held(plan: Plan, speech: Speech) -> Iterator[Group]:
    """What is held back, together where one remedy helps all; the refused first."""
    found: dict[tuple[str, str, str, str], list[tuple[Section, Change]]] = {}
    for section in plan.sections:
        for change in section.changes:
            if change.action in HELD_BACK:
                first = next((d for d in change.diagnostics if d.is_error), None)
                code, remedy = (first.code, str(speech.tr.of(help_of(first)))) if first else ("", "")
                word = held_word(change, speech)
                found.setdefault((change.action.value, code, remedy, word), []).append((section, change))
    for (_, code, remedy, word), members in sorted(found.items(), key=lambda item: item[0][0] != Action.REFUSED.value):
        section, change = members[0]
        changes = [member for _, member in members]
        yield Group(
            _held_heading(change, len(changes), speech),
            SYMBOLS[change.action],
            word,
            changes,
            section,
            code=code,
            cause=speech.tr.of(CODES[code].title) if code in CODES else "",
            remedy=remedy,
            find=f"{code} {change.action.value} {word}",
        )


def _held_heading(change: Change, count: int, speech: Speech) -> str:
    tr = speech.tr
    if change.is_of_file:
        return tr.count(count, "{n} PDF waits", "{n} PDFs wait")
    if change.action is Action.WAIT:
        return tr.count(count, "{n} record waits", "{n} records wait")
    return tr.count(count, "{n} record is refused", "{n} records are refused")


def _chapters(plan: Plan, speech: Speech, belongs: Callable[[Change], bool]) -> Iterator[Chapter]:
    for section in plan.sections:
        changes = [change for change in section.changes if belongs(change)]
        if changes:
            mapping = "" if section.mapping == section.entity else section.mapping
            groups = tuple(_group(section, kind, found, speech) for kind, found in grouped(changes).items())
            noun = speech.noun(section.entity)
            yield Chapter(section.entity, noun[:1].upper() + noun[1:], mapping, groups)


def _group(section: Section, kind: Kind, changes: list[Change], speech: Speech) -> Group:
    heading = speech.tr.of(described(kind, len(changes), speech.noun(section.entity, len(changes))))
    word = action_word(kind.action, speech)
    fields = frozenset.intersection(*(frozenset(f.target for f in change.fields) for change in changes))
    known = " ".join((section.entity, section.mapping, kind.action.value, word, heading, *sorted(fields)))
    return Group(heading, SYMBOLS[kind.action], word, changes, section, kind, find=known)


def held_word(change: Change, speech: Speech) -> str:
    """What keeps a change from being one, in a word or two."""
    return speech.tr.of(what_waits(change)) if change.action is Action.WAIT else action_word(change.action, speech)


def action_word(action: Action, speech: Speech) -> str:
    """What a symbol means, in a word."""
    tr = speech.tr
    return {
        Action.CREATE: tr("create"),
        Action.UPDATE: tr("update"),
        Action.ADOPT: tr("adopt"),
        Action.POST: tr("post"),
        Action.ATTACH: tr("attach"),
        Action.PAY: tr("pay"),
        Action.REVERSE: tr("reverse"),
        Action.UNCHANGED: tr("unchanged"),
        Action.SKIPPED: tr("skipped"),
        Action.REFUSED: tr("refused"),
        Action.WAIT: tr("waits"),
    }[action]


# ---- the sentence


def _sentence(plan: Plan, office: Office, speech: Speech) -> str:
    """What a hurried reader must know: "12 invoices of kr 184 220,50, 1 record is held back"."""
    tr = speech.tr
    targets = {mapping.name: mapping.target for mapping in office.mappings}
    parts = [part for name in _tallies(plan) for part in _told(plan, name, targets, speech)]
    files = sum(change.action is Action.ATTACH for change in plan.changes)
    if files:
        parts.append(tr.count(files, "{n} file attached", "{n} files attached"))
    parts = parts or [tr("nothing to do")]
    waiting = sum(change.action in HELD_BACK and change.is_of_file for change in plan.changes)
    held = sum(change.action in HELD_BACK for change in plan.changes) - waiting
    if held:
        parts.append(tr.count(held, "{n} record is held back", "{n} records are held back"))
    parts += [tr.count(waiting, "{n} PDF waits", "{n} PDFs wait")] if waiting else []
    if plan.problems:
        parts.append(tr.count(len(plan.problems), "{n} mapping is left out", "{n} mappings are left out"))
    said = ", ".join(parts)
    return said[:1].upper() + said[1:] + "."


def _told(plan: Plan, name: str, targets: Mapping[str, Entity], speech: Speech) -> Iterator[str]:
    """What happens to one entity's records, a part of the sentence for every action."""
    tr, changes = speech.tr, [c for s in plan.sections if s.entity == name for c in s.changes if c.deed]
    tally = Counter(Kind(change.action, back=kind_of(change).back) for change in changes)
    noun = partial(speech.noun, name)
    for kind, count in sorted(tally.items(), key=_by_action):
        if kind.action is Action.UPDATE:
            yield tr.count(count, "{n} change to {noun}", "{n} changes to {noun}", noun=noun(2))
        elif kind.action is Action.POST:
            posted = [change for change in changes if change.action is Action.POST]
            yield tr("{count} {noun} of {sums}", count=count, noun=noun(count), sums=_sums(posted, targets, speech))
        elif kind.action is not Action.ATTACH:
            yield tr.of(described(kind, count, noun(count)))


def _by_action(item: tuple[Kind, int]) -> tuple[int, bool]:
    return list(Action).index(item[0].action), item[0].back


def _sums(changes: Iterable[Change], targets: Mapping[str, Entity], speech: Speech) -> str:
    """The vouchers' totals, a sum for each currency, that of the books first."""
    sums: dict[tuple[bool, str], Decimal] = {}
    for change in changes:
        target = targets[change.mapping]
        currency = _currency(change, target)
        is_foreign = target.reconciled is not None and currency != target.reconciled.books_currency
        sums[is_foreign, currency] = sums.get((is_foreign, currency), Decimal(0)) + _total(change, target)
    told = [speech.money(total, currency) for (_, currency), total in sorted(sums.items())]
    if len(told) == 1:
        return told[0]
    return speech.tr("{first} and {last}", first=", ".join(told[:-1]), last=told[-1])


def _sent(change: Change) -> Mapping[str, Any]:
    return change.memory.sent if change.memory and change.memory.sent else {}


def _currency(change: Change, target: Entity) -> str:
    """A voucher's currency, where its catalog says which field has it."""
    named = target.reconciled.currency if target.reconciled else None
    return str(_sent(change).get(named) or "") if named else ""


def _total(change: Change, target: Entity) -> Decimal:
    """The sum of a voucher's lines, as its catalog says where they stand."""
    lines_name, amount = target.total or ("", "")
    lines = _sent(change).get(lines_name) or ()
    return sum((Decimal(line[amount]) for line in lines if line.get(amount) is not None), Decimal(0))
