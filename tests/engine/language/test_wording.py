"""One and many, and the rarer words of the checker: what the golden pairs do not reach, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.languages import language
from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.checking import complaints
from engine.model import types
from engine.model.schema import Entity, Field, Nature
from engine.model.types import Kind, Type

SPAN = Span("a.yaml", 1, 1, 1, 2)
LIST = Field("Lines", Type(Kind.LIST))
INVOICE = Entity("win", "invoice", Nature.VIEW, ("client_no", "invoice_no"), ())


def _read(type_: Type) -> typed.Expression:
    return typed.FieldRead(None, ("x",), Field("x", type_), type_, SPAN)


@pytest.mark.parametrize(
    ("found", "english", "norwegian"),
    [
        (
            complaints.too_many_decimals("Rate", 1, types.number(3), SPAN, ()),
            ["`Rate` takes at most 1 decimal", "this may have 3 decimals"],
            ["`Rate` tar høyst 1 desimal", "dette kan ha 3 desimaler"],
        ),
        (
            complaints.too_many_decimals("Rate", 0, types.number(1), SPAN, ()),
            ["`Rate` takes whole numbers", "this may have 1 decimal"],
            ["`Rate` tar heltall", "dette kan ha 1 desimal"],
        ),
        (
            complaints.object_needs_block("Lines", LIST, SPAN),
            ["`Lines` is a list, not a value", "", "write `Lines = each … in … { … }`"],
            ["`Lines` er en liste, ikke en verdi", "", "skriv `Lines = each … in … { … }`"],
        ),
        (
            complaints.wrong_kind("Id", Type(Kind.ID), _read(types.text(9)), types.text(9)),
            ["`Id` is an id", "this is a text", "an id comes from `link(entity)` or `find(Setting, by=Field)`"],
            ["`Id` er en id", "dette er en tekst", "en id kommer fra `link(entity)` eller `find(Setting, by=Field)`"],
        ),
        (
            complaints.unknown_choices("Kind", ["a", "b"], frozenset("xy"), SPAN, None),
            ["`Kind` does not know the values `a`, `b`", "", "it takes `x`, `y`"],
            ["`Kind` kjenner ikke verdiene `a`, `b`", "", "feltet tar `x`, `y`"],
        ),
        (
            complaints.wrong_key_count(INVOICE, 3, SPAN),
            ["an invoice is known by `client_no`, `invoice_no`, and 3 values are given"],
            ["invoice kjennes på `client_no`, `invoice_no`, men får 3 verdier"],
        ),
        (
            complaints.unread_fields("win.invoice", ["text"], SPAN),
            ["no rule reads the field `text` of win.invoice"],
            ["ingen regel leser feltet `text` i win.invoice"],
        ),
        (
            complaints.no_object("IsArchived", types.FLAG, SPAN),
            ["`IsArchived` is a field of yes or no, not an object", "", "write `IsArchived = …`"],
            ["`IsArchived` er et felt for `yes` eller `no`, ikke et objekt", "", "skriv `IsArchived = …`"],
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Diagnostic) else "",
)
def test_it_is_told_in_these_words(found: Any, english: list[str], norwegian: list[str]) -> None:
    told = [found.message, found.note, found.help][: len(english)]
    assert told == english
    assert [language("nb").of(text) for text in told] == norwegian
