"""The plan page: one self-contained file that a person approves a plan by, written as it is made.

The first changes of each kind stand in the page as they are; the others are packed in chunks that the page's script
unpacks when they are asked for, so that a plan of ten thousand changes opens at once and stays small.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from markupsafe import Markup

from engine.diagnostics.render import as_json
from engine.faces.pages.page import in_script, noted, page_parts, part_of
from engine.faces.pages.plan_fields import CHANGED, CLEARED, NEW, SAME
from engine.faces.pages.plan_outline import Chapter, Group, Outline, action_word
from engine.faces.pages.speech import Speech
from engine.faces.phrases import SYMBOLS, one_line, request_of, title_of
from engine.model import exact_json
from engine.model.change import Action
from engine.sync.plan import HELD_BACK, Change, plan_members

FIRST = 25  # changes of a kind that stand in the page itself
FIRST_MAX = 400  # and of all kinds together; of later ones FEW each
FEW = 3
CHUNK = 100
BETWEEN = "\x1e"  # stands between the items of a chunk; no value has it, for control characters are never written out
_HELD_FIRST = 500  # what is held back must be read; it stands in the page itself, up to what a browser bears


@dataclass(frozen=True, slots=True)
class _Layout:
    """What lays items out: the outline that they belong to, the macros, and how many of them stand in the page yet."""

    outline: Outline
    change: Callable[[dict[str, Any]], str]
    held: Callable[[dict[str, Any]], str]
    placed: list[int]


def plan_page(outline: Outline) -> Iterator[str]:
    """The page in parts, in the language of the outline."""
    speech, plan = outline.speech, outline.plan
    macros = part_of("plan_change.html.j2", speech.tr, words=_words(speech), classes=_CLASSES)
    layout = _Layout(outline, macros.change, macros.held, [0])
    made = speech.day(outline.made_at)
    return page_parts(
        "plan.html.j2",
        speech.tr,
        place=plan.workspace,
        running=speech.tr("{workspace} · plan {plan} · {made}", workspace=plan.workspace, plan=plan.id, made=made),
        sentence=outline.sentence,
        plan=plan.id,
        made=made,
        calls=outline.calls,
        mappings=plan.mappings,
        offline=outline.offline,
        systems=", ".join(outline.systems),
        notes=[noted(note, speech.tr) for note in dict.fromkeys(outline.notes)],
        actions=[{"symbol": SYMBOLS[a], "word": action_word(a, speech)} for a in outline.actions],
        counts=[{"title": _capital(speech.noun(name)), "numbers": row} for name, row in outline.counts],
        totals=outline.totals,
        held=[_group(layout, group) for group in outline.held],
        drift=[_chapter(layout, chapter) for chapter in outline.drift],
        warned=[_chapter(layout, chapter) for chapter in outline.warned],
        intended=[_chapter(layout, chapter) for chapter in outline.intended],
        any=bool(outline.held or outline.drift or outline.warned or outline.intended),
        data=_data(outline),
    )


def _words(speech: Speech) -> dict[str, str]:
    tr = speech.tr
    return {NEW: tr("new"), CHANGED: tr("changed"), CLEARED: tr("cleared"), SAME: tr("the same")}


_CLASSES = {NEW: "good", CHANGED: "warn", CLEARED: "bad", SAME: "quiet"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- groups


def _chapter(layout: _Layout, chapter: Chapter) -> dict[str, Any]:
    groups = [_group(layout, group) for group in chapter.groups]
    return {"title": chapter.title, "mapping": chapter.mapping, "groups": groups}


def _group(layout: _Layout, group: Group) -> dict[str, Any]:
    """A group for the template: its first items laid out when their turn comes, the others in chunks."""
    is_held = group.kind is None
    first = _HELD_FIRST if is_held else FIRST if layout.placed[0] < FIRST_MAX else FEW
    layout.placed[0] += 0 if is_held else min(first, len(group.changes))
    rest = group.changes[first:]
    known = frozenset(group.find.lower().split())
    return {
        "heading": group.heading,
        "symbol": group.symbol,
        "word": group.word,
        "code": group.code,
        "cause": group.cause,
        "remedy": group.remedy,
        "find": group.find,
        "style": f"held-group {group.changes[0].action.value}" if is_held else "",
        "first": (Markup(_item(layout, group, c, known, n == 0)) for n, c in enumerate(group.changes[:first])),
        "rest": len(rest),
        "size": CHUNK,
        "chunks": (_chunk(layout, group, part, known) for part in _in_parts(rest, CHUNK)),
        "finds": [_find(layout.outline, change, known) for change in rest],
    }


def _in_parts(changes: list[Change], size: int) -> Iterator[list[Change]]:
    remaining = iter(changes)
    while part := list(islice(remaining, size)):
        yield part


def _chunk(layout: _Layout, group: Group, changes: Iterable[Change], known: frozenset[str]) -> str:
    """Items packed: what repeats in them, which is most of it, takes no room."""
    text = BETWEEN.join(_item(layout, group, change, known, False) for change in changes)
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode()


# ---- items


def _item(layout: _Layout, group: Group, change: Change, known: frozenset[str], is_open: bool) -> str:
    outline, speech = layout.outline, layout.outline.speech
    told = {
        "symbol": group.symbol,
        "word": group.word,
        "key": one_line(change.key),
        "title": title_of(change),
        "find": _find(outline, change, known),
        "noun": speech.noun(change.entity, 1),
    }
    if change.action in HELD_BACK:
        return layout.held({**told, **_said_of_held(change, group, speech)})
    system = group.section.system.capitalize()
    return layout.change(
        {
            **told,
            "request": _request(change, speech),
            "system": system,
            "standing": _standing(outline, change, system),
            "open": is_open,
            "shown": outline.viewers[change.mapping].show(change),
            "said": [noted(item, speech.tr) for item in change.diagnostics],
        }
    )


def _request(change: Change, speech: Speech) -> str:
    """What is sent; of a record that is only linked, to which one."""
    if change.request is not None:
        return request_of(change)
    if change.action is Action.ADOPT and change.memory is not None:
        return speech.tr("linked to {id}", id=change.memory.target_id)
    return ""


def _said_of_held(change: Change, group: Group, speech: Speech) -> dict[str, Any]:
    """Why a record is held, and what to do where that is more than its group says."""
    said = [noted(item, speech.tr) for item in change.diagnostics]
    remedies = dict.fromkeys(item.help for item in said if item.is_error and item.help != group.remedy)
    return {"said": said, "remedies": [remedy for remedy in remedies if remedy]}


def _standing(outline: Outline, change: Change, system: str) -> str:
    """Why there is nothing to compare a change with."""
    tr = outline.speech.tr
    if outline.offline:
        return tr("What stands in {system} was not asked for.", system=system)
    if change.action is Action.UPDATE:
        return tr("It is sent to {system} earlier in this plan.", system=system)
    if change.action is Action.ATTACH:
        return tr("The file is not in {system} yet.", system=system)
    return tr("It is not in {system} yet.", system=system)


def _find(outline: Outline, change: Change, known: frozenset[str]) -> str:
    """What a filter knows a change by beside its group: key, title, codes, fields."""
    words = [change.key, title_of(change), change.entity, outline.speech.noun(change.entity, 1)]
    words += [item.code for item in change.diagnostics]
    words += [field.target for field in change.fields]
    return " ".join(dict.fromkeys(word for word in words if word and word.lower() not in known))


# ---- the plan itself


def _data(outline: Outline) -> Iterator[Markup]:
    """The plan's JSON, as `--format json` prints it, piece by piece."""
    tr = outline.speech.tr
    members = plan_members(outline.plan, language=tr)
    members["diagnostics"] = [as_json(note, tr) for note in outline.notes]
    return map(in_script, exact_json.pieces(members))
