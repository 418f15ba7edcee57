"""What a port may raise; every driver and HTTP error is translated to one of these at its connector's border.

Failure
├── Retryable     not done, and worth trying again soon (busy, too many requests)
├── Rejected      understood and refused: the record is held, the run goes on
│   └── Conflict  refused because it stands there already
├── Denied        keys or privileges do not suffice: nothing of this kind will succeed in this run
├── Missing       the system lacks an entity or a field that was asked of it (a view, a column)
└── Unreachable   no answer, or one that is no answer
"""

from __future__ import annotations


class Failure(Exception):
    """A port could not do what it was asked.

    `system`: its title. `request`: what was asked, without secrets ("POST /Customers"). `detail`: what the
    system said. `remedy`: what a person can do. `status`: an HTTP status, where there was one.
    """

    def __init__(self, system: str, request: str, detail: str, *, remedy: str = "", status: int | None = None) -> None:
        super().__init__(f"{system}: {request}: {detail}")
        self.system = system
        self.request = request
        self.detail = detail
        self.remedy = remedy
        self.status = status


class Retryable(Failure):
    """It was not done, and may succeed when tried again."""


class Rejected(Failure):
    """It was understood and refused; trying again unchanged gives the same answer."""


class Conflict(Rejected):
    """Refused because it stands there already; `existing_id` is what the system said holds it, if it did."""

    def __init__(
        self,
        system: str,
        request: str,
        detail: str,
        *,
        remedy: str = "",
        status: int | None = None,
        existing_id: str | int | None = None,
    ) -> None:
        super().__init__(system, request, detail, remedy=remedy, status=status)
        self.existing_id = existing_id


class Denied(Failure):
    """Keys or privileges do not suffice."""


class Missing(Failure):
    """The system lacks a view, a column or an endpoint that was asked of it; other entities may still work."""


class Unreachable(Failure):
    """No answer came, or one that is no answer.

    `may_have_happened`: whether the request may have taken hold all the same (its reply was lost); then it must
    not be sent again before the system has been asked.
    """

    def __init__(
        self,
        system: str,
        request: str,
        detail: str,
        *,
        remedy: str = "",
        status: int | None = None,
        may_have_happened: bool = False,
    ) -> None:
        super().__init__(system, request, detail, remedy=remedy, status=status)
        self.may_have_happened = may_have_happened
