"""Pages as a reader meets them: parsed as a browser would, with the plan that one was made of."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from engine.diagnostics.diagnostic import Diagnostic
from engine.faces.pages.plan_outline import Outline, outline, speech_of
from engine.faces.systems import spoken
from engine.sync.plan import Plan
from engine.sync.planning.planner import Office

HOSTILE = '</script><img src=x onerror=alert(1)> "quoted" `ticked` | \u202eturned @all'


@dataclass(frozen=True)
class Planned:
    """A plan with the office that it was made in."""

    office: Office
    plan: Plan

    def told(self, lang: str = "en", *notes: Diagnostic) -> Outline:
        return outline(self.plan, self.office, speech_of(self.office, spoken(lang)), notes)


class Document(HTMLParser):
    """A page as a browser would read it: its elements with their attributes, the text that a person sees, its data."""

    VOID = frozenset({"meta", "input", "br", "link", "img"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.scripts: dict[str, str] = {}
        self._script = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.elements.append((tag, known))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "script":
            self._script = known.get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes what is not open"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data
        elif "style" not in self.open and data.strip():
            self.texts.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return " ".join(self.texts)
