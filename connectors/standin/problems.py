"""Answers that are not a success: ProblemDetails of the API, and the shorter form of the gateway before it.

The titles and sentences are those of the specification's examples; what it leaves open is worded alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.standin.body import Body


class AnswerError(Exception):
    """Ends a request with an answer of its own. `body` None is an empty answer; `headers` go with it."""

    def __init__(self, status: int, body: Body | None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def problem(status: int, title: str, detail: str) -> AnswerError:
    """A ProblemDetails answer."""
    return AnswerError(status, {"type": None, "title": title, "status": status, "detail": detail, "instance": None})


def gateway(status: int, message: str, headers: Mapping[str, str] | None = None) -> AnswerError:
    """An answer of the gateway in front of the API, which is no ProblemDetails."""
    return AnswerError(status, {"statusCode": status, "message": message}, headers)


def invalid(title: str, detail: str) -> AnswerError:
    """A rule of an entity is broken; `title` is the entity's ("Customer")."""
    return problem(400, f"{title} validation error(s)", detail)


def unbound(errors: Mapping[str, Sequence[str]]) -> AnswerError:
    """The body does not bind to its model: a member is missing, unknown or of the wrong type."""
    detail = " ".join(message for messages in errors.values() for message in messages)
    error = problem(400, "One or more validation errors occurred.", detail)
    error.body = {**(error.body or {}), "errors": {name: list(messages) for name, messages in errors.items()}}
    return error


def uncastable(detail: str) -> AnswerError:
    """A filter holds what is no list of numbers, dates or the like."""
    return problem(400, "Unable to cast object(s)", detail)


def bad_parameter(detail: str) -> AnswerError:
    """Paging, Fields or OrderBy is badly formed."""
    return problem(400, "Invalid resourceParameter", detail)


def not_found(what: str, identity: object, by: str = "id") -> AnswerError:
    """The object that the path names does not exist."""
    return problem(404, "Object(s) not found", f"{what} with {by} = {identity} not found.")


def reference_missing(title: str, what: str, by: str, value: object) -> AnswerError:
    """An object that the body refers to does not exist: 404, although the path was right."""
    shown = f"'{value}'" if isinstance(value, str) else str(value)
    return problem(404, f"{title} validation error(s)", f"{what} with {by} = {shown} not found.")


def in_use(title: str, identity: object) -> AnswerError:
    """The object cannot be deleted, because another one needs it."""
    return problem(409, f"{title} conflict", f"{title} with id = {identity} is in use and cannot be deleted.")
