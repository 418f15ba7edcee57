"""Changes of which nearly all is made when somebody asks: of new records, and of those that are as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagnostics.diagnostic import Diagnostic
from engine.model.change import Action, Request, Write
from engine.model.record import Row
from engine.sync.later_changes import NewFields, NewRecord, UnchangedRecord
from engine.sync.plan import FieldChange, Memory, Origin
from engine.sync.planning.draft import Content, Draft, Drafts, KeptDraft, Needed, row_id_of
from engine.sync.planning.job import Job, memory_of, new_fields, payload_parts


@dataclass(frozen=True, slots=True)
class NewRecords:
    """How the changes of a section's new records are made of their drafts, each by its place; see plan.Making.

    `made_from` tells what a draft was made from.
    """

    job: Job
    drafts: Drafts
    made_from: Callable[[Content], Origin | None]

    def change(self, draft: Draft, warnings: Iterable[Diagnostic]) -> NewRecord:
        """The change that makes a record of all its fields."""
        job = self.job
        said = (*draft.diagnostics, *warnings)
        number = draft.value(job.mapping.target.number)
        return NewRecord.later(self, draft.place, job.entity, job.mapping.name, draft.key, said, number)

    def request(self, place: int) -> Request:
        body, path, _ = self._parts(self.drafts.content(place))
        return self.job.target.request(Write(self.job.mapping.target.name, Action.CREATE, body, None, path))

    def fields(self, place: int) -> tuple[FieldChange, ...]:
        content = self.drafts.content(place)
        body, path, _ = self._parts(content)
        return new_fields(self.job, content.desired, {**path, **body})

    def filled(self, place: int) -> NewFields:
        content = self.drafts.content(place)
        body, path, _ = self._parts(content)
        desired = content.desired
        codes = {name: lookup.code for name, lookup in desired.lookups.items() if lookup.code}
        return NewFields({**path, **body} if path else body, desired.origins, codes)

    def memory(self, place: int) -> Memory:
        content = self.drafts.content(place)
        body, _, _ = self._parts(content)
        return memory_of(self.job, content.row, body, made_from=self.made_from(content))

    def title(self, place: int) -> str:
        return self.job.title(self.drafts.content(place).row)

    def row(self, place: int) -> Row | None:
        return self.drafts.content(place).row if self.job.mapping.source.group else None

    def origin(self, place: int) -> Row:
        return self.drafts.content(place).row

    def needs(self, place: int) -> Needed:
        return self.drafts.content(place).needed

    def _parts(self, content: Content) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
        return payload_parts(self.job, content.desired.payload)


@dataclass(frozen=True, slots=True)
class UnchangedRecords:
    """How the changes of a section's records are made that are as they were; their drafts know what is to be told."""

    job: Job
    drafts: Drafts

    def change(self, draft: KeptDraft, warnings: Iterable[Diagnostic]) -> UnchangedRecord:
        """The change that leaves a record as it is."""
        job = self.job
        return UnchangedRecord.later(
            self, draft.place, job.entity, job.mapping.name, draft.key, tuple(warnings), draft.is_news
        )

    def title(self, place: int) -> str:
        return self.job.title(self.drafts.kept(place)[1])

    def memory(self, place: int) -> Memory:
        key, row, stands = self.drafts.kept(place)
        mapping, link = self.job.mapping, self.job.known.links[key]
        return Memory(
            mapping.source.title, mapping.target.name, row_id_of(row), target_id=link.target_id, stands=stands
        )
