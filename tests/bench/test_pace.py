"""The rate that is reported is the steady one, and what is counted is what the stand-in answered."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.pace import _row, sent_at_the_limit, steady_rate


def test_the_first_burst_does_not_flatter() -> None:
    bursts = [cycle * 1.25 + place * 0.01 for cycle in range(5) for place in range(10)]
    assert steady_rate(10, bursts) == pytest.approx(8.0)
    assert steady_rate(10, bursts[:-3]) == pytest.approx(8.0)  # wherever in a burst it ends
    requests = [(moment, 201) for moment in bursts[:-1]] + [(bursts[-1], 429)]
    assert _row(10, requests) == ("10", "50", "8.00", "80.0%", "1")


def test_every_write_is_counted_with_its_answer() -> None:
    requests = sent_at_the_limit(50, 60)
    assert Counter(status for _, status in requests) == {201: 60, 200: 1}
    assert [moment for moment, _ in requests] == sorted(moment for moment, _ in requests)
