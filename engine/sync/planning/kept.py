"""Records that need not be mapped again: what was last sent of them was made from the same, and nothing was said.

All that an outcome depends on is in the digest (the row, the rules, the day where they read it, the series, the
program) or asked again (`link`, `find`). What stands in the target is compared as ever, unless it shows what it showed
when nothing differed; where it differs the rules are run: a plan with what is kept and one without are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from importlib.metadata import version
from typing import Any, NamedTuple

from engine.diagnostics.source import Span
from engine.language import typed
from engine.language.outcome import Desired, NoSuchRecord
from engine.language.typed.program import all_expressions
from engine.model import exact_json
from engine.model.change import Pending
from engine.model.record import Row, Value
from engine.sync.plan import Origin, Standing
from engine.sync.planning.diff import differences
from engine.sync.planning.draft import Content
from engine.sync.planning.job import Job, payload_parts
from engine.sync.planning.numbers import renumbered
from engine.sync.planning.standing import Standings
from engine.sync.planning.steady import DIGEST_BYTES, steady


class AsItWas(NamedTuple):
    """A record that need not be mapped: the values that proofs ask of it, and how it stands where that is news."""

    telling: tuple[Value, ...]
    news: Standing | None = None


class Kept:
    """What is kept of one mapping's records, while they are planned."""

    def __init__(self, job: Job, existing: Mapping[str | int, Row], telling: Iterable[str]) -> None:
        """`telling`: the fields that proofs ask of every record."""
        self._job = job
        self._telling = tuple(telling)
        self._standings = Standings(job)
        self._existing = existing
        self._circumstances = _digest_of_circumstances(job)
        self._hashers: dict[tuple[str, ...], Any] = {}
        self._verdicts: dict[str, bool] = {}

    def as_it_was(self, key: str, row: Row) -> AsItWas | None:
        """Of a record that stands in the target as it was last sent and would be sent again; None where that cannot be
        told, and wherever something is to be done."""
        job = self._job
        mark, link = job.sent.mark(key), job.known.links.get(key)
        if mark is None or mark.made_from is None or link is None or job.watches(key) is not None:
            return None
        standing = self._existing.get(link.target_id)
        if standing is None or key in job.known.unusable:
            return None
        if mark.made_from != self.digest(row) or not self._is_answered_so(mark.asked or "[]"):
            return None
        shown = self._standings.digest(standing)
        if shown == mark.shown:
            return AsItWas(tuple(exact_json.loads(mark.telling or "[]")))
        return self._compared(key, standing, shown)

    def _compared(self, key: str, standing: Row, shown: str) -> AsItWas | None:
        """The same, told of the values that come of what it is made from."""
        sent = self._job.sent.get(key)
        if sent is None or not self._shows(standing, sent.comes):
            return None
        telling = tuple(map(sent.comes.get, self._telling))
        return AsItWas(telling, Standing(shown, telling))

    def desired(self, key: str, row: Row) -> Desired:
        """What would come of the rules of a record that is known to be as it was."""
        sent = self._job.sent.get(key)
        assert sent is not None, f"{self._job.entity} {key} was sent before"
        return Desired(dict(sent.comes), origins=_Places(lambda: self._mapped(key, row)))

    def _mapped(self, key: str, row: Row) -> Mapping[str, Span]:
        """Where the values come from: told by the rules, which are run for it."""
        job, told = self._job, self._job.circumstances
        outcome = job.mapping.run(row, job.references, today=told.today, series=told.series, reserved=told.reserved)
        assert isinstance(outcome, Desired), f"{job.entity} {key} is made from what it was made from, and is not made"
        return outcome.origins

    def _shows(self, standing: Row, values: Mapping[str, Any]) -> bool:
        """Whether a record stands in the target as it should, and in use."""
        job, target = self._job, self._job.mapping.target
        if target.retire is not None and values.get(target.retire[0]) == target.retire[1]:
            return False
        body, _, _ = payload_parts(job, values)
        is_renumbered = renumbered(target, values.get, standing) is not None
        return not is_renumbered and not differences(body, standing, job.target_entity, job.equivalences, None)

    def standing(self, row: Row, telling: tuple[Value, ...]) -> Standing:
        """How a record stands in the target that was found to differ in nothing."""
        return Standing(self._standings.digest(row), telling)

    def origin(self, content: Content, made: Mapping[str, Any] | None = None) -> Origin | None:
        """What a draft was made from; None when it has to be made again all the same: something is said of it, it is
        otherwise than its rules made it, or an answer cannot be kept. `made`: its values, where they are not what is
        sent or was."""
        if content.desired.diagnostics or content.asked is None or not all(map(_can_be_kept, content.asked)):
            return None
        asked = tuple([(kind, name, key, _answered(answer)) for kind, name, key, answer in content.asked])
        return Origin(self.digest(content.row), asked, made)

    def digest(self, row: Row) -> str:
        """Of a row and of all that is the same for every row."""
        names = tuple(row)
        hasher = self._hashers.get(names)
        if hasher is None:
            hasher = blake2b(self._circumstances, digest_size=DIGEST_BYTES)
            hasher.update(repr(names).encode())
            self._hashers[names] = hasher
        mine = hasher.copy()
        mine.update(repr(tuple(row.values())).encode())
        digest: str = mine.hexdigest()
        return digest

    def _is_answered_so(self, asked: str) -> bool:
        """Whether every question has the answer that it had; records ask the same again and again."""
        verdict = self._verdicts.get(asked)
        if verdict is None:
            questions = exact_json.loads(asked)
            verdict = self._verdicts[asked] = all(self._has_answer(*question) for question in questions)
        return verdict

    def _has_answer(self, kind: str, name: str, key: Any, answer: Any) -> bool:
        now = _answered(self._job.references(kind, name, _as_asked(key)))
        then = _as_asked(answer)
        return type(now) is type(then) and bool(now == then)


