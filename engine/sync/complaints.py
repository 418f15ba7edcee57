"""The wording of all that planning and running say; every function makes one diagnostic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, error, information, warning
from engine.diagnostics.source import Span
from engine.model import figures
from engine.model.enumeration import in_commas
from engine.model.failure import Denied, Failure, Missing, Retryable, Unreachable
from engine.model.naming import noun, record_named
from engine.model.personal import redact
from engine.model.ports import Finding
from engine.model.record import Fault
from engine.model.text import say


def _help(code: str) -> str:
    return CODES[code].remedy


_NAMED_MAX = 5  # a broken view may give all its records one value, and nobody reads ten thousand names


def _listed(names: Iterable[str]) -> str:
    """Names with commas between them; of very many only the first."""
    known = list(names)
    shown, more = in_commas(known[:_NAMED_MAX]), len(known) - _NAMED_MAX
    return say("{names} and {more} more", names=shown, more=more) if more > 0 else shown


def no_key(column: str, fault: Fault) -> Diagnostic:
    """R101 of a record's own key."""
    text = (
        say(
            '{field} is {fault}: "{value}"; it is the record\'s key', field=column, fault=fault.reason, value=fault.text
        )
        if fault.text
        else say("{field} is {fault}; it is the record's key", field=column, fault=fault.reason)
    )
    return error("R101", text, help=_help("R101"))


def key_shared(columns: Iterable[str], key: str, count: int) -> Diagnostic:
    """R305 of the key itself: several rows of a view say they are one record."""
    text = say(
        "{fields} {key} stands on {count} rows of the view: a key names one record",
        fields=", ".join(columns),
        key=key,
        count=count,
    )
    return error("R305", text, help=say("let the view give one row for each record: a join may repeat them"))


def alike(field: str, value: object, others: Iterable[str]) -> Diagnostic:
    """Two records with the same telling value."""
    text = say("{field} {value!r} stands on {others} too", field=field, value=value, others=_listed(others))
    return warning("P108", text, help=_help("P108"))


