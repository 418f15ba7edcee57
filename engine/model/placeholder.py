"""What stands in a request for a value that is known only after a write."""

from __future__ import annotations

from collections.abc import Mapping


class Placeholder:
    """A value that is known only after a write; it tells JSON what to write in its place."""

    __slots__ = ()

    def as_json(self) -> Mapping[str, object]:
        """The object that stands for the value."""
        raise NotImplementedError