def can_keep(job: Job) -> bool:
    """Whether records of a mapping may be left as they are. Those that link to each other are run in rounds, and what
    one is told depends on how far the others are."""
    is_linked_to_itself = job.mapping.source.name in job.mapping.program.links
    return not job.offline and job.mapping.continues is None and not is_linked_to_itself


class _Places(Mapping[str, Span]):
    """The rules behind the values of a record that was not mapped: it is, when somebody asks."""

    __slots__ = ("_told",)

    def __init__(self, told: Callable[[], Mapping[str, Span]]) -> None:
        self._told = told

    def __getitem__(self, path: str) -> Span:
        return self._told()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told())

    def __len__(self) -> int:
        return len(self._told())


def _digest_of_circumstances(job: Job) -> bytes:
    mapping, told = job.mapping, job.circumstances
    reads_today = any(isinstance(node, typed.Today) for node in all_expressions(mapping.program))
    day = told.today.isoformat() if reads_today else ""
    catalogs = steady((mapping.source, mapping.target))
    alike = (version("wingo"), mapping.name, mapping.digest, day, sorted(told.series.items()), told.reserved, catalogs)
    return blake2b(repr(alike).encode(), digest_size=DIGEST_BYTES).digest()


def _can_be_kept(question: tuple[str, str, Any, Any]) -> bool:
    """Whether a question and its answer come back from the state as they were; an id that is not known yet will."""
    _, _, key, answer = question
    keys = key if isinstance(key, tuple) else (key,)
    return all(type(one) in _PLAIN for one in keys) and type(answer) in _CAN_BE_ASKED_AGAIN


def _answered(answer: Any) -> Any:
    """An answer as it is kept: that there is no such record is told by the system that lacks it."""
    return (answer.system,) if isinstance(answer, NoSuchRecord) else answer


def _as_asked(value: Any) -> Any:
    """What JSON has as a list was a tuple."""
    return tuple(value) if isinstance(value, list) else value


_PLAIN = frozenset({str, int, type(None)})
_CAN_BE_ASKED_AGAIN = _PLAIN | {Pending, NoSuchRecord}
