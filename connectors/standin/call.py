"""A request as the API's own code sees it, its answer, and the table row that joins the two.

Nothing here knows HTTP's wire: the server translates both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.standin.body import Body, Json, parse
from connectors.standin.company import Books, Company
from connectors.standin.problems import AnswerError, problem, unbound


class Query:
    """The query's parameters; names in any case, the last of a repeated name counts."""

    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.items = items
        self._values = {name.lower(): value for name, value in items}

    def get(self, name: str) -> str | None:
        """A parameter's value; None when it is absent or blank."""
        value = self._values.get(name.lower(), "")
        return value if value.strip() else None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body: its part's name and its content."""

    part: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised request. `books` are what a reader is shown; `media` is the body's media type;
    `url` is the request's address without its query."""

    company: Company
    books: Books
    query: Query
    path: Mapping[str, str]
    content: bytes = b""
    media: str = ""
    url: str = ""
    uploads: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `body` None is an empty one."""

    status: int
    body: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of the API and the answer to it, as they went over the wire; for whoever watches."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    content: bytes
    status: int
    media: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API: method, path template, the privilege it takes and the function that does it."""

    method: str
    path: str
    privilege: str
    handle: Callable[[Call], Reply]


def json_body(call: Call) -> Json:
    """The body of a POST. Raises AnswerError when its media type or its text is no JSON."""
    if not (call.media in ("application/json", "text/json") or call.media.endswith("+json")):
        raise unsupported_media(call.media)
    try:
        return parse(call.content)
    except ValueError as error:
        raise unbound({"$": [f"The JSON value could not be converted: {error}"]}) from None


def unsupported_media(media: str) -> AnswerError:
    """The answer to a body of a type that the operation does not take."""
    return problem(415, "Unsupported Media Type", f"The media type '{media}' is not supported here.")


def path_id(call: Call, name: str, what: str) -> int:
    """A whole number in the path. Raises AnswerError (404) when it is none."""
    text = call.path[name]
    if not text.isascii() or not text.isdigit():
        raise problem(404, "Object(s) not found", f"{what} with id = {text} not found.")
    return int(text)


def created(body: Body, location: str) -> Reply:
    """201 with the new object."""
    return Reply(201, body, {"Location": location})
