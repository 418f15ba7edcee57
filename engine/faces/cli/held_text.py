"""Held records as a person reads them: those with one reason under its title and remedy, each with its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from engine.diagnostics.codes import CODES
from engine.diagnostics.languages import Language
from engine.faces.cli.paint import Paint, pad, shortened, width
from engine.faces.phrases import HELD_SYMBOLS, one_line
from engine.faces.times import age, local
from engine.model.personal import redact
from engine.sync.plan import HeldState
from engine.sync.state.records import Held

_TITLE_COLUMNS = 28
_KEY_COLUMNS_MAX = 24  # a longer key moves its own line only


def held_lines(
    held: Sequence[Held], now: datetime, zone: ZoneInfo, tr: Language, paint: Paint, *, quiet: bool = False
) -> Iterator[str]:
    """Everything that is held back, an entity and a reason at a time; then what can be done at once."""
    if not held:
        yield tr("Nothing is held back.")
        return
    for entity, of_entity in groupby(held, key=lambda item: item.entity):
        records = list(of_entity)
        yield paint(f"{entity} · {what_is_held(records, tr)}", "bold")
        yield ""
        for (code, remedy), group in groupby(records, key=lambda item: (item.code, tr.of(item.remedy))):
            yield from _group_lines(code, remedy, list(group), tr, paint, now, zone)
            yield ""
    if not quiet:
        yield from _advice(held[0], tr)


def what_is_held(held: Sequence[Held], tr: Language) -> str:
    """`10 held back, 2 posted whose PDF waits`."""
    files = sum(item.state is HeldState.DOCUMENT_WAITS for item in held)
    records = len(held) - files
    said = [tr.count(records, "{n} held back", "{n} held back")] if records else []
    said += [tr.count(files, "{n} posted, its PDF waits", "{n} posted, their PDFs wait")] if files else []
    return ", ".join(said)


def _group_lines(
    code: str, remedy: str, group: list[Held], tr: Language, paint: Paint, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    yield f"  {paint(code, _colour(group[0]))}  {title_of_code(code, tr)}"
    if remedy:
        yield f"        {one_line(remedy)}"
    columns = max((width(item.key) for item in group if width(item.key) <= _KEY_COLUMNS_MAX), default=0)
    indent = " " * (columns + 8)
    for item in group:
        title = shown_title(item)
        name = (
            f"    {paint(HELD_SYMBOLS[item.state], _colour(item))} {pad(one_line(item.key), columns)}  {title}".rstrip()
        )
        yield name
        yield f"{indent}{one_line(redact(tr.of(item.message)))}"
        yield f"{indent}{paint(_since(item, now, zone, tr), 'grey')}"


def _colour(item: Held) -> str:
    return "yellow" if item.waits_for else "red"


def title_of_code(code: str, tr: Language) -> str:
    """What a code means, in a few words."""
    entry = CODES.get(code)
    return tr.of(entry.title) if entry else ""


def said_of(item: Held, tr: Language) -> str:
    """Its reason; of a file that waits, that its voucher is posted."""
    reason = one_line(redact(tr.of(item.message)))
    return tr("posted, its PDF waits: {reason}", reason=reason) if item.state is HeldState.DOCUMENT_WAITS else reason


def shown_title(item: Held) -> str:
    """What a person calls the record, without a personal number; nothing when that is only its key, or its end."""
    repeats = item.title in (item.key, item.key.rpartition("/")[2])
    return "" if repeats else shortened(redact(item.title), _TITLE_COLUMNS)


def _since(item: Held, now: datetime, zone: ZoneInfo, tr: Language) -> str:
    """`since 2026-11-20 08:15 (4 days), tried 12 times, waits for customer 77`; of a file, that it is posted."""
    began = datetime.fromisoformat(item.since)
    tried = tr("tried once") if item.tries == 1 else tr("tried {number} times", number=item.tries)
    moment = {"moment": local(began, zone, tr), "age": age(now - began, tr)}
    if item.state is HeldState.DOCUMENT_WAITS:
        since = tr("posted, its PDF waits since {moment} ({age})", **moment)
    else:
        since = tr("since {moment} ({age})", **moment)
    what = _waited_for(item.waits_for or "")
    waits = [tr("waits for {what}", what=what)] if what and what not in item.message else []
    return ", ".join((since, tried, *waits))


def _waited_for(waits_for: str) -> str:
    """`customer 77` of "customer:77"; a file's path as it is."""
    entity, colon, key = waits_for.partition(":")
    return one_line(f"{entity} {key}" if colon and entity.isidentifier() else waits_for)


def _advice(first: Held, tr: Language) -> Iterator[str]:
    yield tr(
        "Each of them is tried again by every run. To try only these now: `wingo retry`, or one of them: "
        "`wingo retry {name}`",
        name=f"{first.entity}:{first.key}",
    )
