"""A plan file: a plan with the mappings that it was made from, and fingerprints of what it saw.

A zip whose members stand in a fixed order and have no time of their own, so that the same plan gives the same bytes:
`plan.jsonl` (the head, then a change a line), `sources.json` with the rules that those name by number, `seen.json`,
`mappings.json` with the files below `mappings/`, and `manifest.json` with the digest of each. It is written and read
piece by piece, however long the plan is.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from engine.diagnostics.render import as_json
from engine.mapping.bundle import Bundle, BundledFile, is_place
from engine.model import exact_json
from engine.sync.plan import Plan, PlanRefused
from engine.sync.saving import complaints as plan_complaints
from engine.sync.saving.fingerprints import Deeds, SectionSeen
from engine.sync.saving.sources import Gathering, Sources, restored

_PLAN, _SEEN, _MAPPINGS, _MANIFEST = "plan.jsonl", "seen.json", "mappings.json", "manifest.json"
_SOURCES = "sources.json"  # not in files of format 1: there each field has its rule
FILE_FORMAT = 3
_READ = (1, 2, FILE_FORMAT)  # of a line of an older one more is told, and nothing otherwise
_SQUEEZE = 1  # of 9: half a minute is saved on a plan of a hundred thousand, for a file a third larger
_FILES = "mappings/"
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
_HEAD_MAX = 1_000_000  # bytes of the first line
_CHUNK = 1 << 16

# What reading a file that is no zip, or a broken one, may raise.
_BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
    OverflowError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a plan was made, so that it can be made again: a command's name with its arguments, as JSON has them.

    `Recipe("plan", {"wanted": ["customer"]})`, `Recipe("revert", {"run": 12})`.
    """

    command: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan file says of itself first. `made_by`: the operator. `mappings`, `series`: digests, as a plan's."""

    plan: str
    workspace: str
    created_at: datetime
    mappings: str
    series: str
    recipe: Recipe
    made_by: str
    version: str
    offline: bool = False


@dataclass(frozen=True, slots=True)
class PlanFile:
    """An open plan file that is whole. `name`: as it was asked for; `digest`: of all its bytes."""

    name: str
    digest: str
    head: Head
    archive: ZipFile

    @property
    def seen(self) -> tuple[SectionSeen, ...]:
        """The fingerprints of what the plan saw, section by section."""
        return tuple(SectionSeen(**section) for section in self._json(_SEEN)["sections"])

    def changes(self) -> Iterator[Mapping[str, Any]]:
        """The changes one after the other, as their JSON is when they are shown; with seals, and ids in the target."""
        has_sources = _SOURCES in self.archive.namelist()
        sources = Sources(**self._json(_SOURCES)) if has_sources else None
        with self.archive.open(_PLAN) as lines:
            next(lines)
            for line in map(exact_json.loads, lines):
                yield line if sources is None else restored(line, sources)

    def bundle(self) -> Bundle:
        """The files of the mappings."""
        listed = self._json(_MAPPINGS)
        files = (BundledFile(f["place"], f["name"], self.archive.read(_FILES + f["place"])) for f in listed["files"])
        return Bundle(listed["folder"], tuple(listed["entities"]), tuple(files))

    def _json(self, member: str) -> Any:
        return exact_json.loads(self.archive.read(member))


def write_plan_file(
    file: BinaryIO,
    plan: Plan,
    head: Head,
    seen: Iterable[SectionSeen],
    bundle: Bundle,
    key: str | None = None,
    deeds: Deeds | None = None,
) -> str:
    """Write a plan into an empty file that can be read again; its digest. Raises OSError.

    `key`: by which masked values are sealed. `deeds`: told of every change before `seen` is asked for.
    """
    sources = Gathering()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_SQUEEZE) as archive:
        digests: dict[str, str] = {}
        _put(archive, digests, _PLAN, plan_lines(plan, head, sources, key, deeds))
        _put(archive, digests, _SOURCES, [exact_json.dumps(sources.told())])
        _put(archive, digests, _SEEN, [exact_json.dumps({"sections": [asdict(one) for one in seen]})])
        _put(archive, digests, _MAPPINGS, [exact_json.dumps(_bundle_json(bundle))])
        for one in bundle.files:
            _put(archive, digests, _FILES + one.place, [one.content])
        _put(archive, {}, _MANIFEST, [exact_json.dumps({"members": digests})])
    file.flush()
    file.seek(0)
    return _digest(file)


