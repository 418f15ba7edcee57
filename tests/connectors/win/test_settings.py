"""Settings are whole or refused by name; paths are relative to the workspace; a password is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.win.settings import parse_settings


def test_paths_are_relative_to_the_workspace(tmp_path: Path) -> None:
    settings = parse_settings({"url": "sqlite:///data/win.db", "pdf_folder": "pdfs"}, tmp_path)
    assert settings.url.database == str(tmp_path / "data/win.db")
    assert settings.pdf_folder == tmp_path / "pdfs"
    assert settings.views_folder == tmp_path / "views"
    assert settings.embedded


def test_absolute_paths_stay(tmp_path: Path) -> None:
    settings = parse_settings({"url": f"sqlite:///{tmp_path}/win.db", "pdf_folder": str(tmp_path)}, Path("elsewhere"))
    assert settings.url.database == str(tmp_path / "win.db")
    assert settings.pdf_folder == tmp_path


def test_without_a_pdf_folder_it_is_the_workspace(tmp_path: Path) -> None:
    assert parse_settings({"url": "sqlite:///win.db"}, tmp_path).pdf_folder == tmp_path


def test_ocr_files_have_a_folder_only_where_they_are_asked_for(tmp_path: Path) -> None:
    given = {"url": "sqlite:///win.db"}
    assert parse_settings({**given, "inlet": "table"}, tmp_path).ocr_folder is None
    assert parse_settings({**given, "inlet": "ocr"}, tmp_path).ocr_folder == tmp_path / "ocr"
    assert parse_settings({**given, "inlet": "ocr", "ocr_folder": "win"}, tmp_path).ocr_folder == tmp_path / "win"
    assert parse_settings({**given, "inlet": "ocr"}, tmp_path).inlet_file == tmp_path / "inlet.db"


@pytest.mark.parametrize(("given", "client"), [(1, 1), ("2", 2), (None, None), ("", None)])
def test_the_invoice_client_is_a_number_or_none(given: object, client: int | None, tmp_path: Path) -> None:
    assert parse_settings({"url": "sqlite:///a.db", "invoice_client": given}, tmp_path).invoice_client == client


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "url"),
        ({"url": ""}, "url"),
        ({"url": 5}, "url"),
        ({"url": "win.db"}, "url"),
        ({"url": "sqlite://"}, "url"),
        ({"url": "sqlite:///:memory:"}, "url"),
        ({"url": "csv://exports"}, "url"),
        ({"url": "csv:///"}, "url"),
        ({"url": "xlsx:///"}, "url"),
        ({"url": "csv:///exports", "encoding": "latin"}, "encoding"),
        ({"url": "csv:///exports", "exports": 7}, "exports"),
        ({"url": "sqlite:///a.db", "invoice_client": "one"}, "invoice_client"),
        ({"url": "sqlite:///a.db", "invoice_client": True}, "invoice_client"),
        ({"url": "sqlite:///a.db", "pdf_folder": 7}, "pdf_folder"),
        ({"url": "sqlite:///a.db", "inlet": "giro"}, "inlet"),
        ({"url": "sqlite:///a.db", "inlet": "ocr", "ocr_folder": 7}, "ocr_folder"),
        ({"url": "sqlite:///a.db", "ocr_folder": "ocr"}, "ocr_folder"),
        ({"url": "sqlite:///a.db", "pdf_foldr": "x"}, "pdf_foldr"),
    ],
)
def test_what_is_wrong_is_named(settings: dict[str, object], named: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 the name is looked at below
        parse_settings(settings, tmp_path)
    assert str(raised.value).startswith(f"{named}:")


@pytest.mark.parametrize(("url", "is_workbook"), [("csv:///data/exports", False), ("xlsx:///data/exports", True)])
def test_exported_files_are_relative_to_the_workspace(url: str, is_workbook: bool, tmp_path: Path) -> None:
    settings = parse_settings({"url": url, "encoding": "cp865", "exports": "exports.toml"}, tmp_path)
    assert settings.files == tmp_path / "data" / "exports"
    assert (settings.exported, settings.embedded, settings.is_workbook) == (True, False, is_workbook)
    assert (settings.encoding, settings.exports) == ("cp865", tmp_path / "exports.toml")
    assert settings.shown_url == str(settings.files)


def test_the_absolute_path_of_exported_files_stays(tmp_path: Path) -> None:
    assert parse_settings({"url": f"csv:///{tmp_path}/exports"}, Path("elsewhere")).files == tmp_path / "exports"


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    settings = parse_settings({"url": "postgresql+psycopg://win:hemmelig@db/win"}, tmp_path)
    assert "hemmelig" not in settings.shown_url
    assert "db/win" in settings.shown_url
    assert not settings.embedded


def test_an_unreadable_url_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 what it must not say is looked at below
        parse_settings({"url": "user:hemmelig at db"}, tmp_path)
    assert "hemmelig" not in str(raised.value)
