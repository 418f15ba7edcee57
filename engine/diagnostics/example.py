"""One example a code: what is wrong, how that is told in each language, and how it is mended.

The files in examples/ are golden: a test makes what they tell anew, from the same rules, and compares. So the program
and its pages show only what it truly says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.model.frozen import field, frozen
from engine.model.pattern import pattern

EXAMPLES = Path(__file__).parent / "examples"

_SECTION = pattern(r"^=== (\S+)(?: (\S+))?\n", re.MULTILINE)


@frozen
class Example:
    """The example of a code. `told`: by language.

    `wrong`, `mended`: texts by name, a file's or "rules", "record", "payload", "found" (what links and finds give); of
    what was mended only what differs, and a file that was taken away has no text.
    Both are empty where a mistake is made outside every file, in a system or on the command line.
    """

    code: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """How grave it is, as a diagnostic begins: "error", "warning", "info"; empty where nothing is told."""
        return self.told.get("en", "").partition("[")[0]

    @property
    def whole(self) -> Mapping[str, str]:
        """All texts as they are once it is mended."""
        return {**self.wrong, **self.mended}


def read_example(code: str, folder: Path = EXAMPLES) -> Example | None:
    """The example of a code; None when there is none."""
    path = folder / f"{code}.txt"
    return parse_example(code, path.read_text(encoding="utf-8")) if path.is_file() else None


def parse_example(code: str, text: str) -> Example:
    """An example from its file's text."""
    parts: dict[str, dict[str, str]] = {"wrong": {}, "told": {}, "mended": {}}
    pieces = _SECTION.split(text)[1:]
    for part, name, content in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        parts[part][name or "rules"] = content
    return Example(code, **parts)


def format_example(example: Example) -> str:
    """An example as its file has it."""
    return "".join(_sections(example))


def _sections(example: Example) -> Iterator[str]:
    for part, texts in (("wrong", example.wrong), ("told", example.told), ("mended", example.mended)):
        for name, text in texts.items():
            head = part if name == "rules" else f"{part} {name}"
            yield f"=== {head}\n{text}"
