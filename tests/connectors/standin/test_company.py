"""A company's books: readers may be shown an older state, ids are never given twice."""

from __future__ import annotations

from connectors.standin.company import Books, Company, Settings
from connectors.standin.stamps import Clock


class Time:
    """A clock that is set by hand."""

    def __init__(self):
        self.seconds = 1000.0

    def nanoseconds(self):
        return int(self.seconds * 1e9)


def company_with_lag(lag):
    time = Time()
    return Company("demo-client", Settings("Demo", lag=lag), Books(), Clock(time.nanoseconds)), time


def put(company, name):
    company.begin()
    company.put("departments", 1, {"Id": 1, "Name": name})


def seen(company):
    return [row["Name"] for row in company.seen().rows("departments").values()]


def test_readers_see_each_state_for_as_long_as_it_stood():
    company, time = company_with_lag(2.0)
    put(company, "first")
    assert seen(company) == []
    time.seconds += 1.5
    put(company, "second")
    time.seconds += 0.4
    assert seen(company) == []
    time.seconds += 0.2
    assert seen(company) == ["first"]
    time.seconds += 1.3
    assert seen(company) == ["first"]
    time.seconds += 0.2
    assert seen(company) == ["second"]


def test_without_lag_readers_see_the_present():
    company, _ = company_with_lag(0.0)
    put(company, "first")
    assert seen(company) == ["first"]
    assert company.seen() is company.books


def test_old_states_are_forgotten():
    company, time = company_with_lag(1.0)
    for number in range(50):
        time.seconds += 0.5
        put(company, str(number))
    assert len(company._history) <= 3


def test_ids_are_never_given_twice_and_contacts_share_theirs():
    company, _ = company_with_lag(0.0)
    ids = [company.next_id(kind) for kind in ("customer", "employee", "department", "customer")]
    assert ids == [4_710_001, 4_710_002, 1_601, 4_710_003]
