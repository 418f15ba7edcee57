"""What happens in Go between two requests of a client, on demand: just before the next one is done, all is different.

A person closes a period, a module's subscription lapses, every token ends. A client that had asked beforehand was told
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from connectors.standin.access import Access
from connectors.standin.company import Company
from connectors.standin.mischief import EXPIRE, lapsed_subscription_of, lock_date_of


def happen(actions: Iterable[str], access: Access, company: Company | None) -> None:
    """Carry out those actions that change Go itself. `company`: the caller's, None when it has no good token."""
    for action in actions:
        if action == EXPIRE:
            access.expire_tokens()
        elif company is not None:
            _change(company, action)


def _change(company: Company, action: str) -> None:
    lock_date, lapsed = lock_date_of(action), lapsed_subscription_of(action)
    settings = company.settings
    if lock_date is not None:
        company.settings = replace(settings, lock_date=lock_date)
    elif lapsed is not None:
        company.settings = replace(settings, subscriptions=tuple(s for s in settings.subscriptions if s != lapsed))
    company.changed = company.changed or company.settings is not settings
