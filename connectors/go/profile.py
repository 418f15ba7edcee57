"""What this connector assumes where Go's public specification is silent: how vouchers are posted and taken back.

The assumptions themselves stand in `profile.toml`; here is what they mean. Everything else in this package asks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.model.frozen import field, frozen, replace
from engine.model.schema import Catalog, Entity

# The catalog's own name of what a voucher names a customer by, whatever that is in Go.
ACCOUNT = "SubledgerAccountId"
LINES, AMOUNT = "OutgoingInvoiceLines", "CurrencyAmount"


@frozen
class VoucherCall:
    """How one kind of voucher is posted and found again.

    `path`: of the POST. `voucher_type`: how the list of outgoing invoices names the kind. `identity`: the member of
    the answer with the voucher's id. `sign`: +1 when a line that is income is sent positive, -1 when negative; mappings
    always give positive income. `names` and `line_names`: members that are called otherwise than in the catalog, and
    None where Go takes no such member. `always`: members that are the same in every voucher.
    """

    path: str
    voucher_type: str
    identity: str = "Id"
    sign: int = 1
    names: Mapping[str, str | None] = field(default_factory=dict)
    line_names: Mapping[str, str | None] = field(default_factory=dict)
    always: Mapping[str, str | int | bool] = field(default_factory=dict)

    def member(self, name: str) -> str | None:
        """What Go calls a field of the voucher's head; None where it takes none."""
        return self.names.get(name, name)

    def body(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A voucher in the catalog's names and signs, as it is posted."""
        posted = {**self.always, **_named(values, self.names)}
        lines = self.member(LINES)
        if lines in posted:
            posted[lines] = [_named(self._signed(line), self.line_names) for line in posted[lines]]
        return posted

    def head(self, posted: Mapping[str, Any]) -> dict[str, Any]:
        """The head of a posted voucher in the catalog's names."""
        found = {name: posted.get(member) for name, member in self.names.items() if member is not None}
        return {**posted, **found}

    def total(self, posted: Mapping[str, Any]) -> Decimal | None:
        """The sum of a posted voucher's lines, in the sign that they were posted with; None when it has none."""
        lines, amount = posted.get(self.member(LINES) or ""), self.line_names.get(AMOUNT, AMOUNT)
        if not isinstance(lines, (list, tuple)):
            return None
        return sum((Decimal(line[amount]) for line in lines if line.get(amount) is not None), Decimal(0))

    def _signed(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.sign == 1 or line.get(AMOUNT) is None:
            return line
        return {**line, AMOUNT: -line[AMOUNT]}


@frozen
class Profile:
    """All that is assumed.

    `calls`: by the voucher's entity. `account`: which member of a customer a voucher names him by. `reversal_path`:
    of the POST, without the id. `reverses_in_closed_period`: whether Go may be asked to. `not_patched`: fields that
    are written when a record is made and never changed, by entity and name, beyond those of the specification.
    """

    calls: Mapping[str, VoucherCall]
    account: str
    reversal_path: str
    reverses_in_closed_period: bool
    not_patched: frozenset[tuple[str, str]] = frozenset()

    def catalog(self, catalog: Catalog) -> Catalog:
        """A catalog as it is under these assumptions; the very same where they change nothing."""
        if not self.not_patched and not self.reverses_in_closed_period:
            return catalog
        return replace(catalog, entities={name: self._entity(entity) for name, entity in catalog.entities.items()})

    def _entity(self, entity: Entity) -> Entity:
        refused = {name for title, name in self.not_patched if title == entity.name}
        fields = tuple(replace(f, update=False) if f.name in refused else f for f in entity.fields)
        reversal = entity.reversal
        if reversal is not None:
            reversal = replace(reversal, in_closed_period=self.reverses_in_closed_period)
        return replace(entity, fields=fields, reversal=reversal)


def _named(values: Mapping[str, Any], names: Mapping[str, str | None]) -> dict[str, Any]:
    called = ((names.get(name, name), value) for name, value in values.items())
    return {member: value for member, value in called if member is not None}
