"""Which known name was most likely meant by one that nobody knows: one way to guess, wherever names are typed."""

from __future__ import annotations

from collections.abc import Iterable

_RATIO = 0.6
_KEY_RATIO = 0.5  # keys are short: one digit of two is otherwise
_NEAR_MAX = 3


def nearest(word: str, names: Iterable[str], ratio: float = _RATIO) -> str | None:
    """The name that was most likely meant, or None. Capitals and underscores count for little."""
    known = sorted(set(names))
    by_letters = {_letters(name): name for name in known}
    exact = by_letters.get(_letters(word))
    if exact is not None and exact != word:
        return exact
    close = _close(word, known, 1, ratio) or _close(_letters(word), by_letters, 1, ratio)
    return by_letters.get(close[0], close[0]) if close else None


def near_keys(word: str, keys: Iterable[str]) -> list[str]:
    """The records' keys that may have been meant: those with a part of this name (`5001` of `1/5001`), else those that
    look like it."""
    known = sorted(set(keys))
    having = [key for key in known if "/" in key and word in key.split("/")]
    return (having or _close(word, known, _NEAR_MAX, _KEY_RATIO))[:_NEAR_MAX]


def _close(word: str, known: Iterable[str], number: int, ratio: float) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, list(known), number, ratio)


def _letters(name: str) -> str:
    return name.lower().replace("_", "")
