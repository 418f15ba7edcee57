"""Commands as the program tells a person to call them: ready to be pasted where that person is.

A text names a command as `wingo plan`, between backticks. Whoever called the program by a path, or named a workspace
with `-w`, must do so again: here both are put in, in every text and every language, before its holes are filled.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from engine.model.text import braced

_NAME = "wingo"
# These make a folder, or need none: a workspace before them would mislead.
_ALONE = ("demo", "init", "standin")
_COMMAND = re.compile(rf"`{_NAME} (?=[a-z])(?P<alone>(?:{'|'.join(_ALONE)})\b)?")


def program() -> str:
    """The program as it can be called from here: by its name where a shell finds it, else as it was called."""
    import shutil

    return _NAME if shutil.which(_NAME) is not None else _called_as(sys.argv[0])


def _called_as(path: str) -> str:
    return _quoted(path) if Path(path).stem == _NAME else _NAME


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


@cache
def calling(workspace: Path | None = None) -> str:
    """How a command of a workspace begins: `wingo -w fjord`; without one, `wingo`."""
    return program() if workspace is None else f"{program()} -w {_quoted(str(workspace))}"


@cache
def pasteable(workspace: Path | None) -> Callable[[str], str] | None:
    """What puts a workspace into the commands that a template names; None where they can be pasted as they stand."""
    alone, within = braced(calling()), braced(calling(workspace))
    if within == _NAME:
        return None
    return lambda template: _COMMAND.sub(lambda found: f"`{_begun(found, alone, within)}", template)


def _begun(found: re.Match[str], alone: str, within: str) -> str:
    return f"{alone} {found['alone']}" if found["alone"] else f"{within} "
