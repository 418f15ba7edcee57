"""A text that was said is an English str, and remembers how it was said."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.text import Text, as_data, from_data, say, verbatim


def test_a_text_reads_and_compares_as_english() -> None:
    text = say("{entity} {key} waits", entity="customer", key=77)
    assert text == "customer 77 waits"
    assert hash(text) == hash("customer 77 waits")
    assert (text.template, text.values) == ("{entity} {key} waits", {"entity": "customer", "key": 77})


def test_a_text_without_holes_writes_its_braces_twice() -> None:
    assert say("write `{{ … }}`") == "write `{ … }`"


def test_a_text_of_another_part_is_said_as_it_stands() -> None:
    text = verbatim("write `{ … }`")
    assert text == "write `{ … }`"
    assert say("{first}; {then}", first=text, then=text) == "write `{ … }`; write `{ … }`"


def test_a_hole_that_gets_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("{entity} waits")


def test_a_copy_remembers_too() -> None:
    text = say("{n} {what}", n=2, what=say("records"))
    for made in (copy.copy(text), copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert made == text
        assert isinstance(made, Text)
        assert made.template == text.template
        assert isinstance(made.values["what"], Text)


def test_a_text_made_from_a_text_is_a_plain_one() -> None:
    assert not isinstance(say("a") + "b", Text)


_PLAIN = st.text(st.characters(exclude_characters="{}"), max_size=8)
_TEXTS = st.recursive(
    _PLAIN | st.builds(say, _PLAIN),
    lambda inner: st.builds(lambda before, value: say(before + "{value}", value=value), _PLAIN, inner),
    max_leaves=4,
)


@given(_TEXTS)
def test_what_is_kept_comes_back_as_it_was_said(text: str) -> None:
    back = from_data(json.loads(json.dumps(as_data(text))))
    assert back == text
    assert as_data(back) == as_data(text)
    assert isinstance(back, Text) is isinstance(text, Text)


def test_values_that_are_no_texts_are_kept_as_people_read_them() -> None:
    back = from_data(as_data(say("{amount} in {n}", amount=Decimal("12.50"), n=3)))
    assert back == "12.50 in 3"
