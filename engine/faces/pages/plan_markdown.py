"""A plan as the text of a pull request: counts, what is held back, kinds of change with a few examples of each.

A forge takes so much text and no more: examples are left out before kinds are, and what is left out is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from engine.diagnostics.diagnostic import Diagnostic
from engine.faces.pages.markdown import code, escaped, table, ticked
from engine.faces.pages.page import noted
from engine.faces.pages.plan_fields import FieldRow, Lines, Shown
from engine.faces.pages.plan_outline import Chapter, Group, Outline, action_word
from engine.faces.phrases import SYMBOLS, place_of, request_of, title_of
from engine.model.change import Action
from engine.sync.plan import Change

CHARACTERS_MAX = 60_000
_EXAMPLES = 3
_HELD_SHOWN = 20
_RESERVE = 400  # characters for the word on what was left out


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the text: what is said in any case, and what more when there is room."""

    short: str
    more: str = ""


def plan_markdown(outline: Outline) -> Iterator[str]:
    """The text, in the language of the outline; at most CHARACTERS_MAX characters."""
    pieces = [_Piece(_head(outline)), *_held(outline), *_chapters(outline)]
    room = CHARACTERS_MAX - _RESERVE - sum(len(piece.short) for piece in pieces)
    left_out = 0
    while room < 0:
        room += len(pieces.pop().short)
        left_out += 1
    without = 0
    for piece in pieces:
        yield piece.short
        fits = len(piece.more) <= room
        room -= len(piece.more) if fits else 0
        without += not fits
        yield piece.more if fits else ""
    yield _left_out(outline, left_out, without)


def _left_out(outline: Outline, groups: int, examples: int) -> str:
    tr = outline.speech.tr
    if groups:
        said = tr.count(
            groups,
            "{n} group is left out here: the text would be too long. `--format html` shows all.",
            "{n} groups are left out here: the text would be too long. `--format html` shows all.",
        )
    elif examples:
        said = tr.count(
            examples,
            "Examples are left out of {n} group: the text would be too long. `--format html` shows all.",
            "Examples are left out of {n} groups: the text would be too long. `--format html` shows all.",
        )
    else:
        return ""
    return f"\n_{said}_\n"


# ---- the head


def _head(outline: Outline) -> str:
    tr, plan = outline.speech.tr, outline.plan
    made = outline.speech.day(outline.made_at)
    about = tr.count(
        outline.calls,
        "plan {plan}, made {made}, {n} call when applied",
        "plan {plan}, made {made}, {n} calls when applied",
        plan=code(plan.id),
        made=made,
    )
    title = tr("Plan for {workspace}", workspace=escaped(plan.workspace))
    lines = [f"## {title}", "", f"**{escaped(outline.sentence)}**", ""]
    lines += [*_counts(outline), ""] if outline.counts else []
    lines += [*(_note(outline, note) for note in dict.fromkeys(outline.notes))]
    return "\n".join([*lines, f"<sub>{about}</sub>", ""])


def _counts(outline: Outline) -> list[str]:
    speech = outline.speech
    head = ["", *(f"{escaped(SYMBOLS[a])} {action_word(a, speech)}".strip() for a in outline.actions)]
    rows = [[escaped(speech.noun(name)), *(str(n or "") for n in row)] for name, row in outline.counts]
    if len(rows) > 1:
        rows.append([f"**{speech.tr('Total')}**", *(f"**{n}**" for n in outline.totals)])
    return table(head, rows, numbers_from=1)


def _note(outline: Outline, note: Diagnostic) -> str:
    said = noted(note, outline.speech.tr)
    remedy = f"\\\n> {ticked(said.help)}" if said.help else ""
    return f"> **{said.code}** {ticked(said.message)}{remedy}\n"


# ---- what is held back