def plan_lines(
    plan: Plan, head: Head, sources: Gathering, key: str | None = None, deeds: Deeds | None = None
) -> Iterator[str]:
    """The head, then each change, unchanged ones too: a line of JSON each, made as it is asked for. The arguments are
    those of `write_plan_file`; `sources` gathers the rules behind all values."""
    yield exact_json.dumps(_head_json(plan, head)) + "\n"
    for change in plan.changes:
        line = sources.line(change, key)
        if deeds is not None and change.deed:
            deeds.note(change, line.deed)
        yield line.text + "\n"


@contextmanager
def opened_plan_file(path: Path) -> Iterator[PlanFile]:
    """Open a plan file; what is read is a copy, so that nothing changes under its digest.

    Raises PlanRefused: P404 when it cannot be read or is not whole, P407 when it is of a version that is not known.
    """
    with TemporaryFile() as copy:
        try:
            with path.open("rb") as file:
                shutil.copyfileobj(file, copy)
        except OSError as problem:
            raise PlanRefused((plan_complaints.unreadable(str(path), problem.strerror or ""),)) from None
        copy.seek(0)
        digest = _digest(copy)
        try:
            archive = ZipFile(copy)
            found = PlanFile(str(path), digest, _whole(archive, str(path)), archive)
        except _BROKEN:
            raise PlanRefused((plan_complaints.not_whole(str(path)),)) from None
        with archive:
            yield found


# ---- writing


def _put(archive: ZipFile, digests: dict[str, str], name: str, parts: Iterable[str | bytes]) -> None:
    """Write a member as its parts are made, some thousand at once, and note its digest."""
    info = ZipInfo(name, _TIME)
    info.compress_type = ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o644 << 16  # the same on every machine
    digest = hashlib.sha256()
    with archive.open(info, "w") as member:
        for content in _chunks(part.encode() if isinstance(part, str) else part for part in parts):
            digest.update(content)
            member.write(content)
    digests[name] = f"sha256:{digest.hexdigest()}"


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Many small parts as some larger ones: each costs a turn of the packer."""
    waiting: list[bytes] = []
    length = 0
    for part in parts:
        waiting.append(part)
        length += len(part)
        if length >= _CHUNK:
            yield b"".join(waiting)
            waiting, length = [], 0
    yield b"".join(waiting)


def _head_json(plan: Plan, head: Head) -> dict[str, Any]:
    return {
        "format": FILE_FORMAT,
        "plan": head.plan,
        "workspace": head.workspace,
        "created_at": head.created_at.isoformat(),
        "mappings": head.mappings,
        "series": head.series,
        "summary": plan.summary,
        "made": {"command": head.recipe.command, **head.recipe.arguments},
        "operator": head.made_by,
        "version": head.version,
        "offline": head.offline,
        "diagnostics": [as_json(one) for one in plan.said],
    }


def _bundle_json(bundle: Bundle) -> dict[str, Any]:
    files = [{"place": one.place, "name": one.name} for one in bundle.files]
    return {"folder": bundle.folder, "entities": list(bundle.entities), "files": files}


def _digest(file: IO[bytes]) -> str:
    """Of what stands from here to the end."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


# ---- reading


def _whole(archive: ZipFile, name: str) -> Head:
    """The head of a file of which every member is as the manifest has it. Raises what reading a broken one does."""
    infos = archive.infolist()
    if any(info.compress_type != ZIP_DEFLATED for info in infos):
        raise ValueError("a member is packed in another way")
    digests = exact_json.loads(archive.read(_MANIFEST))["members"]
    if sorted(info.filename for info in infos) != sorted([*digests, _MANIFEST]):
        raise ValueError("members were added or taken away")
    for member in digests:
        if _member_digest(archive, member) != digests[member]:
            raise ValueError(f"{member} is not as it was written")
        if member.startswith(_FILES) and not is_place(member.removeprefix(_FILES)):
            raise ValueError(f"{member} names no place")
    with archive.open(_PLAN) as lines:
        return _head(exact_json.loads(lines.readline(_HEAD_MAX)), name)


def _member_digest(archive: ZipFile, member: str) -> str:
    with archive.open(member) as content:
        return _digest(content)


def _head(found: Mapping[str, Any], name: str) -> Head:
    if found["format"] not in _READ:
        raise PlanRefused((plan_complaints.other_version(name, str(found["version"])),))
    arguments = dict(found["made"])
    return Head(
        str(found["plan"]),
        str(found["workspace"]),
        datetime.fromisoformat(found["created_at"]),
        found["mappings"],
        found["series"],
        Recipe(arguments.pop("command"), arguments),
        str(found["operator"]),
        str(found["version"]),
        bool(found["offline"]),
    )
