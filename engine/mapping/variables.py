"""`${NAME}` in a workspace: found, expanded from the environment or `.env`, and secrets kept out of what is shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.diagnostics.source import SourceText
from engine.model.pattern import pattern

VARIABLES_FILE = ".env"
_VARIABLE = pattern(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_ANY = pattern(r"\$\{[^}]*\}?")
_SECRET_NAME = pattern(r"(?:.*_)?(?:key|password|secret|token)", re.IGNORECASE)
# A secret's value as it may stand in a file, even in one that is broken; a variable is no secret.
_SECRET_VALUE = pattern(
    r"((?:key|password|secret|token)[\"']?[ \t]*:[ \t]*[\"']?)(?!\$\{)([^\s\"'#,}][^\n\"'#,}]*)", re.IGNORECASE
)
_URL_PASSWORD = pattern(r"(://[^\s:/@]*:)(?!\$\{)([^\s@/]+)(?=@)")


class Unset(Exception):
    """Variables that a workspace names have no value; `names` in the order they stand."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"not set: {', '.join(self.names)}")


def environment_of(folder: Path) -> dict[str, str]:
    """What variables may name: `.env` in the workspace's folder, and over it the environment."""
    path = folder / VARIABLES_FILE
    if not path.is_file():
        return dict(os.environ)
    from dotenv import dotenv_values

    beside = {name: value for name, value in dotenv_values(path, interpolate=False).items() if value is not None}
    return {**beside, **os.environ}


def variables_in(text: str) -> tuple[str, ...]:
    """The names of all variables in a text."""
    return tuple(_VARIABLE.findall(text))


def misspelt_in(text: str) -> tuple[str, ...]:
    """Every `${…}` that is no variable."""
    return tuple(found for found in _ANY.findall(text) if not _VARIABLE.fullmatch(found))


def expand(texts: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """All texts with their variables' values. Raises Unset with every variable that has none or an empty one."""
    unset = [name for text in texts.values() for name in variables_in(text) if not environment.get(name)]
    if unset:
        raise Unset(dict.fromkeys(unset))
    return {key: _VARIABLE.sub(lambda found: environment[found.group(1)], text) for key, text in texts.items()}


def is_secret(name: str) -> bool:
    """Whether a setting of that name holds a secret: `client_key`, `password`."""
    return _SECRET_NAME.fullmatch(name) is not None


def has_password(url: str) -> bool:
    """Whether a URL holds a password in clear."""
    return _URL_PASSWORD.search(url) is not None


def masked(source: SourceText) -> SourceText:
    """The text with every secret hidden behind as many dots, so that an excerpt shows its place and not its value."""
    hidden = _SECRET_VALUE.sub(_dots, source.text)
    return SourceText(source.path, _URL_PASSWORD.sub(_dots, hidden))


def _dots(found: re.Match[str]) -> str:
    return found.group(1) + "·" * len(found.group(2))
