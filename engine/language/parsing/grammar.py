"""The grammar in Lark's hands: to say what is wrong with a text, and to make the automaton's tables.

`python -m engine.language.parsing.grammar > engine/language/automaton.json` makes the tables anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark
    from lark.grammar import Rule

STARTS = ("rules", "one", "expression")


@cache
def grammar() -> Lark:
    """The grammar's parser, made once a process, and only for a text with a mistake."""
    from lark import Lark

    text = (Path(__file__).parents[1] / "grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", start=list(STARTS), maybe_placeholders=False)


def tables() -> str:
    """The automaton's tables as its file holds them, a line for each row and each reduction."""
    made: Any = grammar().parser
    table, lexer = made.parser._parse_table, made.lexer.root_lexer
    states = _states(table)
    reductions = {rule: number for number, rule in enumerate(grammar().rules)}
    lexer.scanner  # noqa: B018  # it settles which terminals stand for themselves
    assert not lexer.callback, "a terminal that is matched by way of another is not known to the automaton"
    data = {
        "starts": {start: states[table.start_states[start]] for start in STARTS},
        "ends": {start: states[table.end_states[start]] for start in STARTS},
        "ignored": sorted(lexer.ignore_types),
        "terminals": [[terminal.name, terminal.pattern.to_regexp()] for terminal in lexer.terminals],
        "reductions": [_reduction(rule) for rule in grammar().rules],
        "rows": [_row(table.states[state], states, reductions) for state in states],
    }
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {_lines(part)}" for name, part in data.items()) + "\n}\n"


def _states(table: Any) -> dict[int, int]:
    """The states with numbers of our own, in the order in which they are met: Lark's change from run to run."""
    from lark.parsers.lalr_analysis import Shift

    met = dict.fromkeys(table.start_states[start] for start in STARTS)
    waiting = list(met)
    for state in waiting:
        for _, (action, argument) in sorted(table.states[state].items(), key=lambda item: item[0]):
            if action is Shift and argument not in met:
                met[argument] = None
                waiting.append(argument)
    return {state: number for number, state in enumerate(met)}


def _row(actions: dict[str, tuple[Any, Any]], states: dict[int, int], reductions: dict[Rule, int]) -> dict[str, int]:
    from lark.parsers.lalr_analysis import Shift

    return {
        symbol: states[argument] if action is Shift else -1 - reductions[argument]
        for symbol, (action, argument) in sorted(actions.items(), key=lambda item: item[0])
    }


def _reduction(rule: Rule) -> list[Any]:
    """See `automaton.Reduction`."""
    origin, alias = str(rule.origin.name), rule.alias
    kept = [
        [index, not symbol.is_term and symbol.name.startswith("_")]
        for index, symbol in enumerate(rule.expansion)
        if not (symbol.is_term and getattr(symbol, "filter_out", False))
    ]
    name = "" if origin.startswith("_") else alias or origin
    return [origin, len(rule.expansion), name, bool(rule.options.expand1 and not alias), kept]


def _lines(part: Any) -> str:
    if not isinstance(part, list) or not isinstance(part[0], list | dict):
        return json.dumps(part)
    return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in part) + "\n]"


if __name__ == "__main__":  # pragma: no cover - the text is tested, the printing is Python's
    print(tables(), end="")
