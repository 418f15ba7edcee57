"""`wingo explain-code T104`: what a code means, with an example of it and how that is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import click

from engine.diagnostics.codes import CODES, FAMILIES, Code
from engine.diagnostics.diagnostic import Diagnostic, error
from engine.diagnostics.example import Example, read_example
from engine.diagnostics.languages import ENGLISH, Language
from engine.faces.cli.options import Options, format_option, general_options
from engine.faces.cli.stops import WRONG, stop
from engine.model import exact_json
from engine.model.text import Text, say

_NEAR = 3
_INDENT = "    "


@click.command("explain-code")
@click.argument("code")
@format_option("text", "json")
@general_options
def explain_code_command(options: Options, code: str) -> None:
    """Tell what a code means: why it is a mistake, an example, and how that is mended."""
    entry = CODES.get(code.strip().upper())
    if entry is None:
        raise stop(options, WRONG, [no_such_code(code)])
    example = read_example(entry.code) or Example(entry.code)
    if options.json:
        click.echo(exact_json.dumps(_as_json(entry, example, options.tr), indent=2))
    else:
        click.echo("\n".join(_lines(entry, example, options.tr)))


def no_such_code(code: str) -> Diagnostic:
    """P113: with those that look like it."""
    near = get_close_matches(code.strip().upper(), CODES, _NEAR, 0.6)
    text = say("there is no code `{code}`", code=code)
    return error("P113", text, help=say("did you mean {names}?", names=", ".join(near)) if near else "")


def _as_json(entry: Code, example: Example, tr: Language) -> dict[str, Any]:
    return {
        "code": entry.code,
        "family": tr.of(FAMILIES[entry.code[0]]),
        "severity": example.severity,
        "title": tr.of(entry.title),
        "meaning": tr.of(entry.meaning),
        "remedy": tr.of(entry.remedy),
        "example": {
            "wrong": dict(example.wrong),
            "told": _told(example, tr),
            "mended": dict(example.mended),
        },
    }


def _lines(entry: Code, example: Example, tr: Language) -> Iterator[str]:
    kind = tr.of(Text(example.severity, {})) if example.severity else ""
    yield " · ".join(part for part in (entry.code, kind, tr.of(FAMILIES[entry.code[0]])) if part)
    yield tr.of(entry.title)
    yield from ("", tr.of(entry.meaning))
    yield from _texts(tr("For example"), example.wrong, tr)
    if example.told:
        yield from ("", tr("which is told as") if example.wrong else tr("It is told as"), "")
        yield from _indented(_told(example, tr))
    yield from _texts(tr("and mended"), example.mended, tr)
    yield from ("", tr("Usual remedy: {remedy}", remedy=tr.of(entry.remedy)))


def _told(example: Example, tr: Language) -> str:
    return example.told.get(tr.code) or example.told.get(ENGLISH.code, "")


def _texts(title: str, texts: Mapping[str, str], tr: Language) -> Iterator[str]:
    """An example's texts, each below its name; one that was mended by taking it away is only named."""
    for name, text in texts.items():
        yield ""
        if text:
            yield from (_heading(title, name, tr), "", *_indented(text))
        else:
            yield tr("{title}: {file} is taken away", title=title, file=name)


def _heading(title: str, name: str, tr: Language) -> str:
    """What an example's text is: rules by no word, a file by its name, all else by what it holds."""
    if name == "rules":
        return f"{title}:"
    words = {
        "record": tr("a record of the source"),
        "payload": tr("a record of the target"),
        "found": tr("what is found in the target"),
    }
    return tr("{title}, {part}:", title=title, part=words.get(name, name))


def _indented(text: str) -> Iterator[str]:
    return (_INDENT + line if line else "" for line in text.rstrip("\n").split("\n"))
