"""Finds in the stand-in's ledger what a key of Win's stands for, by what a person in Go would look it up.

Knows nothing of links or of the state: departments and projects by their codes, people by their numbers in Win.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_TABLES = {
    "department": "departments",
    "department_manager": "departments",
    "employee": "employees",
    "customer": "customers",
    "contact_person": "contact_persons",
    "project": "projects",
    "invoice": "vouchers",
    "credit_note": "vouchers",
}
_VOUCHER_TYPES = {"invoice": "OutgoingInvoice", "credit_note": "OutgoingCreditNote"}


def standing(ledger: Json, mapping: str, key: str) -> list[Json]:
    """The records that stand for a key: one, or none; more than one is a double."""
    rows = [_with_own_code(row) if mapping == "project" else row for row in ledger[_TABLES[mapping]]]
    return [row for row in rows if _is(row, mapping, key)]


def _with_own_code(project: Json) -> Json:
    """A sub-project with the code that is its own: Go shows it behind its main project's and a dot."""
    return {**project, "Code": project["Code"].rpartition(".")[2]}


def _is(row: Json, mapping: str, key: str) -> bool:
    if mapping in _VOUCHER_TYPES:
        told = (row["VoucherType"], row["ExternalImportReference"], row["InvoiceNo"])
        return bool(told == (_VOUCHER_TYPES[mapping], f"win:invoice:{key}", key.partition("/")[2]))
    if mapping == "project":
        return bool(row["Code"] == key.replace(".", "-"))
    if mapping == "contact_person":
        return bool(row["ExternalCode"] == key)
    if mapping in ("employee", "customer"):
        return bool(row["ExternalNumber"] == int(key))
    return bool(row["Code"] == key)


def answered(ledger: Json, value: Any) -> Any:
    """A plan's value as Go must hold it: a link becomes the id of the record that stands for it."""
    if isinstance(value, dict) and "link" in value:
        mapping, _, key = value["link"].partition(":")
        # Win has invoices and credit notes in one view, and a link names what stands there.
        names = ("invoice", "credit_note") if mapping == "invoice" else (mapping,)
        (row,) = (row for name in names for row in standing(ledger, name, key))
        return row[value.get("field", "Id")]
    if isinstance(value, dict):
        return {name: answered(ledger, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [answered(ledger, inner) for inner in value]
    return value


def leaves(values: Json, prefix: str = "") -> dict[str, Any]:
    """All values by path: `MailAddress.City`, `OutgoingInvoiceLines.0.VatId`."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            value = {str(place): item for place, item in enumerate(value)}
        found.update(leaves(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value})
    return found


def value_at(values: Json, path: str) -> Any:
    """The value at a path, None where there is none."""
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