def _held(outline: Outline) -> Iterator[_Piece]:
    tr = outline.speech.tr
    for number, group in enumerate(outline.held):
        head = f"\n### {tr('Held back')}\n" if number == 0 else ""
        cause = f" · {group.code} {escaped(group.cause)}" if group.code else ""
        short = f"{head}\n**{escaped(group.symbol)} {escaped(group.heading)}**{cause}\\\n{ticked(group.remedy)}\n\n"
        shown = [_held_line(outline, change) for change in group.changes[:_HELD_SHOWN]]
        rest = len(group.changes) - len(shown)
        shown += [f"- {tr('and {count} more', count=rest)}"] if rest else []
        yield _Piece(short, "\n".join(shown) + "\n")


def _held_line(outline: Outline, change: Change) -> str:
    speech = outline.speech
    noun = escaped(speech.noun(change.entity, 1))
    said = (noted(item, speech.tr) for item in change.diagnostics if item.is_error)
    return f"- {noun} {code(change.key)} {code(title_of(change))} — {'; '.join(map(_said, said))}"


def _said(diagnostic: Diagnostic) -> str:
    place = f" ({code(place_of(diagnostic.span))})" if diagnostic.span else ""
    return f"{ticked(diagnostic.message)}{place}"


# ---- kinds of change


def _chapters(outline: Outline) -> Iterator[_Piece]:
    tr = outline.speech.tr
    systems = ", ".join(outline.systems)
    headed = (
        (tr("Changed by hand in {systems}", systems=systems), outline.drift),
        (tr("Left as they are, and worth a look"), outline.warned),
        (tr("Changes"), outline.intended),
    )
    for title, chapters in headed:
        groups = list(chain.from_iterable(_groups(outline, chapter) for chapter in chapters))
        for number, piece in enumerate(groups):
            yield _Piece(f"\n### {escaped(title)}\n{piece.short}", piece.more) if number == 0 else piece


def _groups(outline: Outline, chapter: Chapter) -> Iterator[_Piece]:
    for number, group in enumerate(chapter.groups):
        mapping = f" ({code(chapter.mapping)})" if chapter.mapping else ""
        head = f"\n#### {escaped(chapter.title)}{mapping}\n" if number == 0 else ""
        yield _Piece(f"{head}\n{escaped(group.symbol)} {escaped(group.heading)}\n", _examples(outline, group))


def _examples(outline: Outline, group: Group) -> str:
    """The first changes of a kind, folded."""
    tr = outline.speech.tr
    shown = group.changes[:_EXAMPLES]
    of = len(group.changes)
    told = tr.count(len(shown), "{n} example", "{n} examples")
    summary = told if of > len(shown) else tr("show")
    body = "\n\n".join(_change(outline, group, change) for change in shown)
    return f"\n<details><summary>{summary}</summary>\n\n{body}\n\n</details>\n"


def _change(outline: Outline, group: Group, change: Change) -> str:
    lines = [f"**{code(change.key)}** {code(title_of(change))} {code(request_of(change))}".strip(), ""]
    if change.action is not Action.SKIPPED:
        shown = outline.viewers[change.mapping].show(change)
        lines += _fields(outline, shown, group.section.system.capitalize())
        lines += [line for listed in shown.lines for line in _listed(listed)]
    lines += [f"- {item.code} {_said(noted(item, outline.speech.tr))}" for item in change.diagnostics]
    return "\n".join(lines).rstrip()


def _fields(outline: Outline, shown: Shown, system: str) -> list[str]:
    if not shown.rows:
        return []
    tr = outline.speech.tr
    head = [
        tr("Field"),
        tr("Will be sent"),
        *([] if shown.is_new else [tr("In {system} now", system=system)]),
        tr("Rule"),
    ]
    return [
        *table(head, (_cells(row, shown, tr("changed by hand in {system}", system=system)) for row in shown.rows)),
        "",
    ]


def _cells(row: FieldRow, shown: Shown, by_hand: str) -> Iterable[str]:
    yield code(row.target)
    yield code(row.after)
    if not shown.is_new:
        yield f"{code(row.before or '')}{f' **{by_hand}**' if row.drift else ''}"
    yield f"{code(row.why.rule)} {code(row.why.place)}" if row.why else ""


def _listed(lines: Lines) -> list[str]:
    return [f"{code(lines.name)}", "", *table(map(code, lines.columns), (map(code, cells) for cells in lines.rows)), ""]
