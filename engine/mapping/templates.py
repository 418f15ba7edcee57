"""The templates that rules name: found beside the mapping's file, then in the folders `templates/`, and nowhere else.

A name leads downwards only, to a file that ends in `.j2`: neither a secret nor another customer's file can be named.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import SourceText, Span
from engine.language import ast
from engine.language.checking.templates import named_file
from engine.language.templating import complaints
from engine.mapping.complaints import unreadable
from engine.mapping.document import decoded, file_content
from engine.mapping.library import Library, shelves, shown
from engine.model.frozen import frozen
from engine.model.pattern import pattern
from engine.model.text import say

SIZE_MAX = 100_000  # bytes; a document's text is read by people
FOLDER = "templates"
_NAME = pattern(r"(?!\.)[^/\\:\x00]+(?:/(?!\.)[^/\\:\x00]+)*\.j2")


@frozen
class ReadTemplate:
    """What a template's file holds; None when it could not be read."""

    text: SourceText | None
    diagnostics: tuple[Diagnostic, ...]


def templates_named(calls: Iterable[ast.Call]) -> dict[str, Span]:
    """The files that stand as `render("…")` among some calls, each with the first place where it is named."""
    found: dict[str, Span] = {}
    for call in calls:
        name = named_file(call) if call.function.text == "render" else None
        if name is not None:
            found.setdefault(name, call.arguments[0].value.span)
    return found


def read_template(name: str, place: Span, folder: Path, library: Library) -> ReadTemplate:
    """Read the template of a name, as seen from a mapping's folder. Never raises for content: D10x, D501, D502."""
    if not _NAME.fullmatch(name):
        return ReadTemplate(None, (complaints.outside(place, name),))
    roots = (folder, *(shelf / FOLDER for shelf in shelves(folder, library)))
    found = next(((root, root / name) for root in roots if (root / name).is_file()), None)
    if found is None:
        return ReadTemplate(None, (complaints.no_such_file(place, name, _known(roots)),))
    root, path = found
    if not path.resolve().is_relative_to(root.resolve()):
        return ReadTemplate(None, (complaints.outside(place, name),))
    return _read(path, shown(path, library), place)


def _read(path: Path, name: str, place: Span) -> ReadTemplate:
    try:
        content = file_content(path, SIZE_MAX)
    except OSError as failure:
        return ReadTemplate(None, (unreadable(place, failure.strerror or say("no reason given")),))
    if len(content) > SIZE_MAX:
        return ReadTemplate(None, (complaints.too_large(place, SIZE_MAX),))
    source, wrong = decoded(content, name)
    return ReadTemplate(source, () if wrong is None else (wrong,))


def _known(roots: tuple[Path, ...]) -> list[str]:
    """Every template that could be named."""
    return sorted({path.relative_to(root).as_posix() for root in roots for path in root.rglob("*.j2")})
