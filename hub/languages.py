"""The languages of a door: one application, answering in French at ``/`` and in another language under ``/en``.

The sentences of the code are the French ones; each other language has a gettext catalogue, read as its translators
write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, request
from flask_babel import Babel, Domain, get_locale

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FRENCH = "fr"
NAMES = {FRENCH: "Français", "en": "English"}
"""Each language by its own name."""

SPOKEN = "hub.language"
Catalogues = Mapping[str, Path]
"""The file of each language but French."""

FRENCH_ONLY: Catalogues = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SamePage:
    """The page that is being read, in another language.  Only the path is kept: a query may hold what was typed."""

    code: str
    name: str
    url: str


class Under:
    """A WSGI layer: what is asked under ``/en`` is the same page in English, and so are the links on it."""

    def __init__(self, app: WSGIApplication, codes: frozenset[str]) -> None:
        self._app = app
        self._codes = codes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        _, code, *rest = [*environ.get("PATH_INFO", "").split("/", 2), ""][:3]
        if code in self._codes and not rest[0].startswith("/"):
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = "/" + rest[0]
            environ[SPOKEN] = code
        return self._app(environ, start_response)


class _Domain(Domain):  # type: ignore[misc]
    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        self._catalogues = catalogues

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        file = self._catalogues.get(str(locale)) if locale else None
        return translations(file) if file else NullTranslations()


class _Speaker(Babel):  # type: ignore[misc]
    def __init__(self, app: Flask, catalogues: Catalogues) -> None:
        self.domain_instance = _Domain(catalogues)
        super().__init__(
            app,
            default_locale=FRENCH,
            default_timezone="Europe/Paris",
            locale_selector=lambda: request.environ.get(SPOKEN, FRENCH),
        )


def speak(app: Flask, catalogues: Catalogues) -> None:
    """Let the application answer in French, and in each language that has a catalogue."""
    _Speaker(app, catalogues)
    app.wsgi_app = Under(app.wsgi_app, frozenset(catalogues))  # type: ignore[method-assign]
    app.jinja_env.globals.update(
        get_locale=get_locale, other_languages=lambda: other_languages([FRENCH, *catalogues])
    )


def other_languages(codes: list[str]) -> list[SamePage]:
    """Where this same page is read in each other language; nowhere, where only a button leads."""
    if request.method == "POST" and not _is_read_here():
        return []
    spoken = request.environ.get(SPOKEN, FRENCH)
    root = request.script_root.removesuffix(f"/{spoken}")
    return [
        SamePage(code, NAMES[code], root + ("" if code == FRENCH else f"/{code}") + request.path)
        for code in codes
        if code != spoken
    ]


def _is_read_here() -> bool:
    pages = current_app.create_url_adapter(request)
    return pages is not None and pages.test(method="GET")


@cache
def translations(file: Path) -> NullTranslations:
    """A catalogue as its translators write it, compiled once."""
    compiled = BytesIO()
    with file.open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return Translations(compiled)
