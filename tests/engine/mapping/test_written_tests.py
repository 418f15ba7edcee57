"""The tests of a mapping are unpacked when somebody asks for them, and are the same then."""

from __future__ import annotations

import pickle

from engine.diagnostics.diagnostic import error
from engine.diagnostics.source import Span
from engine.mapping.nodes import MapNode
from engine.mapping.written_tests import WrittenTests

_SPAN = Span("a.yaml", 1, 1, 1, 2)
_ITEMS = ((MapNode((), _SPAN), 1), (MapNode((), _SPAN), 2))


def test_what_was_packed_is_the_same_afterwards() -> None:
    said = (error("D404", "no", _SPAN),)
    kept = pickle.loads(pickle.dumps(WrittenTests(_ITEMS, said)))
    assert kept.said == said
    assert kept == WrittenTests(_ITEMS)
    assert hash(kept) == hash(WrittenTests(_ITEMS))
    assert repr(kept) == repr(WrittenTests(_ITEMS))
    assert kept != WrittenTests(_ITEMS[:1])
    assert kept != _ITEMS


def test_what_nobody_asked_for_is_packed_again_as_it_is() -> None:
    once = pickle.dumps(WrittenTests(_ITEMS))
    assert pickle.dumps(pickle.loads(once)) == once


def test_nobody_has_looked_at_new_ones() -> None:
    assert WrittenTests(_ITEMS).said is None
