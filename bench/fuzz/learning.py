"""What can be asked of a door: every route, and every form that its pages show to whoever looks at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from random import Random
from urllib.parse import quote, urlencode

from werkzeug.routing import Rule

from bench.fuzz import values
from bench.fuzz.knocking import FORM, Browser, Knock

VARIABLE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
RARELY = 0.03
HEADERS = (
    *(
        "User-Agent",
        "Referer",
        "Accept-Language",
        "Accept-Encoding",
        "If-None-Match",
        "X-Forwarded-For",
        "Origin",
    ),
    *("X-Forwarded-Host", "X-Forwarded-Proto", "Range", "If-Modified-Since", "X-CSRFToken"),
)
ODD_METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "get")
TOKENS = ("csrf_token", "link", "draft", "lines", "effort")
"""Fields that are mostly left as they came: without them a door looks no further."""
FOUND_PAGES = 90
KINDS = (FORM, "application/json", "multipart/form-data; boundary=zq", "text/plain", "text/xml", "")


@dataclass(frozen=True, slots=True)
class Form:
    """``fields``: every field with each value that the page proposes for it."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]


class Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._path = path
        self._open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a" and named.get("href", "").startswith("/"):
            self.links.append(named["href"].partition("#")[0])
        elif tag == "form":
            method = named.get("method", "get").upper()
            self._open = Form(method, named.get("action") or self._path, ())
        elif self._open and named.get("name"):
            self._open = replace(
                self._open, fields=(*self._open.fields, (named["name"], named.get("value", "")))
            )
        elif self._open and tag == "option" and self._open.fields:
            name = self._open.fields[-1][0]
            self._open = replace(self._open, fields=(*self._open.fields, (name, named.get("value", ""))))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self.forms.append(self._open)
            self._open = None


@dataclass
class Lesson:
    """What one visitor may try."""

    who: str
    browser: Browser
    routes: list[Rule]
    own: dict[str, list[str]]
    """What names something of theirs, by variable of an address."""
    forms: list[Form] = field(default_factory=list)

    def learn(self) -> None:
        """Open every page there is to open, and what they link to; keep the forms."""
        ahead = [path for rule in self.routes if "GET" in (rule.methods or ()) for path in self._paths(rule)]
        known: set[str] = set()
        found: dict[tuple[str, str, frozenset[str]], Form] = {}
        jar = dict(self.browser.jar)
        while ahead and len(known) < FOUND_PAGES:
            path = ahead.pop(0)
            if path in known:
                continue
            known.add(path)
            self.browser.jar = dict(jar)
            page = self.browser.get(path)
            if "text/html" not in page.seen.header("Content-Type"):
                continue
            read = Forms(page.text, path)
            found |= {
                (each.method, each.path, frozenset(name for name, _ in each.fields)): each
                for each in read.forms
            }
            ahead += [link for link in read.links if link not in known]
        self.browser.jar = jar
        self.forms = [*found.values()]

    def _paths(self, rule: Rule) -> Iterator[str]:
        names = {name for _, name in VARIABLE.findall(rule.rule)}
        if names <= set(self.own):
            for number in range(max((len(self.own[name]) for name in names), default=1)):
                yield VARIABLE.sub(lambda found, at=number: _at(self.own[found[2]], at), rule.rule)  # type: ignore[misc]

    def draw(self, chance: Random) -> Knock:
        """One request: a form with something wrong in it, or any address with anything in it."""
        knock = self._form(chance) if self.forms and chance.random() < 0.6 else self._address(chance)  # noqa: PLR2004
        return _headed(chance, knock, self.browser.jar)

    def _form(self, chance: Random) -> Knock:
        form = chance.choice(self.forms)
        fields = [*form.fields]
        for _ in range(chance.randrange(4)):
            fields = _spoilt(chance, fields)
        typed = urlencode([(name, text.encode("utf-8", "surrogatepass")) for name, text in fields])
        if form.method == "GET":
            return Knock("GET", f"{form.path.partition('?')[0]}?{typed}")
        kind = chance.choice(KINDS) if chance.random() < 0.05 else FORM  # noqa: PLR2004
        return Knock(form.method, form.path, typed.encode(), kind)

    def _address(self, chance: Random) -> Knock:
        rule = chance.choice(self.routes)
        path = VARIABLE.sub(lambda found: self._word(chance, found[2]), rule.rule)
        typed = urlencode(
            [(_name(chance), _sendable(values.value(chance))) for _ in range(chance.randrange(4))]
        )
        usual = sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})
        method = chance.choice(usual if chance.random() > RARELY else ODD_METHODS)
        if method == "GET" or chance.random() < 0.3:  # noqa: PLR2004
            return Knock(method, f"{path}?{typed}" if typed else path)
        body = values.raw(chance, chance.randrange(200)) if chance.random() < 0.1 else typed.encode()  # noqa: PLR2004
        return Knock(method, path, body, chance.choice(KINDS))

    def _word(self, chance: Random, name: str) -> str:
        if name in self.own and chance.random() < 0.5:  # noqa: PLR2004
            return chance.choice(self.own[name])
        return quote(_sendable(values.value(chance)[:2000]), safe=chance.choice(("", "/", "/.:@")))


def _spoilt(chance: Random, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One field changed, sent twice, left out, or there for no reason."""
    theirs = [at for at, (name, _) in enumerate(fields) if name not in TOKENS or chance.random() < RARELY]
    at = chance.choice(theirs or [0])
    drawn = chance.random()
    if not fields or drawn < 0.1:  # noqa: PLR2004
        return [*fields, (_name(chance), values.value(chance))]
    if drawn < 0.2:  # noqa: PLR2004
        return [*fields[:at], *fields[at + 1 :]]
    if drawn < 0.3:  # noqa: PLR2004
        return [*fields, (fields[at][0], values.value(chance))]
    return [*fields[:at], (fields[at][0], values.value(chance)), *fields[at + 1 :]]


def _headed(chance: Random, knock: Knock, jar: dict[str, str]) -> Knock:
    """Sometimes with headers of the visitor's own making, or with cookies that somebody changed."""
    if chance.random() < 0.1:  # noqa: PLR2004
        told = {chance.choice(HEADERS): _header(values.value(chance)) for _ in range(3)}
        knock = replace(knock, headers=told)
    if jar and chance.random() < 0.05:  # noqa: PLR2004
        name = chance.choice([*jar])
        knock = replace(knock, cookies={**jar, name: _tampered(chance, jar[name])})
    return knock


def _tampered(chance: Random, cookie: str) -> str:
    at = chance.randrange(len(cookie) or 1)
    changed = (cookie[:at] + chance.choice("Az0-_.=") + cookie[at + 1 :], cookie[:at], "", cookie * 2, "é;,=")
    return _header(chance.choice(changed))


def _header(text: str) -> str:
    """What a header can hold: a server refuses the others before any door sees them."""
    return "".join(
        sign
        for sign in text[:3000].encode("utf-8", "replace").decode("latin-1")
        if sign >= " " and sign != "\x7f"
    )


def _name(chance: Random) -> str:
    return chance.choice(
        ("source", "page", "q", "to", "then", "note", "email", "code", values.marked(chance), "__class__")
    )


def _sendable(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _at(known: list[str], at: int) -> str:
    return known[min(at, len(known) - 1)]
