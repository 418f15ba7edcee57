"""The wording of what is said about plan files; every function makes one diagnostic (P402 to P408)."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, error
from engine.model.enumeration import in_a_row
from engine.model.naming import record_named
from engine.model.text import Text, say

_NAMED_MAX = 5  # a view that broke may change every record, and nobody reads ten thousand


def stale(differences: list[Text], *, linked_since: bool) -> Diagnostic:
    """P402: what would be done now is not what was saved."""
    told = in_a_row([*differences[:_NAMED_MAX], *_more(len(differences) - _NAMED_MAX)])
    if linked_since:
        text = say("the plan is stale, for records were linked since it was made: {differences}", differences=told)
    else:
        text = say("the plan is stale: {differences}", differences=told)
    return _error("P402", text)


def mappings_changed() -> Diagnostic:
    """P402 of a plan that is about to be saved."""
    return _error("P402", say("the mappings were changed while the plan was made"))


def used(plan: str, run: int) -> Diagnostic:
    """P403."""
    return _error("P403", say("the plan {plan} was applied before, by run {run}", plan=plan, run=run))


def unreadable(file: str, reason: str) -> Diagnostic:
    """P404 of a file that cannot be opened."""
    return _error("P404", say("{file} cannot be read: {reason}", file=file, reason=reason))


def not_whole(file: str) -> Diagnostic:
    """P404 of a file that is no plan file, or a broken one."""
    return _error("P404", say("{file} is not a plan file, or not as it was saved", file=file))


def edited(file: str) -> Diagnostic:
    """P404 of a file that is another than the one that was saved under its id."""
    return _error("P404", say("{file} was changed after it was saved", file=file))


def other_workspace(file: str, theirs: str, ours: str) -> Diagnostic:
    """P405 of another customer's plan."""
    text = say("{file} is a plan of the workspace {theirs}, and this is {ours}", file=file, theirs=theirs, ours=ours)
    return _error("P405", text)


def unknown(file: str, plan: str) -> Diagnostic:
    """P405 of a plan that was saved with another state, or whose saving never ended."""
    return _error("P405", say("this workspace's state does not know the plan {plan} of {file}", plan=plan, file=file))


def offline(file: str) -> Diagnostic:
    """P406."""
    return _error("P406", say("{file} was made offline: what stands in the target is not known to it", file=file))


def other_version(file: str, version: str) -> Diagnostic:
    """P407 of a file's form."""
    text = say(
        "{file} was saved by wingo {version}, in a form that this version does not know", file=file, version=version
    )
    return _error("P407", text)


def unknown_command(file: str, command: str) -> Diagnostic:
    """P407 of a way to make plans."""
    text = say("{file} was made by `{command}`, which this version does not make again", file=file, command=command)
    return _error("P407", text)


def waits(file: str, plan: str, made_by: str) -> Diagnostic:
    """P408 of a plan that may still be applied."""
    text = say("{file} holds the plan {plan} of {name}, which waits to be applied", file=file, plan=plan, name=made_by)
    return _error("P408", text)


def another_s(file: str, workspace: str) -> Diagnostic:
    """P408 of a plan of another customer."""
    return _error("P408", say("{file} holds a plan of the workspace {workspace}", file=file, workspace=workspace))


def no_plan_there(file: str) -> Diagnostic:
    """P408 of anything else, or of a plan that this version cannot read."""
    return _error("P408", say("{file} is there already, and is no plan that can be read here", file=file))


def _error(code: str, message: Text) -> Diagnostic:
    return error(code, message, help=CODES[code].remedy)


# ---- one difference each


def another_value(record: Text, fields: list[str]) -> Text:
    """Fields that would be sent otherwise now."""
    if len(fields) == 1:
        return say("{record}: {field} is another now", record=record, field=fields[0])
    return say("{record}: {fields} are others now", record=record, fields=_listed(fields))


def another_before(record: Text, fields: list[str]) -> Text:
    """Fields of which the target holds something else than when the plan was made."""
    return say("{record}: what stands in {fields} is another now", record=record, fields=_listed(fields))


def another_action(record: Text, was: str, now: str) -> Text:
    """Another thing is to be done about a record; the actions' words are said in every language."""
    return say("{record}: {now} instead of {was}", record=record, now=Text(now, {}), was=Text(was, {}))


def another_request(record: Text) -> Text:
    """The same thing is to be done, to another record of the target."""
    return say("{record}: it goes to another record of the target now", record=record)


def no_longer(record: Text) -> Text:
    """Nothing is to be done any more."""
    return say("{record}: nothing is to be sent now", record=record)


def held_back(record: Text) -> Text:
    """It may not go any more."""
    return say("{record}: it is held back now", record=record)


def not_planned(record: Text) -> Text:
    """Something is to be done that the plan knew nothing of."""
    return say("{record}: it would be sent now, and was not planned", record=record)


def other_order() -> Text:
    """The same deeds, one before the other."""
    return say("the order is another now")


def record(entity: str, key: str) -> Text:
    """A record as these texts name it."""
    return record_named(entity, key)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _more(count: int) -> list[Text]:
    if count < 1:
        return []
    return [say("and one more record") if count == 1 else say("and {count} more records", count=count)]
