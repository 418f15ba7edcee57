"""What is to be done at a target: the write, the exact request it becomes, the receipt that proves it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from engine.model.frozen import field, frozen
from engine.model.placeholder import Placeholder
from engine.model.record import Value


class Action(Enum):
    """What a plan says of one record; the values are the plan file's words."""

    CREATE = "create"
    UPDATE = "update"
    ADOPT = "adopt"  # already there: linked
    POST = "post"  # a voucher
    ATTACH = "attach"  # its PDF
    PAY = "pay"  # a row into an inlet
    REVERSE = "reverse"  # taken back: a voucher by one of its own, a link by giving it up
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REFUSED = "refused"
    WAIT = "wait"  # its prerequisite was refused or is not there yet


@frozen
class Pending(Placeholder):
    """The id (or another field) of a record that this plan sends first."""

    entity: str
    key: str
    field: str | None = None

    def as_json(self) -> Mapping[str, object]:
        """`{"link": "department:10"}`, with the field's name when it is not the id."""
        named = {"link": f"{self.entity}:{self.key}"}
        return named if self.field is None else {**named, "field": self.field}

    def __str__(self) -> str:
        return f"{{{self.entity}:{self.key}}}"


@frozen
class Unresolved(Placeholder):
    """The id of a setting that was not asked for, because the plan is made offline."""

    setting: str
    by: str
    value: Value

    def as_json(self) -> Mapping[str, object]:
        """`{"find": "VatCode", "by": "Code", "value": "3"}`."""
        return {"find": self.setting, "by": self.by, "value": self.value}


@frozen
class AssignedByTarget(Placeholder):
    """A value that the target gives when the record is written."""

    system: str

    def as_json(self) -> Mapping[str, object]:
        """`{"assigned_by": "go"}`."""
        return {"assigned_by": self.system}


@frozen
class Concealed(Placeholder):
    """A value that is sent and never shown: what stood in the target once, and may hold a personal number.

    `shown`: the value as people may see it.
    """

    value: Value = field(repr=False)
    shown: Value

    def as_json(self) -> Mapping[str, object]:
        """`{"concealed": "Ola ***********"}`."""
        return {"concealed": self.shown}


@frozen
class Write:
    """One record's write, in the target's field names, before the connector makes a request of it.

    `values`: of a create or post all managed fields, nested as the target nests them; of an update only those that
    change, named by path (`MailAddress.City`, or `MailAddress` for a whole object), None clears;
    of an attach `{"file": path, "bytes": n, "sha256": hex}`; of a pay the inlet's row.
    `path_values`: the fields that the catalog marks `in_path`.
    """

    entity: str
    action: Action
    values: Mapping[str, Value]
    target_id: Value | Placeholder = None
    path_values: Mapping[str, Value] = field(default_factory=dict)


@frozen
class Request:
    """What is sent, exactly: of Go a method, a path below the API's base and a JSON body.

    Values that are known only after an earlier write are Placeholders in `payload`, and in `path` stand as
    `{department:10}` with the Placeholder in `path_parameters` under that text.
    """

    entity: str
    action: Action
    method: str
    path: str
    payload: object
    path_parameters: Mapping[str, Placeholder] = field(default_factory=dict)


@frozen
class Receipt:
    """The target's proof that a change took hold: the record's id, and what the target said of it."""

    id: str | int
    values: Mapping[str, Value] = field(default_factory=dict)
