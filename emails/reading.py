"""A letter's page read again, as a filter or a screen reader would: its words, its links, what it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

FETCHING = frozenset({"src", "srcset", "background", "data", "poster"})
ACTIVE = frozenset(
    {"script", "form", "input", "iframe", "frame", "object", "embed", "video", "audio", "svg", "link"}
)
UNREAD = frozenset({"head", "style", "title", "script"})


@dataclass(slots=True)
class Page:
    """``shown_links``: what each link says, and where it leads.  ``bare_tables``: those a screen reader would tell."""

    language: str = ""
    title: str = ""
    words: str = ""
    names: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    shown_links: list[tuple[str, str]] = field(default_factory=list)
    buttons: int = 0
    bare_tables: int = 0
    bare_pictures: int = 0
    fetched: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)


def page_of(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []
        self._link: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in UNREAD:
            self._open.append(tag)
        self.page.fetched += [said[name] for name in FETCHING & said.keys()]
        self.page.active += [tag] if tag in ACTIVE or any(name.startswith("on") for name in said) else []
        self._note(tag, said)

    def _note(self, tag: str, said: dict[str, str]) -> None:
        match tag:
            case "html":
                self.page.language = said.get("lang", "")
            case "meta":
                self.page.names.add(said.get("name", ""))
            case "table":
                self.page.buttons += "button" in said.get("class", "").split()
                self.page.bare_tables += said.get("role") != "presentation"
            case "img":
                self.page.bare_pictures += "alt" not in said
            case "a":
                self._link = ("", said.get("href", ""))
            case "h1" | "h2" | "h3":
                self.page.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        if tag == "a" and self._link:
            self.page.shown_links.append(self._link)
            self._link = None

    def handle_data(self, said: str) -> None:
        if self._open and self._open[-1] == "title":
            self.page.title += said
        if self._open:
            return
        self.page.words += said
        if self._link:
            self._link = (self._link[0] + said, self._link[1])
