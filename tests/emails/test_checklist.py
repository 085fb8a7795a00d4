"""Every letter meets every point of the checklist, and a letter that is spoilt in one way fails that point."""

from __future__ import annotations

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage, Message
from typing import cast

import pytest

from emails import checklist, gallery
from emails.checklist import LONGEST_LINE, MOST_BYTES, POINTS
from emails.envelopes import enveloped
from emails.gallery import HOSTS, RECIPIENT, SENDER, WRITTEN_AT
from emails.letters import Letter
from emails.samples import TOKEN

KEY = "received.young_person.fr"


def letter(
    change: Callable[[str], str] = str, *, text: str = "", html: str = "", subject: str = ""
) -> EmailMessage:
    """The receipt, with something added to its text and to its page, or changed in its page."""
    usual = gallery.written(KEY)
    page = change(usual.html).replace("</h1>", f"</h1> {html} ", 1)
    spoilt = Letter(subject or usual.subject, usual.text + text, page)
    return enveloped(spoilt, to=RECIPIENT, sender=SENDER, number=TOKEN, written_at=WRITTEN_AT)


def headed(**headers: str | None) -> EmailMessage:
    """The receipt, with these headers instead; none where there is None."""
    message = letter()
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        if value is not None:
            message[name.replace("_", "-")] = value
    return message


def page_first() -> EmailMessage:
    message = letter()
    message.get_payload().reverse()  # type: ignore[union-attr]
    return message


def shouted() -> EmailMessage:
    message = letter()
    message["Cc"] = Address(addr_spec="marraine@boite.example")
    return message


def one_long_line() -> EmailMessage:
    """A line of its page is not cut for the wire."""
    message = letter(lambda page: page.replace("</p>", f"</p{' ' * LONGEST_LINE}>", 1))
    page = cast("list[Message]", message.get_payload())[1]
    page.set_payload(cast(str, page.get_payload()).replace("=\n", "").replace("=\r\n", ""))
    return message


FAULTS: dict[str, EmailMessage] = {
    "Un expéditeur, un destinataire, et personne en copie": shouted(),
    "Un numéro de message à notre nom de domaine, et une date": headed(Message_ID="<1@ailleurs.example>"),
    "Se dit automatique, pour qu’aucun répondeur n’y réponde": headed(Auto_Submitted=None),
    "Le texte d’abord, la page ensuite, en UTF-8": page_first(),
    "Aucune ligne de plus de 998 octets": one_long_line(),
    "Se quitte en un clic, ou ne prétend rien": headed(List_Unsubscribe="<https://hub.example/assez>"),
    "L’en-tête et la page disent la même langue": headed(Content_Language="en"),
    "Un objet de 10 à 70 signes": letter(subject="Bonjour"),
    "Un objet sans exclamation, sans capitales, sans argent": letter(subject="Ta demande est bien ARRIVÉE"),
    "Une page de 30\u00a0Kio au plus": letter(html=f"<p>{'Bonjour. ' * (MOST_BYTES // 9)}</p>"),
    "Rien à aller chercher ailleurs, rien qui s’exécute": letter(
        html='<img src="https://hub.example/vu" alt="">'
    ),
    "Tous les liens mènent chez nous, ou à la salle du webinaire, en https": letter(
        html='<a href="https://hub.example.ailleurs.example/">Lire</a>'
    ),
    "Un lien mène où il dit": letter(html='<a href="https://hub.example/">https://espace.example/</a>'),
    "Aucun raccourcisseur d’adresses": letter(text="https://bit.ly/abc", html="<p>https://bit.ly/abc</p>"),
    "Assez de mots pour le poids de la page": letter(html=f"<p{' ' * 20_000}>Oui.</p>"),
    "Le texte et la page disent la même chose": letter(text="Réponds avant ce soir."),
    "Un bouton, deux au plus": letter(html='<table role="presentation" class="button"></table>' * 2),
    "Un seul titre, des tableaux muets, des images décrites": letter(
        html="<table><tr><td>1</td></tr></table>"
    ),
    "À l’aise sur un téléphone et dans le noir": letter(lambda page: page.replace("viewport", "window")),
    "Rien de caché à l’œil": letter(html='<p style="display: none">Mentorat</p>'),
    "Une signature dit qui écrit, et pourquoi": letter(text="\n-- \n"),
    "Aucun des mots que pèsent les filtres": letter(text="Clique ici.", html="<p>Clique ici.</p>"),
}


def test_every_letter_meets_every_point() -> None:
    found = {each.key: gallery.faults(each.key) for each in gallery.exhibits()}
    assert {key: faults for key, faults in found.items() if faults} == {}


def test_each_point_has_a_letter_that_fails_it() -> None:
    assert set(FAULTS) == set(POINTS)


@pytest.mark.parametrize("point", FAULTS)
def test_a_letter_spoilt_in_one_way_fails_that_point_alone(point: str) -> None:
    assert checklist.faults(FAULTS[point], hosts=HOSTS) == [point]


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://hub.example/x.js"></script>',
        '<p style="background: url(https://hub.example/vu.png)">Oui.</p>',
        "<style>@import 'https://hub.example/x.css';</style>",
        '<p onclick="envoyer()">Oui.</p>',
        '<form action="/"></form>',
    ],
)
def test_a_page_that_runs_or_fetches_anything_is_found(page: str) -> None:
    assert checklist.faults(letter(html=page), hosts=HOSTS) == [
        "Rien à aller chercher ailleurs, rien qui s’exécute"
    ]


@pytest.mark.parametrize(
    "link", ["http://hub.example/", "https://moi@hub.example/", "javascript:alert()", "#"]
)
def test_a_link_that_does_not_lead_home_is_found(link: str) -> None:
    assert len(checklist.faults(letter(html=f'<a href="{link}">Lire</a>'), hosts=HOSTS)) == 1