def no_such_record(system: str, entity: str, key: str, near: Iterable[str], settles: str = "") -> Diagnostic:
    """P111: with those that may be meant. `settles`: what records of the entity settle, and are listed with."""
    text = say("{system} has no {entity} {key}", system=system, entity=noun(entity), key=key)
    if known := ", ".join(near):
        return error("P111", text, help=say("did you mean {near}?", near=known))
    if settles:
        help_ = say("`wingo explain {settles} KEY` lists its payments, each with the id to give here", settles=settles)
        return error("P111", text, help=help_)
    return error("P111", text, help=_help("P111"))


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is said about one mapping's records; `source` and `target` are what people call the two systems."""

    source: str
    target: str

    def gone(self, entity: str, key: str, target_id: object) -> Diagnostic:
        """A linked record that the target does not list."""
        text = say(
            "{entity} {key} was linked to {id} in {system}, which is no longer there",
            entity=noun(entity),
            key=key,
            id=target_id,
            system=self.target,
        )
        return error("P101", text, help=_help("P101"))

    def skipped_after_sent(self, entity: str, key: str, target_id: object, span: Span | None) -> Diagnostic:
        """A linked record that the mapping leaves out now."""
        text = say(
            "{entity} {key} was sent earlier (it is {id} in {system}) and is left out now",
            entity=noun(entity),
            key=key,
            id=target_id,
            system=self.target,
        )
        return warning("P102", text, span, help=_help("P102"))

    def another_firms(self, entity: str, key: str, target_id: object) -> Diagnostic:
        """P102 of a linked record that is another firm's in the same database now."""
        text = say(
            "{entity} {key} is another firm's in {source} now; it is {id} in {system}, and stays there as it is",
            entity=noun(entity),
            key=key,
            source=self.source,
            id=target_id,
            system=self.target,
        )
        return warning("P102", text, help=_help("P102"))

    def missing_row(self, entity: str, key: str, target_id: object, *, archived: bool = False) -> Diagnostic:
        """A linked record of which the source has no row: no order to delete anything, but the workspace may let it be
        taken out of use."""
        names = {"source": self.source, "entity": noun(entity), "key": key, "id": target_id, "system": self.target}
        if archived:
            text = say(
                "{source} has no {entity} {key} now; it is {id} in {system}, and is taken out of use there", **names
            )
            return information("P110", text)
        text = say("{source} has no {entity} {key} now; it is {id} in {system}, and stays there", **names)
        return warning("P110", text, help=_help("P110"))

    def several_candidates(self, field: str, value: object, ids: Iterable[object]) -> Diagnostic:
        """Two target records that could be adopted."""
        text = say(
            "several records in {system} have {field} {value}: {ids}",
            system=self.target,
            field=field,
            value=value,
            ids=_listed(str(item) for item in ids),
        )
        return error("P103", text, help=_help("P103"))

    def disputed(self, target_id: object, records: Iterable[str]) -> Diagnostic:
        """P103 from the other side: one target record that several source records could be."""
        text = say(
            "record {id} in {system} could be any of {records}",
            id=target_id,
            system=self.target,
            records=_listed(records),
        )
        return error("P103", text, help=_help("P103"))

    def somebody_elses(self, field: str, value: object, target_id: object, theirs: str, ours: str) -> Diagnostic:
        """A record found by its number that differs in all by which a person would know it."""
        text = say(
            "{field} {value} is taken in {system} by {id} {theirs}, which is not {ours}",
            field=field,
            value=value,
            system=self.target,
            id=target_id,
            theirs=theirs,
            ours=ours,
        )
        return error("P104", text, help=_help("P104"))

    def stands_elsewhere(self, field: str, value: object, target_id: object, theirs: str) -> Diagnostic:
        """A value that only one record may have, on a record that is not linked."""
        text = say(
            "{field} {value} stands on {id} {theirs} in {system} already",
            field=field,
            value=value,
            id=target_id,
            theirs=theirs,
            system=self.target,
        )
        return error("P104", text, help=_help("P104"))

    def found_under_another_number(
        self, target_id: object, field: str, ours: object, theirs: object, span: Span | None
    ) -> Diagnostic:
        """R302: the record that was found for adoption is another account."""
        text = say(
            "record {id} in {system} was found for it, whose {field} is {theirs} and not {ours}",
            id=target_id,
            system=self.target,
            field=field,
            theirs=theirs,
            ours=ours,
        )
        remedy = say("Look whether they are one and the same; links.yaml says which record is meant.")
        return error("R302", text, span, help=remedy)

    def linked_to_another(self, target_id: object, key: str) -> Diagnostic:
        """A record found for adoption that belongs to another key."""
        text = say("record {id} in {system} is linked to {key} already", id=target_id, system=self.target, key=key)
        return error("P105", text, help=_help("P105"))

    def no_such_decision(self, entity: str, key: str, target_id: object) -> Diagnostic:
        """links.yaml names an id that is not there."""
        text = say(
            "links.yaml gives {entity} {key} the record {id}, which {system} does not have",
            entity=noun(entity),
            key=key,
            id=target_id,
            system=self.target,
        )
        return error("P106", text, help=_help("P106"))

    def recoded(self, old: str, new: str) -> Diagnostic:
        """A record came back under another key."""
        text = say(
            "{old} is called {new} in {system} now: {old} is taken out of use, {new} is new",
            old=old,
            new=new,
            system=self.source,
        )
        return information("P107", text)

    def changed_after_posting(self, entity: str, key: str, differing: Iterable[str]) -> Diagnostic:
        """P201: what was posted differs from the source now."""
        text = say(
            "{entity} {key} was posted and has another {fields} in {system} now; nothing is sent",
            entity=noun(entity),
            key=key,
            fields=", ".join(differing),
            system=self.source,
        )
        return error("P201", text, help=_help("P201"))

    def posted_before(self, entity: str, key: str, target_id: object) -> Diagnostic:
        """P201 of a voucher whose source the mapping refuses by now."""
        text = say(
            "{entity} {key} was posted earlier (it is {id} in {system}), and stands there as it was",
            entity=noun(entity),
            key=key,
            id=target_id,
            system=self.target,
        )
        return warning("P201", text, help=_help("P201"))

    def other_voucher(self, number: object, differing: Iterable[str]) -> Diagnostic:
        """P202: the number is taken by a voucher with other content."""
        text = say(
            "number {number} is in {system} already, with another {fields}",
            number=number,
            system=self.target,
            fields=", ".join(differing),
        )
        return error("P202", text, help=_help("P202"))


def number_changed(field: str, now: object, sent: object, span: Span | None) -> Diagnostic:
    """R302: a ledger account is never renumbered."""
    text = say(
        "{field} would change from {sent} to {now}: a number that was sent is an account with history",
        field=field,
        sent=sent,
        now=now,
    )
    return error("R302", text, span, help=_help("R302"))


def number_of_another(field: str, number: object, owner: str, span: Span | None) -> Diagnostic:
    """R303: the external number is another record's own."""
    text = say("{field} {number} is the own number of {owner}", field=field, number=number, owner=owner)
    return error("R303", text, span, help=_help("R303"))


def value_shared(field: str, value: object, others: Iterable[str], span: Span | None) -> Diagnostic:
    """R305: a value that may stand on one record only."""
    text = say("{field} {value!r} is taken by {others} too", field=field, value=value, others=_listed(others))
    return error("R305", text, span, help=_help("R305"))


