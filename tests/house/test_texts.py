"""Every text that a person reads can be said in every language: each once, with the same holes, and none left over.

A text is said as a literal template (decision 0010), so that all of them can be found in the code. A diagnostic is
never put together from pieces: that would lose the template, and the text would stay English.
"""

from __future__ import annotations

import ast
import json
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Severity
from engine.diagnostics.languages import ENGLISH, LANGUAGES
from engine.model.text import Text

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in LANGUAGES if code != ENGLISH.code]
CODE_FILES = sorted(path for room in ("engine", "connectors") for path in (ROOT / room).rglob("*.py"))
TEMPLATE_FILES = sorted((ROOT / "engine").rglob("*.j2"))
SCHEMA_FILES = sorted((ROOT / "engine" / "mapping" / "schemas").glob("*.json"))

# Who says a text: `say` by its name, a language by the name under which it is passed on.
SPEAKERS = {"say", "tr"}

# The rooms whose texts are held to be said. The others have none: the model says nothing, and a stand-in's answers are
# what a system said, in that system's own language.
SAID_ROOMS = (
    "engine/language",
    "engine/mapping",
    "engine/diagnostics",
    "engine/sync",
    "engine/faces",
    "connectors/go",
    "connectors/win",
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# ---- what is said in the code


def _speeches(path: Path) -> Iterator[ast.expr]:
    """The template of every call that says something: `say("…")`, `tr("…")`, both of `tr.count(n, "…", "…")`."""
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if _is_speaker(node.func):
            yield node.args[0]
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "count" and _is_speaker(node.func.value):
            yield from node.args[1:3]


def _is_speaker(node: ast.expr) -> bool:
    """Whether it is one by its name, or as a part of something: not the `say` of another thing."""
    if isinstance(node, ast.Attribute):
        return node.attr == "tr"
    return isinstance(node, ast.Name) and node.id in SPEAKERS


def _literals(node: ast.expr) -> list[str] | None:
    """The template, or both of a choice; None when it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        either, other = _literals(node.body), _literals(node.orelse)
        return None if either is None or other is None else [*either, *other]
    return None


def _said_in_code() -> Iterator[str]:
    return (text for path in CODE_FILES for template in _speeches(path) for text in _literals(template) or ())


def _said_in_templates() -> Iterator[str]:
    environment = Environment()
    for path in TEMPLATE_FILES:
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            for template in _spoken_in_template(call):
                assert isinstance(template, nodes.Const), f"{_name(path)}:{call.lineno}"
                yield str(template.value)


def _spoken_in_template(call: nodes.Call) -> list[nodes.Expr]:
    counts = isinstance(call.node, nodes.Getattr) and call.node.attr == "count"
    speaker = call.node.node if isinstance(call.node, nodes.Getattr) and counts else call.node
    if not (isinstance(speaker, nodes.Name) and speaker.name in {"_", *SPEAKERS}):
        return []
    return call.args[1:3] if counts else call.args[:1]


def _titles(schema: object) -> Iterator[str]:
    """The titles of a JSON Schema as templates: complaints say what is expected in these words."""
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == "title" and isinstance(value, str):
                yield value.replace("{", "{{").replace("}", "}}")
            else:
                yield from _titles(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _titles(value)


def _templates() -> set[str]:
    titles = (title for path in SCHEMA_FILES for title in _titles(json.loads(path.read_text(encoding="utf-8"))))
    entries = (text for code in CODES.values() for text in (code.title, code.remedy, code.meaning))
    codes = (text.template for text in entries if isinstance(text, Text))
    shown_with_all = (*(severity.value for severity in Severity), "help")
    return {*_said_in_code(), *_said_in_templates(), *titles, *codes, *shown_with_all}


# ---- what the languages have


def _files(language: str) -> list[Path]:
    return sorted(path for room in ("engine", "connectors") for path in (ROOT / room).rglob(f"texts/{language}/*.po"))


def _texts(language: str) -> list[tuple[str, str]]:
    return [pair for path in _files(language) for pair in _texts_of(path)]


def _texts_of(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return [(str(message.id), str(message.string)) for message in catalog if message.id]


def _holes(template: str) -> Counter[str]:
    found = string.Formatter().parse(template)
    return Counter({f"{name}!{conversion}" for _, name, _, conversion in found if name is not None})


# ---- the promises


def test_there_are_texts_to_look_at() -> None:
    assert len(_templates()) > 500
    assert OTHERS == ["nb"]


@pytest.mark.parametrize("path", CODE_FILES, ids=_name)
def test_every_template_is_a_literal(path: Path) -> None:
    assert [template.lineno for template in _speeches(path) if _literals(template) is None] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_said_in_every_language(language: str) -> None:
    known = {template for template, _ in _texts(language)}
    assert sorted(_templates() - known) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_keeps_what_is_said_no_more(language: str) -> None:
    said = _templates()
    assert sorted(template for template, _ in _texts(language) if template not in said) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_stands_twice(language: str) -> None:
    places: dict[str, list[str]] = {}
    for path in _files(language):
        for template, _ in _texts_of(path):
            places.setdefault(template, []).append(_name(path))
    assert {template: files for template, files in places.items() if len(files) > 1} == {}
    # Within one file babel joins them without a word, so they are counted.
    written = {
        path: len(re.findall(r"^msgid ", path.read_text("utf-8"), re.MULTILINE)) - 1 for path in _files(language)
    }
    assert [_name(path) for path, count in written.items() if count != len(_texts_of(path))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_holes_of_the_english_one(language: str) -> None:
    assert [text for template, text in _texts(language) if _holes(template) != _holes(text)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_empty_or_doubtful(language: str) -> None:
    assert [template for template, text in _texts(language) if not text.strip()] == []
    assert [_name(path) for path in _files(language) if "#, fuzzy" in path.read_text(encoding="utf-8")] == []


# Words that only English has, outside of code: `is absent` stays what it is.
_ENGLISH = re.compile(r"\b(the|is|are|was|and|with|of|this|has|have|not|no|which)\b", re.IGNORECASE)
_NO_PROSE = re.compile(r"""`[^`]*`|"[^"]*"|\{[^}]*\}""")


def test_no_norwegian_text_is_half_english() -> None:
    said = ((template, _NO_PROSE.sub("", text)) for template, text in _texts("nb"))
    assert [template for template, prose in said if _ENGLISH.search(prose)] == []


# ---- diagnostics are said, not put together


# What a text is given to, with the places and the names of the arguments that a person will read.
_MAKERS: dict[str, tuple[tuple[int, ...], set[str]]] = {
    "error": ((1,), {"message", "note", "help"}),
    "warning": ((1,), {"message", "note", "help"}),
    "information": ((1,), {"message", "note", "help"}),
    "Diagnostic": ((2,), {"message", "note", "help"}),
    "Label": ((1,), {"text"}),
    "StepFailed": ((0,), {"reason"}),
    "Fault": ((1,), {"reason"}),
    # A failure's request may be data (`POST /Customers`); what was said of it and what to do may not.
    **dict.fromkeys(
        ("Unreachable", "Denied", "Missing", "Rejected", "Conflict", "Retryable", "rejected"),
        ((2,), {"detail", "remedy"}),
    ),
}
_PUT_TOGETHER = {"join", "format", "replace", "capitalize", "lower", "upper", "removeprefix", "removesuffix", "strip"}


def _told(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that a person will read."""
    if isinstance(call.func, ast.Name) and call.func.id in _MAKERS:
        places, names = _MAKERS[call.func.id]
        yield from (text for place, text in enumerate(call.args) if place in places)
        yield from (keyword.value for keyword in call.keywords if keyword.arg in names)


def _is_said(node: ast.expr, scope: ast.AST, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a text keeps its template: it is said, handed on, or a choice of such; an empty one is none.

    `seen`: the names that were followed already, for one may be given itself.
    """
    match node:
        case ast.Constant():
            return not node.value
        case ast.JoinedStr() | ast.BinOp():
            return False
        case ast.Call(func=ast.Attribute(attr=attribute)):
            return attribute not in _PUT_TOGETHER
        case ast.IfExp():
            return _is_said(node.body, scope, seen) and _is_said(node.orelse, scope, seen)
        case ast.BoolOp():
            return all(_is_said(value, scope, seen) for value in node.values)
        case ast.Name():
            followed = [] if node.id in seen else _assigned(node.id, scope)
            return all(_is_said(value, scope, seen | {node.id}) for value in followed)
        case _:
            return True


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    """What a name is given anywhere in a function; nothing of a parameter."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from _matching(name, target, node.value)


def _matching(name: str, target: ast.expr, value: ast.expr) -> Iterable[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        return [value]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=True)
        return [v for t, v in pairs if isinstance(t, ast.Name) and t.id == name]
    return []


def _unsaid(path: Path) -> Iterator[int]:
    tree = _tree(path)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in (tree, *functions):
        for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
            yield from (text.lineno for text in _told(call) if not _is_said(text, scope))


@pytest.mark.parametrize("room", SAID_ROOMS)
def test_no_diagnostic_is_put_together_from_pieces(room: str) -> None:
    places = {f"{_name(path)}:{line}" for path in sorted((ROOT / room).rglob("*.py")) for line in _unsaid(path)}
    assert sorted(places) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('return error("T101", f"{a} is odd")', True),
        ('return error("T101", "odd")', True),
        ('return warning("T201", say("odd"), None, help="; ".join(a))', True),
        ('text = say("odd") + a\n    return Label(None, text)', True),
        ('text, more = say("odd"), f"{a}"\n    return error("T101", text, note=more)', True),
        ('return Diagnostic("T101", None, say("odd") if a else "even")', True),
        ('text = say("odd")\n    text = text if a else f"{text}!"\n    return error(a, text)', True),
        ('raise Rejected(a, f"GET {a}", f"{a} is odd")', True),
        ('raise Missing(a, f"GET {a}", str(a), remedy="mend it")', True),
        ('raise Unreachable(a, f"GET {a}", a.detail, remedy=say("mend it"))', False),
        ('return error("T101", say("{a} is odd", a=a), note=_note(a), help=say("mend it") if a else "")', False),
        ("text = complaints.odd(a)\n    return error(a, text, note=a.note or TABLE[a])", False),
    ],
)
def test_a_text_that_is_put_together_is_found(tmp_path: Path, body: str, found: bool) -> None:
    path = tmp_path / "odd.py"
    path.write_text(f"def odd(a):\n    {body}\n", encoding="utf-8")
    assert bool(list(_unsaid(path))) is found
