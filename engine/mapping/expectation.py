"""A test's `expect:` against what came: field by field, and only the fields that the test names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import Span
from engine.mapping import complaints
from engine.mapping.document import ListNode, MapNode, Node, Style, TextNode, text_at
from engine.mapping.given import NoSuchValue, read_scalar, takes
from engine.model.change import Pending, Unresolved
from engine.model.frozen import frozen
from engine.model.placeholder import Placeholder
from engine.model.schema import Field
from engine.model.text import say
from engine.model.types import Kind

# Whether the rules of a place, `("MailAddress", "City")`, are no longer those that the test was written for.
Changed: TypeAlias = Callable[[tuple[str, ...]], bool]
_WORDS = ("empty", "nothing")
_LEFT_OUT = object()


@frozen
class Difference:
    """One value that is not the expected one; `path` as in a plan: `OutgoingInvoiceLines[0].VatId`."""

    path: str
    span: Span
    expected: str
    came: str


def differences(
    expected: MapNode, payload: Mapping[str, Any], fields: tuple[Field, ...], changed: Changed
) -> Iterator[Difference]:
    """Every expected value that did not come. What the test's own files no longer decide is passed over."""
    yield from _in_map(expected, payload, fields, "", (), changed)


def form_complaints(expected: MapNode, fields: tuple[Field, ...], title: str) -> Iterator[Diagnostic]:
    """Names and values of an expectation that no record could have (D404, D405)."""
    for entry in expected.entries:
        field = _field(entry.key.text, fields)
        if field is None:
            yield complaints.test_field(entry.key.span, entry.key.text, title, [one.name for one in fields])
        else:
            yield from _value_complaints(entry.key, entry.value, field)


def written(value: object) -> str:
    """A value as a message shows it."""
    if value is _LEFT_OUT:
        return "`nothing`"
    if value is None:
        return "`empty`"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return say("1 item") if len(value) == 1 else say("{count} items", count=len(value))
    return _label(value) if isinstance(value, Placeholder) else str(value)


# ---- what a record could have


def _field(path: str, fields: tuple[Field, ...]) -> Field | None:
    """The field of a name, which may lead into objects: `MailAddress.City`."""
    head, _, rest = path.partition(".")
    found = next((one for one in fields if one.name == head), None)
    return _field(rest, found.fields) if found is not None and rest else found


def _value_complaints(key: TextNode, node: Node, field: Field) -> Iterator[Diagnostic]:
    kind = field.type.kind
    if _is_word(node) is not None:
        return
    if kind is Kind.OBJECT and isinstance(node, MapNode):
        yield from form_complaints(node, field.fields, field.name)
    elif kind is Kind.LIST and isinstance(node, ListNode):
        for item in node.items:
            if isinstance(item, MapNode):
                yield from form_complaints(item, field.fields, field.name)
            else:
                yield complaints.test_value(key.span, key.text, takes(field.type), None)
    elif kind in (Kind.OBJECT, Kind.LIST) or isinstance(node, ListNode):
        yield complaints.test_value(key.span, key.text, takes(field.type), None)
    elif isinstance(node, TextNode) and not _is_readable(node, field):
        yield complaints.test_value(node.span, key.text, takes(field.type), node.text)


def _is_readable(node: TextNode, field: Field) -> bool:
    try:
        read_scalar(node.text, field.type)
    except NoSuchValue:
        return ":" in node.text  # `customer:77`, what stands for a value that is known after a write
    return True


def _is_word(node: Node) -> str | None:
    """`empty` or `nothing`, unless it is quoted and so a text like others."""
    if isinstance(node, TextNode) and node.style is Style.PLAIN and node.text in _WORDS:
        return node.text
    return None


# ---- what came


def _in_map(
    expected: MapNode,
    payload: Mapping[str, Any],
    fields: tuple[Field, ...],
    prefix: str,
    place: tuple[str, ...],
    changed: Changed,
) -> Iterator[Difference]:
    for entry in expected.entries:
        names = tuple(entry.key.text.split("."))
        field = _field(entry.key.text, fields)
        here = (*place, *names)
        if field is None or changed(here):
            continue
        path = f"{prefix}{entry.key.text}"
        yield from _at(entry.key, entry.value, _reach(payload, names), field, path, here, changed)


def _reach(payload: object, names: tuple[str, ...]) -> object:
    """What stands at a path of the payload; left out as soon as one of its objects is."""
    for name in names:
        if not isinstance(payload, Mapping) or name not in payload:
            return _LEFT_OUT
        payload = payload[name]
    return payload


def _at(
    key: TextNode,
    node: Node,
    came: object,
    field: Field,
    path: str,
    place: tuple[str, ...],
    changed: Changed,
) -> Iterator[Difference]:
    word = _is_word(node)
    if word is not None:
        if came is not (None if word == "empty" else _LEFT_OUT):
            yield Difference(path, node.span, f"`{word}`", written(came))
    elif isinstance(node, ListNode):
        yield from _in_list(key, node, came, field, path, place, changed)
    elif isinstance(node, MapNode) and isinstance(came, Mapping):
        yield from _in_map(node, came, field.fields, f"{path}.", place, changed)
    elif isinstance(node, MapNode):
        label = _label_of(node)
        if label is None or not isinstance(came, Placeholder) or _label(came) != label:
            yield Difference(path, key.span, label or say("an object"), written(came))
    elif not _is_value(node, came, field):
        yield Difference(path, node.span, _expected(node, field), written(came))


def _in_list(
    key: TextNode,
    node: ListNode,
    came: object,
    field: Field,
    path: str,
    place: tuple[str, ...],
    changed: Changed,
) -> Iterator[Difference]:
    items = came if isinstance(came, (list, tuple)) else None
    if items is None or len(items) != len(node.items):
        yield Difference(path, key.span, written(node.items), written(came))
        return
    for index, (item, found) in enumerate(zip(node.items, items, strict=True)):
        if isinstance(item, MapNode):
            yield from _in_map(item, found, field.fields, f"{path}[{index}].", place, changed)


def _is_value(node: TextNode, came: object, field: Field) -> bool:
    if isinstance(came, Placeholder):
        return node.text == _label(came)
    try:
        wanted = read_scalar(node.text, field.type)
    except NoSuchValue:
        return False
    if came is None or came is _LEFT_OUT or isinstance(came, bool) != isinstance(wanted, bool):
        return False
    return came == wanted


def _expected(node: TextNode, field: Field) -> str:
    try:
        return written(read_scalar(node.text, field.type))
    except NoSuchValue:
        return node.text


def _label(value: Placeholder) -> str:
    """What stands for a value that is known only later, as a test writes it: `department:10`, `VatCode:3`."""
    if isinstance(value, Pending):
        return f"{value.entity}:{value.key}"
    return f"{value.setting}:{value.value}" if isinstance(value, Unresolved) else str(value)


def _label_of(node: MapNode) -> str | None:
    """The same of a test that writes it as a plan does: `{link: department:10}`, `{find: VatCode, value: 3}`."""
    link, find, value = text_at(node, "link"), text_at(node, "find"), text_at(node, "value")
    if link is not None:
        return link.text
    return f"{find.text}:{value.text}" if find is not None and value is not None else None
