"""The reference page of the codes, docs/errors.md, made from the register and its examples.

A test fails when the file is not what this says; `python -m engine.diagnostics.reference` prints it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.diagnostics.codes import CODES, FAMILIES, Code
from engine.diagnostics.example import Example, read_example

_HEAD = """\
# Errors, warnings and notes

Made from the register of codes by `python -m engine.diagnostics.reference`; do not edit.
The examples below are run as tests. `wingo explain-code T104` shows one code in the terminal, in Norwegian too.

A code is never used again for something else. Its letter tells its family:
"""
_PARTS = {
    "rules": "",
    "record": "With the source's record",
    "payload": "With the target's record",
    "found": "With what is found in the target",
}


def reference() -> str:
    """The whole page, in Markdown."""
    families = [f"- [{letter}](#{_anchor(letter)}): {title}" for letter, title in FAMILIES.items()]
    return "\n".join([_HEAD, *families, "", *(_family(letter) for letter in FAMILIES)])


def _anchor(letter: str) -> str:
    return f"{letter} {FAMILIES[letter]}".lower().replace(" ", "-")


def _family(letter: str) -> str:
    entries = [section(entry) for entry in CODES.values() if entry.code[0] == letter]
    return "\n".join([f"## {letter} {FAMILIES[letter]}\n", *entries])


def section(entry: Code) -> str:
    """What the page says of one code."""
    example = read_example(entry.code) or Example(entry.code)
    told = _block("", example.told.get("en", ""))
    mended = list(_texts(example.mended))
    parts = [*_texts(example.wrong), *told, *(["Mended:\n", *mended] if mended else [])]
    return "\n".join([f"### {entry.code}: {entry.title}\n", f"{entry.meaning}\n", *parts, f"{entry.remedy}\n"])


def _texts(texts: Mapping[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        title = _PARTS.get(name, f"`{name}`")
        if text:
            yield from _block(title, text)
        else:
            yield f"{title} is taken away.\n"


def _block(title: str, text: str) -> Iterator[str]:
    if title:
        yield f"{title}:\n"
    if text:
        yield f"```text\n{text.rstrip(chr(10))}\n```\n"


if __name__ == "__main__":  # pragma: no cover - the text is tested, the printing is Python's
    print(reference(), end="")
