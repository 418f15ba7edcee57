"""A program at fault made smaller: statements left out, and expressions put in place of what they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_TRIES_MAX = 400  # a program costs a tenth of a second


def smallest(text: str, is_at_fault: Callable[[str], bool]) -> str:
    """The smallest program found that is still at fault."""
    tries = _TRIES_MAX
    candidates = smaller(text)
    while tries > 0 and (candidate := next(candidates, None)) is not None:
        tries -= 1
        if is_at_fault(candidate):
            text, candidates = candidate, smaller(candidate)
    return text


def smaller(text: str) -> Iterator[str]:
    """Programs a little smaller, the largest steps first."""
    head, _, rules = text.partition("rules: |\n")
    lines = rules.splitlines()
    for size in (8, 4, 2, 1):
        for place in range(0, len(lines), size):
            left = lines[:place] + lines[place + size :]
            if left:
                yield f"{head}rules: |\n" + "".join(f"{line}\n" for line in left)
    for line in head.splitlines():
        if line.startswith(("select:", "series:")):
            yield text.replace(f"{line}\n", "", 1)
    for start, end in _groups(text):
        for inner_start, inner_end in _groups(text[start + 1 : end]):
            inside = text[start + 1 + inner_start : start + 2 + inner_end]
            yield text[:start] + inside + text[end + 1 :]
        yield f"{text[:start]}1{text[end + 1 :]}"
        yield f'{text[:start]}"x"{text[end + 1 :]}'


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Where parentheses open and close, the outermost first; what stands inside one is told when it is asked for."""
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")" and opened:
            start = opened.pop()
            yield start, place
