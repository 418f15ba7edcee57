"""The picture is drawn from the figures that are kept, and every viewer can read it."""

from __future__ import annotations

from xml.etree import ElementTree

from bench.picture import PICTURE, Bar, bars, drawn, machine
from bench.report import RESULTS

SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_well_formed_and_has_every_name_and_figure() -> None:
    found = [Bar("wingo: run", 1.31, 25), Bar("hand-written Python", 1.0, 25), Bar("a <peer> & co", 1200.4, 5)]
    picture = ElementTree.fromstring(drawn(found, "2 cores"))
    texts = [element.text for element in picture.iter(f"{SVG}text")]
    assert {
        "wingo: run",
        "1.31×",
        "a <peer> & co, 5 fields",
        "1,200×",
        "1×",
        "10×",
        "100×",
        "1,000×",
        "2 cores",
    } <= set(texts)
    widths = [float(rect.attrib["width"]) for rect in picture.iter(f"{SVG}rect")]
    assert widths[1] < widths[0] < widths[2]
    assert all(
        float(rect.attrib["x"]) + width < 820 for rect, width in zip(picture.iter(f"{SVG}rect"), widths, strict=True)
    )


def test_the_kept_picture_shows_the_kept_figures() -> None:
    page = RESULTS.read_text(encoding="utf-8")
    found = sorted(bars(page), key=lambda bar: bar.ratio)
    assert found
    assert "cores" in machine(page)
    assert PICTURE.read_text(encoding="utf-8") == drawn(found, machine(page)), "draw it anew: python -m bench.picture"
