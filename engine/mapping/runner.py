"""How a mapping is run: by the interpreter at first, and compiled once there are records enough to gain by it.

A record that the compiled function cannot read is the interpreter's, which then tells what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.language.outcome import Circumstances, Skipped

if TYPE_CHECKING:
    from engine.language import typed
    from engine.language.compiled import Compiled
    from engine.language.inverting.giving import Given, Giving
    from engine.language.outcome import Outcome
    from engine.mapping.cached import KeptFunctions
    from engine.model.schema import Entity

_WORTHWHILE = 50  # records that the interpreter maps in about the time that compiling takes
_SELECTIONS = 5_000  # records of which it is asked whether they are the mapping's in that time

# What was compiled of a mapping: its rules, what its two-way rules give, and its `select:`; None for what is too large.
Functions: TypeAlias = "tuple[Compiled | None, Compiled | None, Compiled | None]"
MappedBy: TypeAlias = "Callable[[Mapping[str, Any], Circumstances], Outcome]"

_NOBODYS = Circumstances(date.min, lambda kind, name, key: None, {})  # what is kept before anything was given


class Runner:
    """How one mapping is run, and what the last run was given: a thousand records are run with the same.

    `kept`: that, and what it became. `function`: the compiled one; what it raises of `unable` leaves the record to
    `interpreted`.
    """

    __slots__ = (
        "_by_day",
        "_continues",
        "_gives",
        "_is_compiled",
        "_kept",
        "_program",
        "_records",
        "_returned",
        "_selected",
        "_selects",
        "_target",
        "function",
        "kept",
        "unable",
    )

    def __init__(
        self, program: typed.Program, target: Entity, continues: bool, kept: KeptFunctions | None = None
    ) -> None:
        self._program = program
        self._target = target
        self._continues = continues
        self._kept = kept
        self._is_compiled = False
        self.function: MappedBy | None = None
        self.unable: tuple[type[Exception], ...] = ()
        self._gives: Giving | None = None
        self._selects: Callable[[Mapping[str, Any], Circumstances], bool] | None = None
        self._records = 0
        self._returned = 0
        self._selected = 0
        self.kept: tuple[tuple[Any, ...], Circumstances] = (), _NOBODYS
        self._by_day: bool | None = None

    def keep(self, given: tuple[Any, ...], circumstances: Circumstances) -> None:
        """Keep what a run was given, and what it became, for the next one: without a day only if no rule reads it."""
        if self._by_day is None:
            from engine.language import typed

            self._by_day = any(isinstance(node, typed.Today) for node in typed.all_expressions(self._program))
        if given[1] is not None or not self._by_day:
            self.kept = given, circumstances

    def run(self, record: Mapping[str, Any], circumstances: Circumstances) -> Outcome:
        """What becomes of a record as long as there is no function."""
        self._records += 1
        if self._records >= _WORTHWHILE and not self._is_compiled:
            self.compile()
        return self.interpreted(record, circumstances)

    def interpreted(self, record: Mapping[str, Any], circumstances: Circumstances) -> Outcome:
        """What the interpreter makes of a record."""
        from engine.language.interpreter import run

        if self._program.select is not None and not self.selects(record, circumstances):
            return Skipped()
        return run(self._program, record, circumstances, self._target, self._continues)

    def selects(self, record: Mapping[str, Any], circumstances: Circumstances) -> bool:
        """Whether a record is the mapping's. A register of which nothing is mapped again is asked for that alone."""
        self._selected += 1
        if self._selected >= _SELECTIONS and not self._is_compiled:
            self.compile()
        if self._selects is None:
            return self._selects_slowly(record, circumstances)
        try:
            return self._selects(record, circumstances)
        except self.unable:
            return self._selects_slowly(record, circumstances)

    def _selects_slowly(self, record: Mapping[str, Any], circumstances: Circumstances) -> bool:
        from engine.language.interpreter import selects

        return selects(self._program, record, circumstances)

    def giving(self) -> Giving:
        """What the two-way rules give of a record, compiled when that is worth while."""
        from engine.language.inverting.giving import interpreted

        slowly = interpreted(self._program)
        self._returned += 1
        if self._returned >= _WORTHWHILE and not self._is_compiled:
            self.compile()
        quickly = self._gives
        if quickly is None:
            return slowly

        def gives(record: Mapping[str, Any], circumstances: Circumstances) -> Given:
            try:
                return quickly(record, circumstances)
            except self.unable:
                return slowly(record, circumstances)

        return gives

    def compile(self) -> bool:
        """Compile now, if that was not done; False when the mapping is too large to gain by it."""
        if not self._is_compiled:
            self._is_compiled = True
            self._use((None if self._kept is None else self._kept.find()) or self._made())
        return self.function is not None

    def _made(self) -> Functions:
        from engine.language.compiler import compile_program, compile_select, compile_ways

        forth = compile_program(self._program, self._target, self._continues)
        select = None if self._program.select is None else compile_select(self._program)
        made = forth, compile_ways(self._program), select
        if self._kept is not None:
            self._kept.keep(made)
        return made

    def _use(self, functions: Functions) -> None:
        from engine.language.compiling.runtime import UNABLE

        self.unable = UNABLE  # first: another thread may run as soon as there is a function
        forth, back, select = functions
        self.function = None if forth is None else forth.function()
        self._gives = None if back is None else back.function()
        self._selects = None if select is None else select.function()
