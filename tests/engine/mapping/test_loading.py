"""A mapping that was kept is the one that would be made, and what is not whole and ours is made anew."""

from __future__ import annotations

import os
import pickle
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.diagnostics.languages import ENGLISH, language
from engine.diagnostics.render import render_text
from engine.mapping.bundle import load_bundle, pack
from engine.mapping.cache import Cache
from engine.mapping.collection import LoadedMappings, load_mappings
from engine.mapping.library import Library
from engine.mapping.mapping import Loaded, load_mapping_file
from engine.mapping.workspace import load_workspace
from parts.kept_site import FJORD, PLACE, KeptSite, Watched
from tests.engine.mapping.conftest import WORKSPACE
from tests.engine.mapping.test_golden import CASES

ROOT = Path(__file__).parents[3]
BASES = sorted((ROOT / "mappings" / "base").glob("*.yaml"))
DEMO = [ROOT / "mappings" / "customers" / "demo" / name for name in ("customer.yaml", "invoice.yaml")]
Write = Callable[[Mapping[str, str]], Path]


# ---- another process


def _process(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "parts.kept_mappings", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "WINGO_CACHE": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_second_process_finds_what_the_first_one_made(tmp_path: Path) -> None:
    """Every shipped mapping and the demo's: nothing is parsed, checked or compiled, and all of it is the same."""
    kept = _process(tmp_path, "keep", *BASES, *DEMO, PYTHONHASHSEED="1")
    assert (kept.returncode, kept.stderr) == (0, "")
    used = _process(tmp_path, "use", *BASES, *DEMO, PYTHONHASHSEED="2")
    assert (used.returncode, used.stderr) == (0, "")
    assert len(list(tmp_path.iterdir())) == 2 * len([*BASES, *DEMO]) + 1


def test_a_process_that_finds_nothing_makes_it_again(tmp_path: Path) -> None:
    """Else the other tests would say nothing."""
    assert "engine.language.checker" in _process(tmp_path, "use", *DEMO).stderr


def test_many_processes_load_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "parts.kept_mappings", "keep", *map(str, DEMO)]
    around = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "WINGO_CACHE": str(tmp_path)}
    running = [subprocess.Popen(command, env=around, stderr=subprocess.PIPE) for _ in range(8)]
    assert [process.communicate(timeout=120)[1] for process in running] == [b""] * 8
    assert [process.returncode for process in running] == [0] * 8
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    used = _process(tmp_path, "use", *DEMO)
    assert (used.returncode, used.stderr) == (0, "")


def test_what_is_kept_is_what_would_be_made(site: KeptSite) -> None:
    found, made = site.again(), site.fresh()
    assert found == made
    assert found.mapping is not None
    assert made.mapping is not None
    assert found.mapping.source is made.mapping.source
    assert found.mapping.target is made.mapping.target
    assert found.mapping.compile()
    assert found.mapping.run(FJORD) == made.mapping.run(FJORD)
    assert found.mapping.trace(FJORD) == made.mapping.trace(FJORD)


# ---- damaged


