"""Drafts: source records after their rules ran, before the target was looked at.

Of a hundred thousand drafts only what the proofs ask of every one of them stays at hand; the rest lies in a spool, and
is read again for whoever asks for a row, a payload or the rules behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from engine.language.mapped import Mapped
from engine.language.outcome import Desired
from engine.model.compact import Compact
from engine.model.record import Row, Value
from engine.model.schema import Entity
from engine.sync.plan import Asked, Standing
from engine.sync.planning.spool import Spool

# The records that a draft links to, each by its source entity's name and its key.
Needed: TypeAlias = tuple[tuple[str, str], ...]


class Content(NamedTuple):
    """What is seldom asked of a draft. `asked`: what its rules asked; None of one that no longer is as they made it."""

    row: Row
    desired: Desired
    needed: Needed = ()
    asked: Asked | None = ()


class Draft:
    """One source record. `needed`: the records it links to. `telling`: the values that proofs ask for, see `column`.

    `is_kept`: its rules did not run, because what was last sent would come of them again (see kept.py and KeptDraft).
    """

    __slots__ = ("_drafts", "creates", "diagnostics", "key", "needed", "place", "telling")

    is_kept = False

    def __init__(self, drafts: Drafts, place: int, key: str, content: Content, telling: tuple[Value, ...]) -> None:
        """Use `Drafts.put`."""
        self._drafts = drafts
        self.place = place
        self.key = key
        self.needed = content.needed
        self.creates = content.desired.creates
        self.diagnostics = content.desired.diagnostics
        self.telling = telling

    @property
    def content(self) -> Content:
        """All of it."""
        return self._drafts.content(self.place)

    @property
    def row(self) -> Row:
        """The source's row."""
        return self.content.row

    @property
    def desired(self) -> Desired:
        """What the rules made of it."""
        return self.content.desired

    @property
    def asked(self) -> Asked | None:
        """What the rules asked."""
        return self.content.asked

    @property
    def row_id(self) -> str | None:
        """The source's never reused row id, where it gives one."""
        return row_id_of(self.row)

    def value(self, name: str | None) -> Value:
        """The value in one of the fields that proofs ask for; None where there is none."""
        position = self.position(name)
        return None if position is None else self.telling[position]

    def position(self, name: str | None) -> int | None:
        """Where a field's value stands in `telling`."""
        return self._drafts.telling.get(name or "")

    def giving(self, payload: dict[str, Any]) -> Draft:
        """The same with another payload."""
        content = self.content
        return self._drafts.put(self.key, content._replace(desired=content.desired.giving(payload), asked=None))


class KeptDraft(Draft):
    """One whose rules did not run. `is_news`: the state does not know how it stands."""

    __slots__ = ("is_news",)

    is_kept = True
    needed = ()
    creates = True
    diagnostics = ()

    def __init__(self, drafts: Drafts, place: int, key: str, telling: tuple[Value, ...], is_news: bool) -> None:
        """Use `Drafts.put_kept`."""
        self._drafts = drafts
        self.place = place
        self.key = key
        self.telling = telling
        self.is_news = is_news


