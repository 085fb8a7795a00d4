"""What a letter must be before any filter, phone or screen reader gets it: points a machine can check, in French.

Gathered from RFC 5322, 2046, 3834 and 8058, from what Gmail and Yahoo ask of senders since February 2024, and from
those rules of SpamAssassin that look at the message alone.  What a domain owes to both is in docs/deploying.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from types import MappingProxyType
from urllib.parse import urlsplit

from emails.envelopes import on_the_wire
from emails.reading import Page, page_of
from hub.wording import HUB_NAME, N_

MOST_BYTES = 30 * 1024
LONGEST_LINE = 998
SUBJECT_LENGTHS = range(10, 71)
LEAST_TEXT = 0.06
"""Of a page's characters, those that are read."""
MOST_BUTTONS = 2
UNDER_A_BUTTON = 12
"""Words that tell where to go when a button does not open."""
ONE_CLICK = "List-Unsubscribe=One-Click"
NIGHT = "prefers-color-scheme: dark"
SIGNATURE = "\n-- \n"
SHORTENERS = frozenset({"bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "urlz.fr", "lnkd.in"})
ASKS_OUTSIDE = re.compile(r"url\(|@import|@font-face", re.IGNORECASE)
HIDES = re.compile(r"display:\s*none|visibility:\s*hidden|opacity:\s*0(?![.\d])", re.IGNORECASE)
SHOUTS = re.compile(r"[!€$%]|\b(?:re|tr|fwd?)\s*:", re.IGNORECASE)
CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{4,}\b")
WEIGHED = re.compile(
    r"cliquez ici|cliquer ici|clique ici|100\s*%|offre|gagne[rz]?\b|urgent|félicitations|promotion|!\s*!"
    r"|click here|act now|winner|limited time|congratulations|dear friend|risk.free",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A message with its two renderings read.  ``hosts``: those of our own doors."""

    message: EmailMessage
    text: str
    html: str
    page: Page
    hosts: frozenset[str]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])


Look = Callable[[Opened], bool]


def faults(message: EmailMessage, *, hosts: frozenset[str]) -> list[str]:
    """The points this message does not meet; none for one that may leave."""
    opened = _opened(message, hosts)
    return [point for point, is_met in POINTS.items() if not is_met(opened)]


def _opened(message: EmailMessage, hosts: frozenset[str]) -> Opened:
    text, html = (_part(message, kind) for kind in ("plain", "html"))
    return Opened(message, text, html, page_of(html), hosts)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _one_to_one(opened: Opened) -> bool:
    message = opened.message
    alone = all(len(getattr(message[name], "addresses", ())) == 1 for name in ("From", "To"))
    return alone and not any(name in message for name in ("Cc", "Bcc", "Sender"))


def _numbered(opened: Opened) -> bool:
    number, sender = str(opened.message["Message-ID"]), opened.message["From"].addresses[0]
    return bool(re.fullmatch(rf"<[\w.-]+@{re.escape(sender.domain)}>", number)) and bool(
        opened.message["Date"]
    )


def _automatic(opened: Opened) -> bool:
    return str(opened.message["Auto-Submitted"]) == "auto-generated" and "Precedence" not in opened.message


def _text_then_page(opened: Opened) -> bool:
    kinds = [part.get_content_type() for part in opened.message.walk()]
    read = [kind for kind in kinds if kind in ("text/plain", "text/html")]
    charsets = {
        part.get_content_charset() for part in opened.message.walk() if part.get_content_maintype() == "text"
    }
    return read == ["text/plain", "text/html"] and charsets == {"utf-8"}


def _short_lines(opened: Opened) -> bool:
    return all(len(line) <= LONGEST_LINE for line in on_the_wire(opened.message).splitlines())


def _left_in_one_click(opened: Opened) -> bool:
    """Both headers of RFC 8058, or neither."""
    leave, click = (
        str(opened.message.get(name, "")) for name in ("List-Unsubscribe", "List-Unsubscribe-Post")
    )
    if not leave and not click:
        return True
    links = re.findall(r"<([^<>]+)>", leave)
    return click == ONE_CLICK and any(_is_ours(link, opened.hosts) for link in links)


def _speaks_one_language(opened: Opened) -> bool:
    return str(opened.message["Content-Language"]) == opened.page.language != ""


def _subject_is_long_enough(opened: Opened) -> bool:
    return len(opened.subject) in SUBJECT_LENGTHS


def _subject_is_calm(opened: Opened) -> bool:
    return not (SHOUTS.search(opened.subject) or CAPITALS.search(opened.subject))


def _is_light(opened: Opened) -> bool:
    return len(opened.html.encode()) <= MOST_BYTES


def _fetches_nothing(opened: Opened) -> bool:
    return not (opened.page.fetched or opened.page.active or ASKS_OUTSIDE.search(opened.html))


def _leads_home(opened: Opened) -> bool:
    return all(_is_ours(link, opened.hosts) for _, link in opened.page.shown_links)


def _links_do_not_lie(opened: Opened) -> bool:
    """What looks like an address leads where it says."""
    return all(
        link in words for words, link in opened.page.shown_links if re.search(r"https?://|www\.", words)
    )


def _no_shortener(opened: Opened) -> bool:
    return not any(
        urlsplit(found).hostname in SHORTENERS for found in re.findall(r"https?://\S+", opened.text)
    )


def _has_words(opened: Opened) -> bool:
    return len(" ".join(opened.page.words.split())) >= LEAST_TEXT * len(opened.html)


def _says_the_same(opened: Opened) -> bool:
    """Every word of the text is on the page, and the page says no more but what stands under a button."""
    said, shown = (set(re.findall(r"\w+", text)) for text in (opened.text, opened.page.words))
    return bool(said) and said <= shown and len(shown - said) <= UNDER_A_BUTTON


def _few_buttons(opened: Opened) -> bool:
    return opened.page.buttons <= MOST_BUTTONS


def _can_be_heard(opened: Opened) -> bool:
    page = opened.page
    return (
        page.headings == ["h1"] and bool(page.title.strip()) and not (page.bare_tables or page.bare_pictures)
    )


def _suits_any_screen(opened: Opened) -> bool:
    return {"viewport", "color-scheme"} <= opened.page.names and NIGHT in opened.html


def _hides_nothing(opened: Opened) -> bool:
    return not HIDES.search(opened.html)


def _says_who_writes(opened: Opened) -> bool:
    return opened.text.count(SIGNATURE) == 1 and HUB_NAME in opened.text.split(SIGNATURE)[1]


def _is_calm(opened: Opened) -> bool:
    return not WEIGHED.search(opened.subject + "\n" + opened.text)


def _is_ours(link: str, hosts: frozenset[str]) -> bool:
    parts = urlsplit(link)
    return parts.hostname in hosts and parts.username is None and parts.scheme == "https"


POINTS: Mapping[str, Look] = MappingProxyType(
    {
        N_("Un expéditeur, un destinataire, et personne en copie"): _one_to_one,
        N_("Un numéro de message à notre nom de domaine, et une date"): _numbered,
        N_("Se dit automatique, pour qu’aucun répondeur n’y réponde"): _automatic,
        N_("Le texte d’abord, la page ensuite, en UTF-8"): _text_then_page,
        N_("Aucune ligne de plus de 998 octets"): _short_lines,
        N_("Se quitte en un clic, ou ne prétend rien"): _left_in_one_click,
        N_("L’en-tête et la page disent la même langue"): _speaks_one_language,
        N_("Un objet de 10 à 70 signes"): _subject_is_long_enough,
        N_("Un objet sans exclamation, sans capitales, sans argent"): _subject_is_calm,
        N_("Une page de 30\u00a0Kio au plus"): _is_light,
        N_("Rien à aller chercher ailleurs, rien qui s’exécute"): _fetches_nothing,
        N_("Tous les liens mènent chez nous, ou à la salle du webinaire, en https"): _leads_home,
        N_("Un lien mène où il dit"): _links_do_not_lie,
        N_("Aucun raccourcisseur d’adresses"): _no_shortener,
        N_("Assez de mots pour le poids de la page"): _has_words,
        N_("Le texte et la page disent la même chose"): _says_the_same,
        N_("Un bouton, deux au plus"): _few_buttons,
        N_("Un seul titre, des tableaux muets, des images décrites"): _can_be_heard,
        N_("À l’aise sur un téléphone et dans le noir"): _suits_any_screen,
        N_("Rien de caché à l’œil"): _hides_nothing,
        N_("Une signature dit qui écrit, et pourquoi"): _says_who_writes,
        N_("Aucun des mots que pèsent les filtres"): _is_calm,
    }
)
"""What is looked at, and how.  The words are those the desk reads."""