class Trace:
    """What leaves a trace where somebody unpickles it."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.place,))


def test_nothing_is_unpickled_that_this_user_s_wingo_did_not_write(site: KeptSite) -> None:
    trace = site.top / "trace"
    payload = pickle.dumps(Trace(trace))
    pickle.loads(payload)
    assert trace.exists(), "it would leave one"
    trace.unlink()
    [entry] = site.entries()
    whole, made = entry.read_bytes(), site.fresh()
    stranger = Cache(site.top / "stranger")
    stranger.keep(entry.name, payload)
    foreign = (site.top / "stranger" / entry.name).read_bytes()
    for content in (payload, bytes(32) + payload, whole[:32] + payload, whole + payload, foreign):
        entry.write_bytes(content)
        assert site.loaded() == made
        assert not trace.exists()
    assert site.again() == made


def test_a_stranger_s_functions_are_not_run(site: KeptSite) -> None:
    trace, mapping = site.top / "trace", site.loaded().mapping
    assert mapping is not None
    assert mapping.compile()
    [functions] = [path for path in site.entries() if path.suffix == ".functions"]
    Cache(site.top / "stranger").keep(functions.name, pickle.dumps(Trace(trace)))
    shutil.copy(site.top / "stranger" / functions.name, functions)
    again = site.again().mapping
    assert again is not None
    assert again.compile()
    assert again.run(FJORD) == mapping.run(FJORD)
    assert not trace.exists()


def test_a_damaged_entry_is_made_anew(site: KeptSite) -> None:
    [entry] = site.entries()
    whole, made, chance = entry.read_bytes(), site.fresh(), random.Random(5)
    places = [0, 31, 32, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(30))]
    for place in places:
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        assert site.loaded() == made, place
    for length in (0, 10, 32, 33, len(whole) // 2, len(whole) - 1):
        entry.write_bytes(whole[:length])
        assert site.loaded() == made, length
    assert site.again() == made


def test_an_entry_that_was_sealed_but_holds_something_else_is_made_anew(site: KeptSite) -> None:
    """As another version of the program might have left it, were it to choose the same name."""
    cache, [entry] = Cache(site.top / "cache"), site.entries()
    unknown = pickle.dumps(((), Loaded)).replace(b"Loaded", b"Lodead")
    for content in (b"", b"no pickle", pickle.dumps(7), pickle.dumps(((), 7)), unknown):
        cache.keep(entry.name, content)
        assert site.loaded() == site.fresh(), content
        assert site.again() == site.fresh()


@pytest.mark.parametrize("place", ["a file", "a right that is missing"])
def test_without_a_folder_all_is_as_without_a_cache(site: KeptSite, place: str) -> None:
    folder = site.top / "cache"
    shutil.rmtree(folder)
    if place == "a file":
        folder.write_text("mine", encoding="utf-8")
    else:
        folder.mkdir(mode=0o000)
    for _ in range(2):
        loaded = site.loaded()
        assert loaded == site.fresh()
        assert loaded.mapping is not None
        assert loaded.mapping.compile()


# ---- what is said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistakes_are_told_the_same_from_the_cache(case: Path, write: Write, library: Library, tmp_path: Path) -> None:
    parts = re.split(r"^--- (\S+)\n", case.read_text(encoding="utf-8"), flags=re.MULTILINE)
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    folder = write(files)
    watched = Watched(tmp_path / "cache")
    caches = [None, Cache(tmp_path / "cache"), watched]
    told = [_told(files, folder, replace(library, cache=cache)) for cache in caches]
    assert told[0] == told[1]
    assert told[0] == told[2]
    assert all(watched.had)


def _told(files: Mapping[str, str], folder: Path, library: Library) -> tuple[object, ...]:
    """Every diagnostic, and their texts in both languages."""
    workspace = load_workspace(folder, library.catalogs).workspace if "workspace.yaml" in files else None
    found: Loaded | LoadedMappings
    if workspace is None:
        found = load_mapping_file(folder / next(iter(files)), library)
    else:
        found = load_mappings(workspace, library)
    texts = [render_text(found.diagnostics, found.sources, language=one) for one in (ENGLISH, language("nb"))]
    return found.diagnostics, found.sources, texts


# ---- what is not kept


def test_the_mappings_of_a_saved_plan_are_not_kept(write: Write, site: KeptSite) -> None:
    folder = write({f"{PLACE}/workspace.yaml": WORKSPACE}) / PLACE
    workspace = load_workspace(folder, site.library.catalogs).workspace
    assert workspace is not None
    bundle = pack(workspace, load_mappings(workspace, site.library).mappings, site.library)
    before = site.entries()
    loaded = load_bundle(bundle, workspace, site.library)
    for mapping in loaded.mappings:
        mapping.compile()
    assert len(loaded.mappings) == 7
    assert site.entries() == before


def test_nothing_of_a_record_is_kept(site: KeptSite) -> None:
    """Neither what was mapped before a mapping was compiled, nor after."""
    words = [f"Hemmelig{number}" for number in range(120)]
    mapping = site.loaded().mapping
    assert mapping is not None
    for word in words:
        record = {**FJORD, "name": word, "email": f"{word}@fjord.no", "country": word, "department_no": word}
        mapping.run(record)
        mapping.trace(record)
        mapping.put({"Name": word, "Number": 10001}, record)
    assert {path.suffix for path in site.entries()} == {".mapping", ".functions"}
    for path in (site.top / "cache").iterdir():
        content = path.read_bytes()
        assert b"Hemmelig" not in content
        assert "Hemmelig".encode("utf-16-le") not in content


def test_nothing_of_a_workspace_is_kept(write: Write, site: KeptSite) -> None:
    """Its secrets stand beside the mappings, in the environment or in `.env`."""
    secret = "s3cret-Kl1entn0kkel"
    text = WORKSPACE.replace("environment: demo", f"environment: demo, client_key: {secret}")
    folder = write({f"{PLACE}/workspace.yaml": text, f"{PLACE}/.env": f"FIRM_KEY={secret}\n"}) / PLACE
    load_workspace(folder, site.library.catalogs)
    assert site.loaded().mapping is not None
    assert len(site.entries()) == 2, "the workspace's file is one of the folder's"
    for path in (site.top / "cache").iterdir():
        assert secret.encode() not in path.read_bytes()
