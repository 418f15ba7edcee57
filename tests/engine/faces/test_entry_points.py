"""Entry points are found where `importlib.metadata` finds them."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from engine.faces.entry_points import entry_points, loaded

GROUPS = sorted({point.group for distribution in metadata.distributions() for point in distribution.entry_points})


@pytest.mark.parametrize("group", [*GROUPS, "nobody.has.this"])
def test_both_find_the_same(group: str) -> None:
    known = {point.name: (point.module, point.attr or "") for point in metadata.entry_points(group=group)}
    assert entry_points(group) == known


def test_what_they_stand_for_is_loaded_in_order() -> None:
    assert list(loaded("wingo.connectors")) == ["go", "win"]
    assert {name: point.load() for name, point in _points("wingo.connectors").items()} == loaded("wingo.connectors")


def _points(group: str) -> dict[str, metadata.EntryPoint]:
    return {point.name: point for point in metadata.entry_points(group=group)}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to install into, first on the path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def install(folder: Path, info: str, text: str) -> None:
    (folder / info).mkdir(parents=True)
    (folder / info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {info.split('-')[0]}\nVersion: 1\n")
    (folder / info / "entry_points.txt").write_text(text, encoding="utf-8")


def test_every_form_of_the_file_is_read(installed: Path) -> None:
    text = (
        "# note\n[other]\na = b:c\n\n[ wingo.test ]\n; note\nwhole = json\n in = json.decoder : JSONDecoder.decode [x]"
    )
    install(installed, "Some.Thing-1.0.dist-info", text)
    assert entry_points("wingo.test") == {"whole": ("json", ""), "in": ("json.decoder", "JSONDecoder.decode")}
    assert loaded("wingo.test")["in"].__qualname__ == "JSONDecoder.decode"
    assert loaded("wingo.test")["whole"].__name__ == "json"


def test_the_first_of_a_name_on_the_path_counts(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(installed / "first", "some_thing-2.0.dist-info", "[wingo.test]\na = json\n")
    install(installed / "second", "Some.Thing-1.0.egg-info", "[wingo.test]\na = html\nb = html\n")
    install(installed / "second", "other.egg-info", "[wingo.test]\nc = html\n")
    monkeypatch.setattr(sys, "path", [str(installed / "first"), str(installed / "second"), str(installed / "none")])
    assert entry_points("wingo.test") == {"a": ("json", ""), "c": ("html", "")}


def in_an_archive(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(folder / "some.zip", "w") as archive:
        for path in (folder / "source" / INFO).iterdir():
            archive.write(path, path.relative_to(folder / "source").as_posix())
    monkeypatch.syspath_prepend(str(folder / "some.zip"))


def in_an_egg(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "source" / INFO).rename(folder / "source" / "EGG-INFO")
    (folder / "source").rename(folder / "thing-1.0-py3.11.egg")
    monkeypatch.syspath_prepend(str(folder / "thing-1.0-py3.11.egg"))


def known_to_a_finder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder(metadata.DistributionFinder):
        def find_spec(self, *_arguments: object) -> None:
            return None

        def find_distributions(self, *_arguments: object) -> list[metadata.Distribution]:
            return [metadata.PathDistribution(folder / "source" / INFO)]

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])


INFO = "thing-1.0.dist-info"


@pytest.mark.parametrize("installed_so", [in_an_archive, in_an_egg, known_to_a_finder])
def test_where_files_do_not_tell_the_library_is_asked(
    installed_so: Callable[[Path, pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "source", INFO, "[wingo.test]\na = json:loads\nb = json\n")
    assert entry_points("wingo.test") == {}
    installed_so(tmp_path, monkeypatch)
    assert entry_points("wingo.test") == {"a": ("json", "loads"), "b": ("json", "")}
