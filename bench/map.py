"""Mapping a record: the engine, the same work written by hand, and what a user would pick instead.

`python -m bench.map`: every output is compared with the hand-written function's before anything is timed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.machine import described
from bench.peers.peer import MODULES, Peer, found, without
from bench.report import Report
from bench.rounds import Work, quiet, ratio, rounds, seconds_each
from bench.workloads.customers import TODAY, refused_customers
from bench.workloads.likeness import alike, same
from bench.workloads.references import references
from bench.workloads.workload import Workload, of_customers, of_invoices
from engine.language.compiler import compile_program
from engine.language.outcome import Desired, Outcome, Skipped
from engine.mapping.mapping import Mapping

BY_HAND, RUN, BARE = "hand-written Python", "wingo: run", "wingo: compiled function"

COMPARED_SECONDS = 20.0  # the longest that a peer is compared before it is timed

Payload = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who works. `records`: in the form that it likes; `fields`: how many of the target's it fills."""

    name: str
    work: Work
    records: Sequence[Any]
    fields: str = ""
    note: str = ""


class NotEqual(Exception):
    """A contestant that claims equality made something else of a record."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, time, print; with --write keep it in RESULTS.md."""
    asked = _options().parse_args(arguments)
    report = Report(
        "map",
        "Mapping a record",
        f"{asked.customers:,} customers (18 fields to 25) and {asked.invoices:,} invoices of 1 to 6 lines; "
        f"{asked.rounds} rounds in turns, one process, garbage collector frozen. Ratio: processor time divided by the "
        "hand-written function's, the median of the rounds. Every output was compared with the hand-written "
        "function's (of a very slow peer as many as it made in 20 seconds); where nothing stands under `differs` it is "
        "the same to the last digit in every record.",
        described(),
        ("workload", "contestant", "ratio", "µs a record", "fields", "differs"),
    )
    peers = tuple(f"with_{name}" for name in asked.peers.split(",") if name) if asked.peers is not None else MODULES
    customers = of_customers(asked.customers)
    contestants, missing = _gathered(customers, peers)
    _measure(report, customers.name, contestants, asked)
    invoices = of_invoices(asked.invoices)
    _measure(report, invoices.name, list(_own(invoices)), asked)
    report.notes.append(
        "differs: the share of records in which a reader finds another value: white space or letters that are not "
        "clean, texts that became numbers, or a cent, since the peer has binary floats"
    )
    report.notes.append(_cost_of_refusal(customers.mapping, min(asked.customers, 500)))
    if missing:
        report.notes.append(f"not installed, and left out: {', '.join(missing)}")
    report.finish(asked.write)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.map", description=__doc__)
    parser.add_argument("--customers", type=int, default=20_000, metavar="N")
    parser.add_argument("--invoices", type=int, default=5_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    parser.add_argument("--budget", type=float, default=1.0, metavar="SECONDS", help="most that one works in a round")
    parser.add_argument("--peers", metavar="NAMES", help="which peers, by comma; nothing for none (default: all)")
    parser.add_argument("--write", action="store_true", help="keep the figures in RESULTS.md")
    return parser


# ---- who takes part


def _gathered(workload: Workload, peers: tuple[str, ...]) -> tuple[list[Contestant], list[str]]:
    """Everybody whose output was compared, and who is not installed."""
    contestants, missing = list(_own(workload)), []
    expected = [workload.by_hand(record) for record in workload.records]
    for peer in found(peers):
        if isinstance(peer, str):
            missing.append(peer)
        else:
            contestants.append(_peer(peer, workload, expected))
    return contestants, missing


def _own(workload: Workload) -> Iterator[Contestant]:
    """The hand-written function and the engine, which must give the same to the last digit."""
    mapping, records = workload.mapping, workload.records
    fields = "" if workload.fields is None else str(workload.fields)
    yield Contestant(BY_HAND, workload.by_hand, records, fields)
    mapping.compile()
    run = partial(mapping.run, references=references, today=TODAY)
    _assert_same(RUN, records, workload.by_hand, lambda record: payload_of(run(record)))
    yield Contestant(RUN, run, records, fields)
    bare = compiled(mapping)
    if bare is not None:
        _assert_same(BARE, records, workload.by_hand, lambda record: payload_of(bare(record)))
        yield Contestant(BARE, bare, records, fields)


def compiled(mapping: Mapping) -> Work | None:
    """The mapping's bare compiled function; None when it is too large to have one."""
    found = compile_program(mapping.program, mapping.target, mapping.continues is not None)
    if found is None:
        return None
    function, circumstances = found.function(), mapping.circumstances(references, today=TODAY)
    return lambda record: function(record, circumstances)


def payload_of(outcome: Outcome) -> Payload:
    """What the engine made of a record, None when it is left out. Raises NotEqual for a refusal: there is none."""
    if isinstance(outcome, Desired):
        return outcome.payload
    if isinstance(outcome, Skipped):
        return None
    raise NotEqual(f"refused: {outcome}")


def _assert_same(
    name: str, records: Sequence[dict[str, Any]], by_hand: Callable[[dict[str, Any]], Payload], work: Work
) -> None:
    for record in records:
        right, made = by_hand(record), work(record)
        if not same(made, right):
            raise NotEqual(f"{name}: {record}\nmade {made}\ninstead of {right}")


def _peer(peer: Peer, workload: Workload, expected: Sequence[Payload]) -> Contestant:
    """A peer, and in how many records it makes something else; one that claims equality is held to it.

    A very slow one is compared in as many records as it does within COMPARED_SECONDS. What it fails on, it is not
    timed with.
    """
    prepared = [peer.prepare(record) for record in workload.records]
    done, compared, wrong, wrong_amounts = [], 0, 0, 0
    ends = time.monotonic() + COMPARED_SECONDS
    for record, right in zip(prepared, expected, strict=True):
        told = None if right is None else without(right, peer.leaves_out)
        made = _attempt(peer, record)
        if peer.exact and not same(made, told):
            raise NotEqual(f"{peer.name}: {record}\nmade {made}\ninstead of {told}")
        compared += 1
        if not isinstance(made, Exception):
            done.append(record)
        if not alike(made, told):
            wrong += 1
            wrong_amounts += not isinstance(made, Exception) and not alike(_amount(made), _amount(told))
        if time.monotonic() > ends:
            break
    assert workload.fields is not None
    differs = "" if peer.exact else f"{wrong / compared:.1%}, in an amount {wrong_amounts / compared:.1%}"
    fields = str(workload.fields - len(peer.leaves_out))
    return Contestant(f"{peer.name} {peer.version}", peer.work, done, fields, differs)


def _attempt(peer: Peer, record: Any) -> Any:
    """What a peer makes of a record, or what it raises: libraries of all kinds have errors of all kinds."""
    try:
        return peer.work(record)
    except Exception as problem:
        if peer.exact:
            raise
        return problem


def _amount(payload: Payload) -> Any:
    return None if payload is None else payload.get("Allowance")


# ---- what it costs


def _measure(report: Report, workload: str, contestants: Sequence[Contestant], asked: argparse.Namespace) -> None:
    told = rounds({one.name: (one.work, one.records) for one in contestants}, asked.rounds, asked.budget)
    by_hand = told[BY_HAND]
    for one in contestants:
        cost = statistics.median(told[one.name]) * 1e6
        row = (workload, one.name, f"{ratio(told[one.name], by_hand):.2f}", f"{cost:,.1f}", one.fields, one.note)
        report.rows.append(row)


def _cost_of_refusal(mapping: Mapping, count: int) -> str:
    """What the rounds have none of: a record that is held back, with all that is said about it."""
    records = refused_customers(count)
    with quiet():
        cost = seconds_each(partial(mapping.run, references=references, today=TODAY), records) / len(records)
    return f"no record of the workloads is refused; a customer that is costs wingo {cost * 1e6:,.0f} µs"


if __name__ == "__main__":
    main()
