"""A benchmark's section of RESULTS.md is put in its place, and the others are left alone."""

from __future__ import annotations

from bench.report import RESULTS, Report, placed


def test_a_section_takes_the_place_of_the_one_before() -> None:
    page = placed(placed("# Figures\n", "map", "old"), "plan", "other")
    again = placed(page, "map", "new")
    assert again == page.replace("old", "new")
    assert again.startswith("# Figures\n")
    assert again.count("<!-- map: begin -->") == again.count("<!-- map: end -->") == 1


def test_a_report_says_what_was_measured_and_on_what() -> None:
    report = Report("x", "A title", "What was done.", "2 cores", ("what", "seconds"), [("all", "1.5")], ["a note"])
    for text in (report.text(), report.markdown()):
        for part in ("A title", "What was done.", "2 cores", "what", "seconds", "all", "1.5", "a note"):
            assert part in text
    assert "| all | 1.5 |" in report.markdown()


def test_every_kept_section_names_its_machine() -> None:
    sections = RESULTS.read_text(encoding="utf-8").split("<!-- ")[1::2]
    assert sections
    assert all("cores" in section and "Python" in section for section in sections)