class Drafts:
    """The drafts of one section, and what many of them have in common, kept once.

    `as_it_was`: of a record whose rules did not run, what would come of them, by its key and its row.
    """

    def __init__(self, target: Entity, adopt: Sequence[str] = ()) -> None:
        """`target`: what they are drafts of; `adopt`: the fields by which one is found there."""
        self.telling = {name: position for position, name in enumerate(_telling_names(target, adopt))}
        self.as_it_was: Callable[[str, Row], Desired] | None = None
        self._spool = Spool()
        self._common: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._last: tuple[int, Content | None] = -1, None

    def put(self, key: str, content: Content) -> Draft:
        """Keep a draft."""
        row, desired, needed, asked = content
        payload = desired.payload
        made = (*self._apart(payload), needed, asked, self._told(desired))
        place = self._spool.put((*self._apart(row), made))
        return Draft(self, place, key, content, self._telling_of(payload))

    def put_kept(self, key: str, row: Row, telling: tuple[Value, ...], news: Standing | None) -> KeptDraft:
        """Keep a draft whose rules did not run: of it, the row, and how it stands where that is news."""
        names, values = self._apart(row)
        place = self._spool.put((names, values, key, news))
        return KeptDraft(self, place, key, telling, news is not None)

    def content(self, place: int) -> Content:
        """What was kept of a draft; the last one that was asked for is at hand."""
        last, found = self._last
        if last != place or found is None:
            found = self._together(*self._spool[place])
            self._last = place, found
        return found

    def kept(self, place: int) -> tuple[str, Row, Standing | None]:
        """The key and the row of a draft whose rules did not run, and how it stands where that is news."""
        names, values, key, news = self._spool[place]
        return key, dict(zip(self._common[names], values, strict=True)), news

    def _telling_of(self, payload: Mapping[str, Value]) -> tuple[Value, ...]:
        get = payload.get
        return tuple([get(name) for name in self.telling])

    def _apart(self, values: Mapping[str, Any]) -> tuple[int, tuple[Any, ...]]:
        """The number of a mapping's names, and its values."""
        names = tuple(values)
        number = self._numbers.get(names)
        if number is None:
            number = self._note(names, names)
        return number, values.content if isinstance(values, Compact) else tuple(values.values())

    def _told(self, desired: Desired) -> tuple[Any, ...]:
        """What is to be kept of a desired record beside its payload. That of the compiled rules tells where its values
        come from when it is asked, and is kept as it is."""
        story = desired.story if isinstance(desired, Mapped) and not desired.diagnostics else None
        if story is not None:
            shape, _, circumstances, asked, ends = story
            number = self._numbers.get(shape_key := (id(shape), id(circumstances)))
            if number is None:
                number = self._note(shape_key, (shape, circumstances))
            return desired.creates, number, asked, ends
        origins = desired.origins
        number = self._numbers.get(places := (*origins, *map(id, origins.values())))
        if number is None:
            number = self._note(places, origins)
        return desired.creates, number, desired.diagnostics, desired.lookups, None

    def _note(self, key: Any, value: Any) -> int:
        number = self._numbers[key] = len(self._common)
        self._common.append(value)
        return number

    def _together(self, names: int, values: tuple[Any, ...], made: Any, *kept: Any) -> Content:
        row = dict(zip(self._common[names], values, strict=True))
        if kept:
            assert self.as_it_was is not None, "somebody knew that its rules need not run"
            return Content(row, self.as_it_was(made, row))
        names, values, needed, asked, (creates, number, *told) = made
        payload = dict(zip(self._common[names], values, strict=True))
        common = self._common[number]
        if len(told) == 2:
            shape, circumstances = common
            desired: Desired = Mapped.again(payload, creates, (shape, row, circumstances, *told))
        else:
            desired = Desired(payload, told[0], common, creates, told[1])
        return Content(row, desired, needed, asked)


def column(drafts: Sequence[Draft], name: str | None) -> list[Value]:
    """What each draft of a section has in a field that proofs ask for, None where there is none."""
    position = drafts[0].position(name) if drafts else None
    return [None] * len(drafts) if position is None else [draft.telling[position] for draft in drafts]


def row_id_of(row: Row) -> str | None:
    """A source's never reused row id, where it gives one."""
    value = row.get("row_id")
    return None if value is None else str(value)


def _telling_names(target: Entity, adopt: Sequence[str]) -> dict[str, None]:
    """The fields that proofs ask for."""
    proved = [field.name for field in target.fields if field.unique or field.identity]
    named = (target.number, target.own_number, target.retire[0] if target.retire else None)
    groups = [name for group in target.distinguishing for name in group]
    return dict.fromkeys((*proved, *filter(None, named), *groups, *adopt))