def number_shared(field: str, number: object, others: Iterable[str], span: Span | None) -> Diagnostic:
    """R304: several records take one number, and none of them owns it."""
    text = say("{field} {number} is taken by {others} too", field=field, number=number, others=_listed(others))
    return error("R304", text, span, help=_help("R304"))


def closed_period(day: date, closed_until: date, span: Span | None) -> Diagnostic:
    """P203: the date is never moved."""
    text = say(
        "its date {day} lies in the period that is closed until {closed_until}",
        day=figures.day(day),
        closed_until=figures.day(closed_until),
    )
    return error("P203", text, span, help=_help("P203"))


def older_than_start(day: date, start: date) -> Diagnostic:
    """P204: only linked, never posted."""
    return information(
        "P204",
        say(
            "its date {day} is before invoices_from {start}: it is not posted",
            day=figures.day(day),
            start=figures.day(start),
        ),
    )


def still_in_use(field: str) -> Diagnostic:
    """P109: a ledger account is taken out of use when nothing is open on it."""
    return information("P109", say("{field} is set when the account's balance is 0", field=field), help=_help("P109"))


def no_start_date(mapping: str) -> Diagnostic:
    """P205: posting without a start date would post years of invoices."""
    text = say("{mapping} posts vouchers, and the workspace does not say from which date on", mapping=mapping)
    return error("P205", text, help=_help("P205"))


def unreadable_file(path: str, reason: str) -> Diagnostic:
    """P301."""
    return _wait("P301", say("{path} {reason}", path=path, reason=reason), path)


def large_file(path: str, bytes_: int, bytes_max: int) -> Diagnostic:
    """P302."""
    size = -(-bytes_ * 10 // 2**20)  # tenths of a megabyte, rounded up: what is too large must look too large
    text = say(
        "{path} has {size} MB; at most {most} MB can be sent",
        path=path,
        size=f"{size // 10}.{size % 10}",
        most=bytes_max // 2**20,
    )
    return _wait("P302", text, path)


def other_file(path: str) -> Diagnostic:
    """P303."""
    return _wait("P303", say("{path} is not a PDF", path=path), path)


def _wait(code: str, message: str, waits_for: str) -> Diagnostic:
    return replace(error(code, message, help=_help(code)), waits_for=waits_for)


def guard(name: str, message: str) -> Diagnostic:
    """P401."""
    text = say("{guard}: {message}", guard=name, message=message)
    return error("P401", text, help=say("look at the counts; `--allow {guard}` lets this plan pass", guard=name))


def refused_by_target(failure: Failure) -> Diagnostic:
    """P501: with what the target said."""
    return error("P501", _said(failure), help=failure.remedy or _help("P501"))


def prerequisite_failed(waits_for: str) -> Diagnostic:
    """P502."""
    entity, _, key = waits_for.partition(":")
    text = say("{record} was not sent", record=record_named(entity, key) if key else waits_for)
    return replace(error("P502", text, help=_help("P502")), waits_for=waits_for)


def outcome_unknown(failure: Failure) -> Diagnostic:
    """P503."""
    return error("P503", _said(failure), help=_help("P503"))


def handed_over(finding: Finding) -> Diagnostic:
    """P504: what a system says of what it was sent, once that went on in one piece."""
    make = {"ok": information, "warning": warning}.get(finding.state, error)
    text = say("{topic}: {message}", topic=finding.topic, message=finding.message)
    return make("P504", text, help=finding.remedy)


def nobody_to_ask(entity: str, key: str, run: int, system: str) -> Diagnostic:
    """P503 of a request to a system that the workspace has no more."""
    text = say(
        "{record}: whether a request of run {run} took hold only {system} can tell, which the workspace does not name "
        "any more",
        record=record_named(entity, key),
        run=run,
        system=system,
    )
    return warning("P503", text, help=say("name {system} in workspace.yaml again: the next run asks it", system=system))


_SYSTEM_CODES = {Denied: "P902", Missing: "P903", Retryable: "P905", Unreachable: "P901"}


def system_failure(failure: Failure) -> Diagnostic:
    """P9xx: a system that cannot be worked with."""
    code = next((code for kind, code in _SYSTEM_CODES.items() if isinstance(failure, kind)), "P501")
    text = say("{system}: {message}", system=failure.system, message=_said(failure))
    return error(code, text, help=failure.remedy or _help(code))


def _said(failure: Failure) -> str:
    """What was asked and what the system said; it may repeat what it was sent, a personal number included."""
    return redact(say("{request}: {detail}", request=failure.request, detail=failure.detail))
