"""The desk's texts in use, as this process knows them: looked up again when the edition of the pages is another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from forms.ready import Edition, LastEdition
from hub import manuscripts
from hub.queries import site_texts
from hub.queries.site_texts import Place
from hub.strict_yaml import BadFile
from hub.work import Hub

log = logging.getLogger(__name__)


class TakenTexts:
    """While the database is away, the last known; a text that no longer reads is left for the file's."""

    def __init__(self, hub: Callable[[], Hub], edition: LastEdition) -> None:
        self._hub = hub
        self._edition = edition
        self._known: tuple[Edition, Mapping[Place, str]] = ((), {})

    def of(self, page: str, language: str) -> str | None:
        edition = self._edition.at(self._hub().clock())
        if edition != self._known[0]:
            self._look_up(edition)
        return self._known[1].get((page, language))

    def _look_up(self, edition: Edition) -> None:
        try:
            with self._hub().read() as work:
                used = site_texts.in_use(work.session)
        except (OperationalError, NoConnectionLeft):
            return
        texts = {place: use.text.text for place, use in used.items() if use.text}
        self._known = edition, {place: text for place, text in texts.items() if _reads(place, text)}


def _reads(place: Place, text: str) -> bool:
    try:
        manuscripts.read_text(text, file=place[0])
    except BadFile:
        log.error("the text of %s in %s does not read: the file is shown", *place)
        return False
    return True


def init_app(app: Flask) -> None:
    app.extensions["texts"] = TakenTexts(lambda: app.extensions["hub"], app.extensions["edition"])
