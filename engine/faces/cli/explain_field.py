"""The FIELD of `wingo explain`: a target path, `MailAddress.City`, `OutgoingInvoiceLines[0].VatId`, or all items with
`OutgoingInvoiceLines[].VatId`; an object or a list by its name alone; a let by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.faces.cli.options import wrong_usage
from engine.faces.explain_chosen import Chosen
from engine.faces.phrases import place_of
from engine.language.trace import Statement, Trace
from engine.model.likeness import nearest
from engine.sync.explaining.story import Story

_ITEM = re.compile(r"\[\d+\]")
_LISTED_MAX = 8


def chosen_of(story: Story, name: str) -> Chosen:
    """What a FIELD names. Raises UsageError for a name that nothing has, with the one that was meant."""
    fields = tuple(field for part in story.parts for field in part.fields if _is_meant(field.rule.name, name))
    traces = [part.trace for part in story.parts if part.trace is not None]
    named = () if fields else tuple(let for trace in traces for let in _lets(trace) if _is_meant(let.name, name))
    if not fields and not named:
        raise wrong_usage(_nothing_of_that_name(story, traces, name))
    behind = [let for trace in traces for told in (*(f.rule for f in fields), *named) for let in _behind(trace, told)]
    lets = tuple({id(let): let for let in (*named, *behind)}.values())
    return Chosen(name, fields, named, lets)


def _lets(trace: Trace) -> Iterable[Statement]:
    return (statement for statement in trace.statements if statement.kind == "let")


def _behind(trace: Trace, told: Statement) -> Iterable[Statement]:
    return trace.lets_of(told) if any(told is statement for statement in trace.statements) else ()


def _is_meant(path: str, name: str) -> bool:
    """Whether a path is the named one, lies within it, or is one of its items."""
    general = _ITEM.sub("[]", path)
    names = (path, general, general.replace("[]", ""))
    return any(name == one or one.startswith((f"{name}.", f"{name}[")) for one in names)


def _meets(path: str, name: str) -> bool:
    """Whether one of them lies within the other."""
    return _is_meant(path, name) or _is_meant(name, path)


def _nothing_of_that_name(story: Story, traces: list[Trace], name: str) -> str:
    rules = [_ITEM.sub("[]", field.rule.name) for part in story.parts for field in part.fields]
    known = list(dict.fromkeys([*rules, *(let.name for trace in traces for let in _lets(trace))]))
    if not known:
        return f"nothing is known of the fields of {story.entity} {story.key}: its rules did not run"
    dropped = [span for part in story.parts for path, span in part.dropped.items() if _meets(path, name)]
    if dropped:
        return f"no rule of {story.entity} fills {name!r}: {place_of(dropped[-1])} drops it"
    near = nearest(name, known)
    listed = ", ".join(known[:_LISTED_MAX]) + (", …" if len(known) > _LISTED_MAX else "")
    meant = f"did you mean {near!r}?" if near is not None else f"there are {listed}"
    return f"no rule of {story.entity} fills {name!r}; {meant}"
