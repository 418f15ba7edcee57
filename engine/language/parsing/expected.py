"""What could have come where a parse stopped, in a consultant's words."""

from __future__ import annotations

from engine.model.enumeration import either
from engine.model.text import Text, say


def could_come(terminals: frozenset[str]) -> Text:
    """What could stand there, of the grammar's terminals that are accepted."""
    a_value = "NUMBER" in terminals  # which may be a name or a text, so these need not be told
    accepts = terminals - {"NAME", "TEXT"} if a_value else terminals
    could = [words for some, words in _EXPECTED if some & accepts]
    if not could:
        return say("compare the line with its neighbours")
    return say("here could stand {choices}", choices=either(could[:3]))


_EXPECTED: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"NUMBER"}), say("a value (a field, a text, a number)")),
    (frozenset({"NAME"}), say("a name")),
    (frozenset({"SERIES"}), "`series.name`"),
    (frozenset({"TEXT"}), say("a text in quotes")),
    (frozenset({"THEN"}), "`then`"),
    (frozenset({"LBRACE"}), "`{`"),
    (frozenset({"RBRACE"}), "`}`"),
    (frozenset({"RPAR"}), "`)`"),
    (frozenset({"RBRACKET"}), "`]`"),
    (frozenset({"WHEN"}), "`when`"),
    (frozenset({"EQUALS"}), "`=`"),
    (frozenset({"PRESENT"}), say("`present` or `absent`")),
    (frozenset({"PIPE", "PLUS"}), say("a sign such as `|`, `??` or `+`")),
    (frozenset({"$END"}), say("the end of the line")),
)
