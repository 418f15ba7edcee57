"""The function while it is being written: its blocks, its variables, its constants, and what is known at this point.

Code goes to the block that is open. A field is read where it is first needed, but at the root of its row (the
function, or the loop of a list), so that it is read once however many rules want it: reading more than the interpreter
would costs nothing, since a record whose extra field cannot be read is the interpreter's anyway. Lets may ask for
links, and who answers those may count; so a let is made where the interpreter makes it, at its first reading.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.compiling import syntax
from engine.language.compiling.operand import Operand
from engine.language.compiling.repeated import Form
from engine.model.frozen import changeable, field, frozen

_STATEMENTS_MAX = 20_000
_PLAIN = (str, int, bool, type(None))


class TooLarge(Exception):
    """The function would be too large to be worth anything."""


@changeable
class RowCode:
    """A row that rules read: the record, a record that it refers to, or an item of a list.

    `root`: the block in which its fields are read. `row`: the variable that holds it. `fields`: those that are
    read. `made`: what several rules say of it, by what is said (see repeated).
    """

    root: syntax.Block
    row: str
    fields: dict[str, Operand] = field(default_factory=dict)
    rows: dict[str, RowCode] = field(default_factory=dict)
    made: dict[Form, Operand] = field(default_factory=dict)


@frozen
class KeptItems:
    """What was read of the items of a list, for the next loops: a list of tuples, and what stands in them: first the
    fields, then what was made of them.

    `told`: the tuple, as it is written. `loops`: where it is read: the variables, and the body that may name them.
    """

    variable: str
    fields: Mapping[str, Operand]
    made: Mapping[Form, Operand]
    told: ast.Tuple
    loops: list[tuple[ast.Tuple, syntax.Block]] = field(default_factory=list)


@changeable
class LetCode:
    """A let: its `home` is the block it belongs to. `operand`: what is known of it, once code for it was written.

    `may_be_held`: it may hold HELD, a `refuse` having said why it has no value.
    """

    let: typed.Let
    home: syntax.Block
    scope: Scope
    loops: int
    is_read_once: bool
    variable: str = ""
    operand: Operand | None = None
    asks: bool = False
    is_marked: bool = False
    may_be_held: bool = False


@changeable
class Chain:
    """The steps that were just written behind one test of what they begin with: one more may join them.

    `made`: the variable that holds what they give. `stopping`: what they begin with. `guard`: the test, whose body is
    `inside`. `given`: what the last one gave.
    """

    made: str
    stopping: Operand
    guard: ast.stmt
    inside: syntax.Block
    given: Operand


@changeable
class Scope:
    """What names mean here: the innermost lets and items first."""

    rows: dict[str | None, RowCode]
    lets: dict[str, LetCode]

    def inside(self) -> Scope:
        """The scope of a body within this one."""
        return Scope(dict(self.rows), dict(self.lets))


@changeable
class Writer:
    """See the module. `readings`: how often each name of a let is read. `loops_over`: how often each list of the record
    is gone through, by its path; `kept`: what was read of its items. `repeated`: what is said more than once.

    `known`: the variables of lets that have been made on every way to this point.
    `raises`: how often a failure was left to whoever stands around. `loops`: how many loops stand around.
    `asks`: the `link` and `find` that were written; `questions` counts them and the lets that hold their answers;
    `asking`: the rules that have some. `ranges`: the variables of number series.
    `uses_decimals`: whether it calculates in a context that is set; `calculations`: what it can calculate without.
    `fillers`: the numbers of the statements that fill each member of the payload; `statement`: that of the one which is
    being written. `notes`: the variables in which the numbers of statements are noted.
    """

    tables: Mapping[str, typed.Table]
    readings: Mapping[str, int]
    loops_over: Mapping[tuple[str, ...], int]
    repeated: frozenset[Form] = frozenset()
    fillers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    kept: dict[tuple[str, ...], KeptItems] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    asks: list[typed.Link | typed.Find] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    raises: int = 0
    questions: int = 0
    asking: set[Span] = field(default_factory=set)
    loops: int = 0
    uses_decimals: bool = False
    calculations: list[tuple[ast.stmt, ast.expr]] = field(default_factory=list)
    uses_today: bool = False
    ranges: dict[str, str] = field(default_factory=dict)
    lists: list[dict[str, Any]] = field(default_factory=list)
    statement: int = 0
    notes: set[str] = field(default_factory=set)
    top: syntax.Block = field(default_factory=list)
    blocks: list[syntax.Block] = field(default_factory=list)
    chain: Chain | None = None
    _numbers: dict[str, int] = field(default_factory=dict)
    _by_identity: dict[tuple[str, int], str] = field(default_factory=dict)
    _tables: dict[str, Mapping[str, str | None]] = field(default_factory=dict)
    _passing: dict[str, syntax.Block] = field(default_factory=dict)
    _known_for_good: set[str] = field(default_factory=set)
    _written: int = 0

    # ---- code

    def put(self, statement: ast.stmt) -> None:
        """Write a statement into the open block. Raises TooLarge."""
        self._written += 1
        if self._written > _STATEMENTS_MAX:
            raise TooLarge
        self.blocks[-1].append(statement)

    @contextmanager
    def block(self) -> Iterator[syntax.Block]:
        """A block that is open while it is written; what becomes known inside is known only there."""
        before = set(self.known)
        made: syntax.Block = []
        self.blocks.append(made)
        yield made
        self.blocks.pop()
        self.known = before | self._known_for_good

    @contextmanager
    def at(self, block: syntax.Block) -> Iterator[None]:
        """A block further out, opened again."""
        self.blocks.append(block)
        yield
        self.blocks.pop()

    def know_for_good(self, variable: str) -> None:
        """A let was made where it is at home, so it is known wherever it can be named."""
        self._known_for_good.add(variable)

    def known_since(self, before: set[str]) -> set[str]:
        """The lets that became known, but those that are so for good."""
        return self.known - before - self._known_for_good

    # ---- names

    def variable(self, hint: str) -> str:
        """A variable that is not in use."""
        number = self._numbers[hint] = self._numbers.get(hint, 0) + 1
        return f"{hint}_{number}"

    def keep(self, value: ast.expr, hint: str = "v") -> str:
        """A new variable with a value that is used once: whoever takes it on may give it another name."""
        made = self.variable(hint)
        self.put(syntax.assign(made, value))
        self.pass_on(made)
        return made

    def pass_on(self, variable: str) -> None:
        """A variable of the open block holds a value that is used once."""
        self._passing[variable] = self.blocks[-1]

    def hold(self, found: Operand) -> Operand:
        """A value that will be read again, so that nobody may take its variable on."""
        self._passing.pop(found.variable, None)
        return found

    def put_all(self, block: syntax.Block) -> None:
        """Write the statements of a block that was closed."""
        for statement in block:
            self.put(statement)
        for made, home in self._passing.items():
            if home is block:
                self._passing[made] = self.blocks[-1]

    def is_passing(self, found: Operand) -> bool:
        """Whether a value stands in a variable of the open block that nobody else will read."""
        return self._passing.get(found.variable) is self.blocks[-1]

    def name_anew(self, found: Operand, variable: str, since: int = 0) -> None:
        """Have a value stand in a variable; `since`: the first statement of the open block that may name the value."""
        statements = self.blocks[-1][since:]
        if statements and isinstance(statements[-1], ast.Raise):
            return  # nothing comes out of this block
        if not self.is_passing(found) or _is_read_behind(variable, found.variable, statements):
            self.put(syntax.assign(variable, found.code))
            return
        for node in (node for statement in statements for node in ast.walk(statement)):
            if isinstance(node, ast.Name) and node.id == found.variable:
                node.id = variable
        del self._passing[found.variable]

    def take(self, found: Operand, hint: str = "v") -> str:
        """A variable with a value, which may be changed."""
        return found.variable if self.is_passing(found) else self.keep(found.code, hint)

    def constant(self, value: Any, hint: str) -> ast.expr:
        """A constant of the function: written out where Python can, else given to it by name."""
        if type(value) in _PLAIN:
            return syntax.const(value)
        named = self._by_identity.get((hint, id(value)))
        if named is None:
            named = self._by_identity[hint, id(value)] = self.variable(hint.upper())
            self.constants[named] = value
        return syntax.name(named)

    def runtime(self, called: str) -> ast.expr:
        """One of the names of `runtime`, which the function finds there."""
        return syntax.name(called)

    def composed(self, text: ast.expr) -> ast.expr:
        """A text with its letters composed (NFC)."""
        return syntax.call(self.runtime("normalize"), syntax.const("NFC"), text)

    def table(self, named: str) -> ast.expr:
        """A table's rows as the function asks them: one without a value gives None."""
        if named not in self._tables:
            self._tables[named] = {key: row or None for key, row in self.tables[named].rows.items()}
        return self.constant(self._tables[named], "table")

    def unit(self, places: int) -> ast.expr:
        """The number 1 with so many decimals."""
        self.constants[f"UNIT_{places}"] = Decimal((0, (1,), -places))
        return syntax.name(f"UNIT_{places}")

    def zero(self, places: int) -> ast.expr:
        """Zero with so many decimals."""
        self.constants[f"NOUGHT_{places}"] = Decimal((0, (0,), -places))
        return syntax.name(f"NOUGHT_{places}")

    # ---- what is said often

    def again(self) -> syntax.Block:
        """Leave the record to the interpreter."""
        return [ast.Raise(self.runtime("Again"), None)]

    def again_when(self, test: ast.expr) -> None:
        """Leave the record to the interpreter in some case."""
        self.put(syntax.when(test, self.again()))

    def stuck(self) -> syntax.Block:
        """Leave the statement without a value: of that one alone the interpreter says why."""
        return [ast.Raise(self.runtime("Stuck"), None)]

    def stuck_when(self, test: ast.expr) -> None:
        """Leave the statement without a value in some case."""
        self.put(syntax.when(test, self.stuck()))

    def note(self, noted: str, *numbers: int) -> ast.stmt:
        """The code that notes the numbers of statements."""
        self.notes.add(noted)
        more = [syntax.const(number) for number in numbers]
        return syntax.assign(noted, ast.Tuple([ast.Starred(syntax.name(noted), ast.Load()), *more], ast.Load()))

    def calculation(self, alone: ast.stmt, in_context: ast.expr) -> ast.stmt:
        """A calculation that names its context, and what is calculated where that is set. Setting it costs as much as
        naming it four times, so for what is done in a loop it is set."""
        self.uses_decimals = self.uses_decimals or (self.blocks[-1] is not self.top and self.loops > 0)
        self.calculations.append((alone, in_context))
        return alone

    def ask(self, node: typed.Link | typed.Find) -> int:
        """The number of a question among those that the function asks."""
        self.questions += 1
        self.asks.append(node)
        return len(self.asks) - 1


def _is_read_behind(variable: str, other: str, statements: syntax.Block) -> bool:
    """Whether a variable is still read where another one has its value already."""
    begun = False
    for statement in statements:
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if begun and variable in names:
            return True
        begun = begun or other in names
    return False
