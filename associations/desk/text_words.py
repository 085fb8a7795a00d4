"""What a page says where nobody at the desk wrote it: the file's French, or its translation sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub import manuscripts, site_texts
from hub.languages import translations
from hub.queries.site_texts import Place
from hub.site_texts import ENGLISH, FOLDER, FRENCH
from hub.wording import N_
from hub.work import Work

NAMES: Mapping[str, str] = MappingProxyType({FRENCH: N_("Français"), ENGLISH: N_("Anglais")})
CATALOGUE = FOLDER.parent / "languages" / ENGLISH / "LC_MESSAGES" / "messages.po"


def base_text(work: Work, place: Place) -> str:
    """What the public door reads there now, as a text to begin from."""
    page, language = place
    if (taken := site_texts.in_use(work, place)) is not None:
        return taken
    if language == FRENCH:
        return site_texts.file_text(page)
    return manuscripts.translated(base_text(work, (page, FRENCH)), translations(CATALOGUE).gettext)


def sentences_to_translate(work: Work, place: Place) -> int:
    """How many sentences of an English page are still shown in French, where it is said sentence by sentence."""
    page, language = place
    if language == FRENCH or site_texts.in_use(work, place) is not None:
        return 0
    written = manuscripts.read_text(base_text(work, (page, FRENCH)), file=page)
    said = translations(CATALOGUE)
    return sum(said.gettext(text) == text for _line, text in written.msgids() if any(map(str.isalpha, text)))
