"""A compiled function in a form that can be kept: its code, and the constants that it is given by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any

from engine.language.outcome import Circumstances
from engine.model.frozen import frozen


@frozen
class Compiled:
    """A program's function. Beside its constants it uses names of compiling.runtime."""

    code: CodeType
    constants: Mapping[str, Any]

    def function(self) -> Callable[[Mapping[str, Any], Circumstances], Any]:
        """The function of a record and its circumstances. Raises one of UNABLE for what is the interpreter's."""
        from engine.language.compiling import runtime

        lent = {name: getattr(runtime, name) for name in self.code.co_names if hasattr(runtime, name)}
        return FunctionType(self.code, {**lent, **self.constants})
