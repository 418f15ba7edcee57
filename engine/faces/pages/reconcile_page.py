"""The reconciliation page: what an accountant keeps with the month, one self-contained file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.diagnostics.languages import Language
from engine.faces.pages.page import noted, page_parts
from engine.faces.pages.plan_outline import speech_of
from engine.faces.pages.speech import Speech, decimal_text
from engine.faces.phrases import title_of_text
from engine.faces.reconcile_phrases import (
    cause_text,
    ending,
    gap_text,
    gaps_by_cause,
    heading,
    kind_text,
    tells_amounts,
)
from engine.model.record import Value
from engine.sync.planning.planner import Office
from engine.sync.reconciling.reconciliation import Difference, Line, Reconciliation, reconciliation_json

_NOTHING = "–"
_DECIMALS = 2


def reconcile_page(found: Reconciliation, office: Office, tr: Language) -> Iterator[str]:
    """The page in parts. Its data is the JSON form, embedded."""
    speech = speech_of(office, tr)
    made = speech.day(office.world.clock().astimezone(office.world.timezone))
    return page_parts(
        "reconcile.html.j2",
        tr,
        place=found.workspace,
        running=tr("{workspace} · reconciliation · {made}", workspace=found.workspace, made=made),
        made=made,
        heading=heading(found, tr),
        sentence=_sentence(found, tr),
        systems=found.titles,
        labels=[
            {"word": word, "whole": f"{title}, {word}"}
            for title in found.titles
            for word in (tr("count"), tr("total"), tr("open"))
        ],
        lines=[_line(line, speech) for line in found.lines],
        differences=[_difference(item, found, speech) for item in found.differences],
        not_compared=[
            {"title": f"{speech.noun(item.entity, 1)} {item.key}", "reason": tr.of(item.reason)}
            for item in found.not_compared
        ],
        gaps=[
            {
                "title": f"{speech.noun(entity, 1)} {sequence}",
                "cause": cause_text(cause, tr),
                "numbers": [gap_text(gap) for gap in gaps],
            }
            for (entity, sequence, cause), gaps in gaps_by_cause(found.gaps).items()
        ],
        left_out=[
            {
                "title": speech.noun(item.entity, item.count),
                "count": item.count,
                "code": item.code,
                "reason": tr.of(item.reason),
                "keys": item.keys,
                "more": item.count > len(item.keys),
            }
            for item in found.left_out
        ],
        problems=[noted(problem, tr) for problem in found.problems],
        data=reconciliation_json(found, tr),
    )


def _sentence(found: Reconciliation, tr: Language) -> str:
    """What a hurried reader must know."""
    if not found.differences:
        return tr("{first} and {second} agree.", first=found.titles[0], second=found.titles[-1])
    return ending(found, tr)


def _line(line: Line, speech: Speech) -> dict[str, object]:
    cells = [
        cell
        for side in line.sides.values()
        for cell in (str(side.count), _amount(side.total, speech), _amount(side.open, speech))
    ]
    return {
        "agrees": line.agrees,
        "title": speech.noun(line.entity),
        "period": line.period,
        "currency": line.currency,
        "cells": cells,
    }


def _difference(item: Difference, found: Reconciliation, speech: Speech) -> dict[str, object]:
    return {
        "title": f"{speech.noun(item.entity, 1)} {item.key}",
        "name": title_of_text(item.title, item.key),
        "kind": kind_text(item, found, speech.tr),
        "held": item.held,
        "code": item.code,
        "currency": item.currency,
        "values": [
            {"system": found.systems[name], "value": _value(value, speech)}
            for name, value in (item.values.items() if tells_amounts(item) else ())
        ],
        "apart": _apart(item, speech),
        "reason": speech.tr.of(item.reason),
        "remedy": speech.tr.of(item.remedy),
        "parts": [_difference(part, found, speech) for part in item.parts],
    }


def _value(value: Value, speech: Speech) -> str:
    if value is None:
        return _NOTHING
    return _amount(value, speech) if isinstance(value, Decimal) else speech.value(str(value))


def _apart(item: Difference, speech: Speech) -> str:
    amounts = [value for value in item.values.values() if isinstance(value, Decimal)]
    return _amount(abs(amounts[0] - amounts[1]), speech) if len(amounts) > 1 and amounts[0] != amounts[1] else ""


def _amount(amount: Decimal | None, speech: Speech) -> str:
    if amount is None:
        return ""
    return decimal_text(amount, max(_DECIMALS, -int(amount.as_tuple().exponent)), speech.tr.code)
