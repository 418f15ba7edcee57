"""Holds what a run did against what its plan said: the same deeds, each once, and none besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.model import exact_json
from engine.sync.plan import HELD_BACK, Plan, plan_json
from engine.sync.running.run import RunReport
from parts.firm import Firm
from parts.go_books import answered

Json = dict[str, Any]
Record = tuple[str, str]


def as_data(plan: Plan) -> Json:
    """A plan but for its own name and time."""
    return {**plan_json(plan), "plan": "", "created_at": ""}


def assert_carried_out(firm: Firm, plan: Plan, report: RunReport, requests_before: int) -> None:
    """What was applied is what was planned: nothing stopped it, and Go refused nothing that the plan promised."""
    assert report.execution.stopped is None
    assert report.refusals == ()
    assert [(r.change.entity, r.change.key, r.problem) for r in report.failed] == [], "all refusals are known before"
    assert as_data(report.plan) == as_data(plan)
    assert sent(firm, requests_before) == Counter(asked(plan, firm.ledger()))


def sent(firm: Firm, since: int) -> Counter[tuple[str, str]]:
    """The writes that reached Go after so many requests, each answered well."""
    writes = [request for request in firm.requests()[since:] if request["method"] != "GET"]
    assert all(200 <= request["status"] < 300 for request in writes), writes
    return Counter((request["method"], request["path"].removeprefix("/v2").partition("?")[0]) for request in writes)


def asked(plan: Plan, ledger: Json) -> Iterator[tuple[str, str]]:
    """What a plan said would be sent; a record that was made in the same run is called by the id it got."""
    for change in plan.deeds:
        if change.request is not None:
            path = change.request.path
            for text, parameter in change.request.path_parameters.items():
                path = path.replace(text, str(answered(ledger, exact_json.loads(exact_json.dumps(parameter)))))
            yield change.request.method, path.partition("?")[0]


def held(plan: Plan) -> set[Record]:
    """The records of which nothing is sent, because they are refused or wait."""
    back = {(change.entity, change.key) for change in plan.changes if change.action in HELD_BACK}
    return back - {(change.entity, change.key) for change in plan.deeds}


def of_others(plan: Plan, without: set[Record]) -> list[str]:
    """What a plan does about all but some records."""
    return [
        exact_json.dumps([change.entity, change.mapping, change.key, change.action.value, _request(change.request)])
        for change in plan.deeds
        if (change.entity, change.key) not in without
    ]


def _request(request: Any) -> Any:
    return None if request is None else [request.method, request.payload]
