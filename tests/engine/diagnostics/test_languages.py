"""A language says each text by its template, inside other texts too; what it does not have stays English."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics import languages
from engine.diagnostics.codes import CODES
from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error
from engine.diagnostics.languages import ENGLISH, LANGUAGES, Language, language, language_named
from engine.diagnostics.render import as_json, render_text, said_in
from engine.diagnostics.source import SourceText, Span
from engine.model.text import say

ROOT = Path(__file__).parents[3]
NORWEGIAN = Language(
    "nb",
    {
        "{what} waits for {entity}": "{entity} lar {what} vente",
        "a record": "en post",
        "{{ … }} is empty": "{{ … }} er tom",
        "Write `{name}`.": "Skriv `{name}`.",
    },
)


def test_a_text_is_said_by_its_template_with_its_values() -> None:
    text = say("{what} waits for {entity}", what="invoice 5004", entity="customer 77")
    assert NORWEGIAN.of(text) == "customer 77 lar invoice 5004 vente"
    assert ENGLISH.of(text) == "invoice 5004 waits for customer 77"
    assert type(ENGLISH.of(text)) is str


def test_a_text_inside_a_text_is_said_too() -> None:
    assert NORWEGIAN.of(say("{what} waits for {entity}", what=say("a record"), entity=7)) == "7 lar en post vente"


def test_data_inside_a_text_is_never_said_in_another_language() -> None:
    assert NORWEGIAN.of(say("{what} waits for {entity}", what="a record", entity=7)) == "7 lar a record vente"


def test_a_plain_text_is_looked_up_as_it_is() -> None:
    assert NORWEGIAN.of("a record") == "en post"
    assert NORWEGIAN.of("Write `{name}`.") == "Skriv `{name}`."
    assert NORWEGIAN.of("Fjord AS") == "Fjord AS"


def test_a_text_that_the_language_lacks_stays_english() -> None:
    assert NORWEGIAN.of(say("{n} rows", n=2)) == "2 rows"
    assert NORWEGIAN("{n} rows", n=2) == "2 rows"


def test_a_language_says_templates_of_its_own_faces() -> None:
    assert NORWEGIAN("{what} waits for {entity}", what=say("a record"), entity="x") == "x lar en post vente"
    assert NORWEGIAN("{{ … }} is empty") == "{ … } er tom"


def test_one_and_many_are_said_by_two_templates() -> None:
    spoken = Language("nb", {"{n} row of {what}": "{n} rad av {what}", "{n} rows of {what}": "{n} rader av {what}"})
    said = [spoken.count(n, "{n} row of {what}", "{n} rows of {what}", what="x") for n in (0, 1, 2)]
    assert said == ["0 rader av x", "1 rad av x", "2 rader av x"]


def test_every_language_has_texts_but_english_needs_none() -> None:
    assert language("en") is ENGLISH
    for code in LANGUAGES:
        assert language(code).code == code
        assert bool(language(code).texts) is (code != "en")
    with pytest.raises(KeyError):
        language("nn")


def test_packages_bring_texts_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir()
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    texts = (
        'msgid "ledger"\nmsgstr "reskontro"\n\nmsgid "empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "doubted"\nmsgstr "tvil"\n'
    )
    (tmp_path / "nb" / "one.po").write_text(head + texts, encoding="utf-8")
    assert language("nb", [tmp_path, tmp_path / "nowhere"]).texts == {"ledger": "reskontro"}


# ---- diagnostics

PATH = "customer.yaml"
SPAN = Span(PATH, 1, 8, 1, 12)
SOURCES = {PATH: SourceText(PATH, "Name = nmae | limit(50)\n")}


def test_a_diagnostic_is_shown_in_norwegian_with_its_parts_in_line() -> None:
    found = Diagnostic(
        "N101",
        Severity.ERROR,
        say("`{name}` is no field of {title}", name="nmae", title="win.customer"),
        SPAN,
        note=say("this may be absent"),
        help="one line\nand another",
        labels=(Label(Span(PATH, 1, 1, 1, 5), say("the first one")),),
    )
    assert (
        render_text([found], SOURCES, language=language("nb"))
        == """\
