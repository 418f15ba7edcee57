"""A customer's overlay over the small world's bases, with a cache: what is kept of it, and what would be made anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from engine.mapping.cache import Cache
from engine.mapping.library import Library
from engine.mapping.mapping import Loaded, load_mapping_file

FJORD = {"customer_no": 10001, "name": "Fjord AS", "kind": "FIRMA", "active": True, "country": "Sverige", "city": "Ås"}
PLACE = "mappings/customers/fjord"
OVERLAY_FILES = {
    f"{PLACE}/customer.yaml": 'extends: base/customer\nrules: |\n  Email = render("letter.j2")\n',
    f"{PLACE}/letter.j2": "Hei {{ name }}",
}


class Watched(Cache):
    """A cache that remembers what it was asked and had."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.had: list[bool] = []

    def find(self, name: str) -> bytes | None:
        found = super().find(name)
        self.had.append(found is not None)
        return found


@dataclass(frozen=True)
class KeptSite:
    """A customer's overlay over the small world's bases, and a cache. `bare`: the library without it."""

    top: Path
    library: Library
    path: Path

    @property
    def bare(self) -> Library:
        return replace(self.library, cache=None)

    def again(self) -> Loaded:
        """What is kept of the overlay, as another process finds it."""
        cache = Watched(self.top / "cache")
        loaded = load_mapping_file(self.path, replace(self.library, cache=cache))
        assert cache.had == [True], "it is kept"
        return loaded

    def loaded(self, path: Path | None = None) -> Loaded:
        """The overlay, as another process loads it."""
        return load_mapping_file(path or self.path, replace(self.library, cache=Cache(self.top / "cache")))

    def fresh(self) -> Loaded:
        """The overlay, read and checked."""
        return load_mapping_file(self.path, self.bare)

    def entries(self) -> list[Path]:
        """The files of the cache, without its key."""
        return sorted((self.top / "cache").glob("*.*"))
