"""Answers of a Go that is newer than the specification: objects with members that nobody has heard of.

The vendor adds members without notice, so a client must pass over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectors.standin.body import Body, Json

NEW_MEMBERS: Body = {"NewMember": "a word that no client knows", "NewObject": {"NewList": [1, None]}}


def with_new_members(body: Json) -> Json:
    """The body with new members in every object of it."""
    if isinstance(body, Mapping):
        return {**{name: with_new_members(value) for name, value in body.items()}, **NEW_MEMBERS}
    if isinstance(body, str) or not isinstance(body, Sequence):
        return body
    return [with_new_members(item) for item in body]
