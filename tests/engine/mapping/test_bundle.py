"""A bundle holds what mappings were read from, and gives the same ones wherever it is read, under the same names."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine.mapping.bundle import Bundle, is_place, load_bundle, pack
from engine.mapping.collection import LoadedMappings, load_mappings
from engine.mapping.library import Library
from engine.mapping.workspace import Workspace, load_workspace
from tests.engine.mapping.conftest import WORKSPACE

Write = Callable[[Mapping[str, str]], Path]

OVERLAY = "extends: base/customer\nrules: |\n  Name  =  name | upper\n"
SITE_TABLE = "table: lands\nrows:\n  Norge: NO\n  Sverige: SE\n  Danmark: DK\n"


def _loaded(folder: Path, library: Library) -> tuple[Workspace, LoadedMappings]:
    workspace = load_workspace(folder, library.catalogs).workspace
    assert workspace is not None
    loaded = load_mappings(workspace, library)
    assert not [d for d in loaded.diagnostics if d.is_error], loaded.diagnostics
    return workspace, loaded


def _told(loaded: LoadedMappings) -> list[tuple[object, ...]]:
    """All by which mappings are told apart: their order, texts, names and places."""
    return [
        (m.name, m.digest, m.file, m.files, m.place, m.key, sorted(m.sources), m.program.links, m.rules)
        for m in loaded.mappings
    ]


def _elsewhere(workspace: Workspace, bundle: Bundle, library: Library, tmp_path: Path) -> LoadedMappings:
    """Loaded from the bundle where nothing else is to be found."""
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    bare = dataclasses.replace(workspace, folder=nothing, entities=(), places={})
    return load_bundle(bundle, bare, dataclasses.replace(library, shipped=nothing))


@pytest.mark.parametrize("place", ["fjord", "mappings/customers/fjord", "mappings"])
def test_what_was_packed_loads_as_it_was(write: Write, library: Library, tmp_path: Path, place: str) -> None:
    folder = write({f"{place}/workspace.yaml": WORKSPACE, f"{place}/customer.yaml": OVERLAY}) / place
    workspace, loaded = _loaded(folder, library)
    bundle = pack(workspace, loaded.mappings, library)
    again = _elsewhere(workspace, bundle, library, tmp_path)
    assert _told(again) == _told(loaded)
    assert again.sources == loaded.sources


def test_the_site_s_shelf_and_the_shipped_one_stay_two(write: Write, library: Library, tmp_path: Path) -> None:
    """An overlay finds its site's table; a base that is used as it was shipped finds the shipped one."""
    files = {
        "mappings/customers/fjord/workspace.yaml": WORKSPACE,
        "mappings/customers/fjord/customer.yaml": "extends: customers/family\n",
        "mappings/customers/family.yaml": OVERLAY,
        "mappings/tables/lands.yaml": SITE_TABLE,
        "mappings/base/strange.yaml": "mapping: strange\nfrom: win.employee\nto: go.employee\n",
    }
    workspace, loaded = _loaded(write(files) / "mappings" / "customers" / "fjord", library)
    bundle = pack(workspace, loaded.mappings, library)
    assert {file.place for file in bundle.files if file.place.startswith("site/")} == {
        "site/customers/fjord/customer.yaml",
        "site/customers/family.yaml",
        "site/tables/lands.yaml",
        "site/base/strange.yaml",  # nothing uses it, but it says what `link` may name
    }
    assert bundle.folder == "site/customers/fjord"
    assert _told(_elsewhere(workspace, bundle, library, tmp_path)) == _told(loaded)


def test_a_workspace_among_the_shipped_ones_needs_no_other_shelf(
    library: Library, write: Write, tmp_path: Path
) -> None:
    top = write({"mappings/customers/demo/workspace.yaml": WORKSPACE, "mappings/customers/demo/customer.yaml": OVERLAY})
    shutil.copytree(library.shipped, top / "mappings", dirs_exist_ok=True)
    own = dataclasses.replace(library, shipped=top / "mappings")
    workspace, loaded = _loaded(top / "mappings" / "customers" / "demo", own)
    bundle = pack(workspace, loaded.mappings, own)
    assert bundle.folder == "shipped/customers/demo"
    assert {file.place.partition("/")[0] for file in bundle.files} == {"shipped"}
    assert _told(_elsewhere(workspace, bundle, own, tmp_path)) == _told(loaded)


def test_a_folder_that_is_named_by_a_detour_has_its_own_place(
    write: Write, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"mappings/customers/fjord/workspace.yaml": WORKSPACE, "mappings/customers/vik/x.txt": ""})
    monkeypatch.chdir(folder / "mappings" / "customers" / "vik")
    workspace, loaded = _loaded(Path("../fjord"), library)
    bundle = pack(workspace, loaded.mappings, library)
    assert bundle.folder == "site/customers/fjord"
    assert _told(_elsewhere(workspace, bundle, library, tmp_path)) == _told(loaded)


def test_only_what_was_read_is_packed(write: Write, library: Library) -> None:
    beside = dict.fromkeys(("secrets.yaml", "links.yaml", "unused.yaml", ".env"), "token: geheim\n")
    folder = write({"workspace.yaml": WORKSPACE, "customer.yaml": OVERLAY, "views/x.yaml": "a: b\n"})
    workspace, loaded = _loaded(folder, library)
    write(beside)
    bundle = pack(workspace, loaded.mappings, library)
    own = {file.place for file in bundle.files if not file.place.startswith("shipped/")}
    assert own == {"workspace/customer.yaml"}


def test_a_place_lies_nowhere_else() -> None:
    assert all(map(is_place, ("shipped/base/customer.yaml", "site/a/b.yaml", "workspace/x.yaml", "workspace")))
    wrong = ("../x", "shipped/../x", "/etc/passwd", "other/x", "", "shipped//x", "./shipped/x", "..")
    assert not any(map(is_place, wrong))