feil[N101]: `nmae` er ikke noe felt i win.customer
 --> customer.yaml:1:8
  |
1 | Name = nmae | limit(50)
  | ----   ^^^^ dette kan mangle
  | den første
  = hjelp: one line
           and another
"""
    )


@pytest.mark.parametrize(
    ("severity", "word"), [(Severity.ERROR, "feil"), (Severity.WARNING, "advarsel"), (Severity.INFO, "merknad")]
)
def test_a_severity_has_a_norwegian_word_but_json_has_not(severity: Severity, word: str) -> None:
    found = Diagnostic("D105", severity, say("the file is empty"))
    assert render_text([found], {}, language=language("nb")).startswith(f"{word}[D105]: filen er tom\n")
    assert as_json(found, language("nb"))["severity"] == severity.value
    assert as_json(found, language("nb"))["message"] == "filen er tom"


def test_the_usual_remedy_of_a_code_is_said_where_there_is_no_other() -> None:
    said = said_in(error("R301", "x"), language("nb"))
    assert said.help == "Gi posten et eksternt reskontronummer i Win, eller utvid nummerserien i Go."
    assert said_in(error("R301", "x", help=say("check the number")), language("nb")).help == "kontroller tallet"


def test_no_code_keeps_an_english_title_or_remedy() -> None:
    spoken = language("nb")
    texts = [text for code in CODES.values() for text in (code.title, code.remedy)]
    assert [text for text in texts if spoken.of(text) == text] == []


def test_braces_of_a_remedy_are_braces() -> None:
    remedy = CODES["D302"].remedy
    assert remedy == "Write a type of the target, or a range `{from: …, to: …}`."
    assert language("nb").of(remedy) == "Skriv en type som målsystemet har, eller et område `{from: …, to: …}`."


def test_the_remedy_of_a_code_is_said_within_another_text_too() -> None:
    text = say("{one}; {other}", one=CODES["D302"].remedy, other="`{x}`")
    assert language("nb").of(text) == "Skriv en type som målsystemet har, eller et område `{from: …, to: …}`.; `{x}`"


@pytest.mark.parametrize(
    "name", ["nb", "no", "nn", "NO", "nb_NO.UTF-8", "no-NO", "Norwegian_Norway.1252", "Norwegian Bokmål_Norway"]
)
def test_norwegian_has_many_names(name: str) -> None:
    assert language_named(name) == "nb"


@pytest.mark.parametrize(
    ("name", "code"), [("en_GB", "en"), ("English_United Kingdom", "en"), ("de_DE", None), ("C", None), ("", None)]
)
def test_another_language_is_known_or_it_is_not(name: str, code: str | None) -> None:
    assert language_named(name) == code


FILES = sorted(path for part in ("engine", "connectors", "mappings") for path in (ROOT / part).rglob("*.po"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_read_without_the_library_as_the_library_reads_it(path: Path) -> None:
    assert languages._plain_texts(path.read_text(encoding="utf-8")) == languages._all_texts(path) != {}


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ('msgid "a"\nmsgstr "b"\n', True),
        ('# note\n#. note\n#: place\n\n#\nmsgid "a"\nmsgstr "b"\n\n\nmsgid "c"\nmsgstr "d"\n', True),
        ('msgid ""\n"a\\n"\n"b \\"c\\" \\\\ \\t"\nmsgstr "d"\n"e"\n', True),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', True),
        ('#, python-format, fuzzy\n# note\nmsgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n', True),
        ('msgid "a"\nmsgstr ""\n', True),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', False),
        ('#~ msgid "a"\n#~ msgstr "b"\n', False),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n', False),
        ('msgctxt "x"\nmsgid "a"\nmsgstr "b"\n', False),
        ('msgid "a\\x41"\nmsgstr "b"\n', False),
    ],
)
def test_a_file_is_read_without_the_library_or_left_to_it(text: str, is_plain: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEAD + text, encoding="utf-8")
    plainly = languages._plain_texts(HEAD + text)
    assert (plainly is not None) is is_plain
    assert languages.read_texts(path) == languages._all_texts(path)
    assert plainly is None or plainly == languages._all_texts(path)
