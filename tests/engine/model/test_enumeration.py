"""Several texts are one text, which every language can say again, however many they are."""

from __future__ import annotations

import pytest

from engine.diagnostics.languages import language
from engine.model.enumeration import beneath, either, in_a_row, listed
from engine.model.text import say


@pytest.mark.parametrize(
    ("join", "english", "norwegian"),
    [
        (either, "a text or a number or a date", "en tekst eller et tall eller en dato"),
        (listed, "a text and a number and a date", "en tekst og et tall og en dato"),
        (in_a_row, "a text; a number; a date", "en tekst; et tall; en dato"),
        (beneath, "a text\na number\na date", "en tekst\net tall\nen dato"),
    ],
    ids=["either", "listed", "in a row", "beneath"],
)
def test_texts_side_by_side_are_each_said(join: object, english: str, norwegian: str) -> None:
    assert callable(join)
    texts = [say("a text"), say("a number"), say("a date")]
    assert join(texts) == english
    assert language("nb").of(join(texts)) == norwegian
    assert join(texts[:1]) == texts[0]
    assert join([]) == ""


def test_as_many_as_a_ledger_has_can_be_said() -> None:
    assert language("nb").of(in_a_row(say("a text") for _ in range(20_000))).count("en tekst") == 20_000
