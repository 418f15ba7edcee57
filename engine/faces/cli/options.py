"""The options that every command takes, before its name or after it."""

from __future__ import annotations

import functools
import locale
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from engine.diagnostics.languages import ENGLISH, LANGUAGES, Language, language_named
from engine.faces.cli.hints import pasteable
from engine.model.frozen import changeable, replace
from engine.model.likeness import nearest

P = ParamSpec("P")
R = TypeVar("R")


@changeable
class Options:
    """What was asked for in general. `workspace`: the customer's folder. `format`: "text", "json", … `lang`: "nb"."""

    workspace: Path | None = None
    format: str | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    lang: str | None = None

    @property
    def tr(self) -> Language:
        """The language that is spoken: what --lang says, else WINGO_LANG, else the locale's, else English.

        On a terminal its commands can be pasted; data and pages are read by others, in other places.
        """
        from engine.faces.systems import spoken

        language = spoken(self.lang or _usual_language())
        reword = pasteable(self.workspace) if self.format in (None, "text") else None
        return language if reword is None else replace(language, reword=reword)

    @property
    def folder(self) -> Path:
        """The workspace: what -w says, else WINGO_WORKSPACE, else the current folder."""
        return self.workspace or Path(os.environ.get("WINGO_WORKSPACE") or ".")

    @property
    def json(self) -> bool:
        """Whether data is printed as JSON."""
        return self.format == "json"


_SPOKEN = "|".join(LANGUAGES)


def _usual_language() -> str:
    """The language of the person who sits here: WINGO_LANG when it is one of ours, else the locale's."""
    chosen = language_named(os.environ.get("WINGO_LANG", ""))
    if chosen is not None:
        return chosen
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return language_named(named or locale.getlocale()[0] or "") or ENGLISH.code


def _known_language(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """The language's code; people may call it otherwise, as `no`. Raises BadParameter for one that is not spoken."""
    code = None if name is None else language_named(name)
    if name is not None and code is None:
        raise click.BadParameter(f"{name!r} is none of {_SPOKEN}")
    return code


_GENERAL: tuple[Callable[[Any], Any], ...] = (
    click.option("-w", "--workspace", type=click.Path(path_type=Path, file_okay=False), help="The customer's folder."),
    click.option("-q", "--quiet", is_flag=True, help="Print only what was asked for."),
    click.option("-v", "--verbose", is_flag=True, help="Print more."),
    click.option("--no-color", is_flag=True, help="Never use colour."),
    click.option("--lang", metavar=_SPOKEN, callback=_known_language, help="What is spoken; else the locale's."),
)


def general_options(command: Callable[..., R]) -> Callable[..., R]:
    """Add the general options to a command (or the group); it gets them as one `Options`, first."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> R:
        context = click.get_current_context()
        options = context.ensure_object(Options)
        options.workspace = kwargs.pop("workspace") or options.workspace
        options.lang = kwargs.pop("lang") or options.lang
        for flag in ("quiet", "verbose", "no_color"):
            setattr(options, flag, kwargs.pop(flag) or getattr(options, flag))
        if "format" in kwargs:
            options.format = kwargs.pop("format") or options.format
        return command(options, *args, **kwargs)

    decorated: Callable[..., R] = wrapped
    for option in reversed(_GENERAL):
        decorated = option(decorated)
    return decorated


def format_option(*formats: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Add `--format` to a command that prints data."""
    return click.option("--format", type=click.Choice(formats), help="How data is printed.")


def allow_option(command: Callable[..., R]) -> Callable[..., R]:
    """Add `--allow` to a command that guards may stop."""
    option = click.option("--allow", multiple=True, metavar="GUARD", help="Let a guard pass.", callback=_known_guards)
    return option(command)


def _known_guards(_context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names as they were given. Raises UsageError for one that is no guard."""
    from engine.sync.guards import GUARDS

    for name in names:
        if name not in GUARDS:
            near = nearest(name, GUARDS)
            meant = f"did you mean {near!r}?" if near is not None else f"there are {', '.join(GUARDS)}"
            raise wrong_usage(f"there is no guard {name!r}; {meant}")
    return names


def wrong_usage(message: str) -> click.UsageError:
    """Exit 2, with the message."""
    return click.UsageError(message)
