"""Looks for a mapping's file that breaks a promise: `python -m tests.fuzz.run --minutes 15`.

With atheris installed it is led by the code that a file reaches; without, it makes mistakes in files at random. What it
finds is made small, and kept as `corpus/found-…`, which the tests then hold the engine to. Files that only reach
more code are not kept: they are too many, and found again in a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
sys.path.insert(0, str(HERE.parent))

SLOW_SECONDS = 20.0
_SMALLER_TRIES = 400


def main() -> None:
    arguments = _arguments()
    until = time.monotonic() + arguments.minutes * 60
    try:
        import atheris
    except ImportError:
        atheris = None
    if atheris is None or arguments.blind:
        _blindly(until, arguments.seed)
    else:
        _led(atheris, until, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--blind", action="store_true", help="without atheris, although it is installed")
    return parser.parse_args()


# ---- the two ways to look


def _blindly(until: float, seed: int) -> None:
    """Mistakes at random, in shipped mappings and in what was found before."""
    finds, random = Finds(), Random(seed)
    while time.monotonic() < until:
        finds.look(_changed(random.choice(seeds()), random))
    finds.report()


def _led(atheris, until: float, arguments: argparse.Namespace) -> None:  # type: ignore[no-untyped-def]
    """Led by the code that a file reaches. libFuzzer ends the process itself, so finds are told as they come."""
    with atheris.instrument_imports(include=["engine.language", "engine.mapping"]):
        import parts.examined  # noqa: F401  # imported here so that what it imports is instrumented

    finds = Finds()

    def mutate(content: bytes, size_max: int, seed: int) -> bytes:
        random = Random(seed)
        made = _changed(content, random) if random.random() < 0.8 else atheris.Mutate(content, size_max)
        return bytes(made[:size_max])

    with tempfile.TemporaryDirectory() as reached:
        start = Path(reached, "start")
        start.mkdir()
        for number, content in enumerate(seeds()):
            (start / str(number)).write_bytes(content)
        seconds = max(1, int(until - time.monotonic()))
        limits = [f"-max_total_time={seconds}", f"-seed={arguments.seed}", "-max_len=20000", "-timeout=120"]
        options = [sys.argv[0], *limits, "-print_final_stats=1", str(start)]
        atheris.Setup(options, finds.look, custom_mutator=mutate)
        atheris.Fuzz()


def seeds() -> list[bytes]:
    """What is changed: shipped mappings and the corpus."""
    from strategies.broken_mappings import SHIPPED

    return [*(text.encode() for text in SHIPPED.values()), *(path.read_bytes() for path in corpus())]


def corpus() -> list[Path]:
    """The files that broke a promise once, or come near to it."""
    return sorted(CORPUS.glob("*.*"))


def _changed(content: bytes, random: Random) -> bytes:
    from strategies.broken_mappings import edited, random_edits, random_text

    chance = random.random()
    if chance < 0.15:
        return random_text(random).encode("utf-8", "surrogatepass")
    if chance < 0.2:
        at = random.randrange(len(content) + 1)
        return content[:at] + random.randbytes(random.randrange(1, 9)) + content[at:]
    text = content.decode("utf-8", "replace")
    return edited(text, random_edits(random)).encode("utf-8", "surrogatepass")


# ---- what is found


class Finds:
    """The promises that were broken, each told once and kept as small as it gets."""

    def __init__(self) -> None:
        self.looked = 0
        self.kept: dict[str, Path] = {}

    def look(self, content: bytes) -> None:
        """Examine a file; keep it when a promise is broken in a way that was not met before."""
        self.looked += 1
        broken = _broken(content)
        if broken is None or broken[0] in self.kept:
            return
        small = _smaller(content, lambda one: (_broken(one) or ("",))[0] == broken[0])
        path = CORPUS / f"found-{hashlib.sha256(small).hexdigest()[:10]}.{'yaml' if _is_text(small) else 'bytes'}"
        path.write_bytes(small)
        self.kept[broken[0]] = path
        print(f"{path}: {broken[0]}\n{broken[1]}", file=sys.stderr, flush=True)

    def report(self) -> None:
        """How it ended."""
        print(f"{self.looked} files examined, {len(self.kept)} promises broken")


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _broken(content: bytes) -> tuple[str, str] | None:
    """How a file breaks a promise (the place in the code tells two of them apart), and how that came to be."""
    from parts.examined import examine

    began = time.process_time()
    try:
        examine(content)
    except Exception as failure:
        last = traceback.extract_tb(failure.__traceback__)[-1]
        said = str(failure).split(":")[0] if isinstance(failure, AssertionError) else ""
        return f"{type(failure).__name__} {said} at {Path(last.filename).name}:{last.lineno}", traceback.format_exc()
    seconds = time.process_time() - began
    return ("slow", f"{seconds:.1f} s for {len(content)} bytes") if seconds > SLOW_SECONDS else None


def _smaller(content: bytes, still: Callable[[bytes], bool]) -> bytes:
    """The same mistake in fewer lines, then in fewer characters."""
    tries = 0
    for separator in (b"\n", b" ", b""):
        parts = content.split(separator) if separator else [bytes((byte,)) for byte in content]
        size = max(1, len(parts) // 2)
        while size and tries < _SMALLER_TRIES:
            at = 0
            while at < len(parts) and tries < _SMALLER_TRIES:
                tries += 1
                fewer = parts[:at] + parts[at + size :]
                if still(separator.join(fewer)):
                    parts = fewer
                else:
                    at += size
            size //= 2
        content = separator.join(parts)
    return content


if __name__ == "__main__":
    main()
