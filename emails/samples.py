"""Invented facts for every letter: what the gallery, the checklist and the tests write letters from.

A new letter needs nothing here unless it knows a fact that no letter knew: then one line in ``USUAL``.  A new ``if``
in a source needs one line in ``OTHERWISE``, so that the gallery shows what the letter says on its other side.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from emails.markup import Facts
from hub.vocabulary import Audience
from hub.wording import N_

PUBLIC_URL = "https://hub.example"
PARTNERS_URL = "https://espace.example"
ROOM_URL = "https://visio.example/salle"
TOKEN = "0123456789abcdef" * 2
CODE = "048213"

_PERSON: Facts = {
    "privacy_link": f"{PUBLIC_URL}/confidentialite",
    "first_name": "Lila",
    "reference": "BCDF2345",
    "tracking_link": f"{PUBLIC_URL}/suivi/{TOKEN}",
    "form_link": f"{PUBLIC_URL}/trouver-un-mentor",
    "agreement_link": f"{PUBLIC_URL}/accord/{TOKEN}",
    "confirm_link": f"{PUBLIC_URL}/confirmer/{TOKEN}",
    "promised_date": "jeudi\u00a012\u00a0mars",
    "looking": "1",
    "half_days": "5",
    "nine_days": "14",
    "forget_date": "lundi\u00a016\u00a0mars",
    "contact_date": "mercredi\u00a04\u00a0mars",
    "association": "Article 1",
    "website": "https://article-1.example",
    "closes_date": "mardi\u00a014\u00a0avril",
    "met": "1",
    "sentence": "Aucune association n’a de place ce trimestre.",
    "again_date": "lundi\u00a09\u00a0mars",
    "missed_date": "jeudi\u00a012\u00a0mars",
    "waited_days": "32",
    "stand": "Une personne de notre équipe cherche elle-même, toujours sans voir de nom.",
    "news_date": "mercredi\u00a022\u00a0avril",
    "wait_link": f"{PUBLIC_URL}/attendre/{TOKEN}",
    "ways": "La mission locale\u202f: de 16 à 25 ans, un conseiller attitré.\n"
    "Le service civique\u202f: une mission indemnisée, sans diplôme.",
    "opinion_link": f"{PUBLIC_URL}/avis/{TOKEN}",
    "keep_link": f"{PUBLIC_URL}/garder/{TOKEN}",
    "by_professional": "",
    "professional_first": "",
    "code": CODE,
    "minutes": "15",
}
_PRESCRIBER: Facts = {
    "privacy_link": f"{PUBLIC_URL}/confidentialite",
    "page_link": f"{PUBLIC_URL}/mes-jeunes/lien/12-{TOKEN}",
    "leave_link": f"{PUBLIC_URL}/courriels/p12-{TOKEN}",
    "how_many": "2\u00a0jeunes",
    "counts": "recherche d’une association\u00a0(1), effacé\u00a0(1)",
    "people": "BCDF2345\u202f: recherche d’une association, réponse au plus tard le jeudi\u00a012\u00a0mars\n"
    "GHJK6789\u202f: effacé",
    "news": "BCDF2345\u202f: Article 1 a dit oui, et prend contact au plus tard le mercredi\u00a04\u00a0mars.\n"
    "GHJK6789\u202f: pas encore de solution. Nous continuons à chercher.",
    "others": "",
    "to_check": "",
    "to_confirm": "",
    "since": "",
    "kept_days": "30",
    "forget_date": "lundi\u00a016\u00a0mars",
    "code": CODE,
    "minutes": "10",
}
_COMPANY: Facts = {
    "privacy_link": f"{PUBLIC_URL}/confidentialite",
    "contact": "Ana Canari",
    "company": "Ateliers Boréal",
    "reference": "BCDF2345",
    "page_link": f"{PUBLIC_URL}/entreprises/suivi/{TOKEN}",
    "confirm_link": f"{PUBLIC_URL}/entreprises/suivi/{TOKEN}",
    "choose_link": f"{PUBLIC_URL}/entreprises/suivi/{TOKEN}",
    "leave_link": f"{PUBLIC_URL}/courriels/e7-{TOKEN}",
    "guide_link": f"{PUBLIC_URL}/entreprises/guide.pdf",
    "call_date": "jeudi\u00a012\u00a0mars",
    "forget_date": "lundi\u00a016\u00a0mars",
    "session_day": "jeudi\u00a05\u00a0mars",
    "session_hour": "12\u00a0h\u00a030",
    "session_link": ROOM_URL,
    "association": "Article 1",
    "website": "https://article-1.example",
    "contact_date": "mercredi\u00a04\u00a0mars",
    "introduced": "",
}
_WHICH_COMPANY: Facts = {
    "company": "Ateliers Boréal",
    "size": "de 10 à 49 personnes",
    "model": "partenariat financé",
    "places": "Nord, Pas-de-Calais",
    "mentors": "5",
    "call_date": "jeudi\u00a012\u00a0mars",
    "contact_date": "mercredi\u00a04\u00a0mars",
    "company_link": f"{PARTNERS_URL}/entreprises/WXYZ6789",
}
_MEMBER: Facts = {
    "association": "Article 1",
    "partners_link": f"{PARTNERS_URL}/",
    "access_link": f"{PARTNERS_URL}/compte/acces/",
    "sessions_link": f"{PARTNERS_URL}/sessions",
    "instructions_link": f"{PARTNERS_URL}/consignes",
    "happened_at": "jeudi\u00a012\u00a0mars à 14\u00a0h\u00a005",
    "code": CODE,
    "minutes": "10",
    "entrance_link": f"{PARTNERS_URL}/connexion/lien/12-{TOKEN}",
    "presses": "oui",
    "lines": "En retard\u202f: 1\u00a0fiche (K7R2XQF).\nNouvelles\u202f: 2\u00a0fiches (B2R2XQF, C3R2XQF).",
    "leave_link": f"{PARTNERS_URL}/courriels/m3-{TOKEN}",
    "cards_link": f"{PARTNERS_URL}/fiches/",
    "confirm_link": f"{PARTNERS_URL}/places/toujours-exact",
    "stops_date": "",
    "stopped": "",
    "stopped_date": "jeudi\u00a012\u00a0mars",
    "unanswered": "",
    "stale_days": "90",
    "mentor": "",
}
_CARD: Facts = {
    "card_number": "K7R2XQF",
    "card_link": f"{PARTNERS_URL}/fiches/K7R2XQF",
    "answer_by_date": "jeudi\u00a05\u00a0mars",
    "expires_date": "lundi\u00a016\u00a0mars",
}
_FILE: Facts = {
    "reference": "BCDF2345",
    "desk_link": f"{PARTNERS_URL}/coordination/dossiers/BCDF2345",
    "promised_date": "jeudi\u00a012\u00a0mars",
    "check_link": f"{PARTNERS_URL}/coordination/prescripteurs/",
}
_ALARM: Facts = {
    "alarm": "Trop de noms remis en peu de temps",
    "meaning": "Une association accepte plus de fiches que d’habitude. Les suivantes attendent.",
    "remedy": "Appelez l’association\u202f: laissez partir ce qui est juste\u202f; le reste, elle le rend.",
    "about": "article-1",
    "alarm_at": "jeudi\u00a012\u00a0mars à 14\u00a0h\u00a005",
    "alarm_link": f"{PARTNERS_URL}/coordination/a-faire/alarm/3",
}
_OFFICER: Facts = {
    "reference": "BCDF2345",
    "reason": "Quelqu’un est peut-être en danger",
    "asked_by": "12",
    "asked": "jeudi\u00a012\u00a0mars à 14\u00a0h\u00a005",
    "granted_by": "7",
    "granted": "jeudi\u00a012\u00a0mars à 14\u00a0h\u00a020",
    "minutes": "15",
    "glass_link": f"{PARTNERS_URL}/coordination/bris-de-glace/3",
}

_IN_ENGLISH: Facts = {
    "promised_date": "Thursday\u00a012\u00a0March",
    "forget_date": "Monday\u00a016\u00a0March",
    "contact_date": "Wednesday\u00a04\u00a0March",
    "closes_date": "Tuesday\u00a014\u00a0April",
    "again_date": "Monday\u00a09\u00a0March",
    "missed_date": "Thursday\u00a012\u00a0March",
    "stand": "A person from our team is looking, still without seeing a name.",
    "news_date": "Wednesday\u00a022\u00a0April",
    "ways": "The mission locale: from 16 to 25, an adviser of one’s own.\n"
    "Civic service: paid voluntary service, no qualification needed.",
    "how_many": "2\u00a0young people",
    "counts": "looking for an association\u00a0(1), erased\u00a0(1)",
    "people": "BCDF2345: looking for an association, answer by Thursday\u00a012\u00a0March at the latest\n"
    "GHJK6789: erased",
    "news": "BCDF2345: Article 1 said yes, and will be in touch by Wednesday\u00a04\u00a0March at the latest.\n"
    "GHJK6789: no solution yet. We go on looking.",
    "call_date": "Thursday\u00a012\u00a0March",
    "session_day": "Thursday\u00a05\u00a0March",
    "session_hour": "12:30",
}
"""Those facts that are words, as the English letters say them; links lead to the English pages."""


_OTHERWISE_IN_ENGLISH: Facts = {"others": "12\u00a0young people"}


def _in_english(facts: Facts) -> Facts:
    here = {name: fact.replace(f"{PUBLIC_URL}/", f"{PUBLIC_URL}/en/") for name, fact in facts.items()}
    return here | {name: said for name, said in _IN_ENGLISH.items() if name in facts}


_PERSONS_AND_OUTSIDERS: Mapping[Audience, Facts] = {
    Audience.YOUNG_PERSON: _PERSON,
    Audience.GUARDIAN: _PERSON,
    Audience.MENTOR: _PERSON,
    Audience.PRESCRIBER: _PRESCRIBER,
    Audience.COMPANY: _COMPANY,
}
"""Those who may have filled in a form in English."""

USUAL: Mapping[str, Mapping[Audience, Facts]] = MappingProxyType(
    {
        "en": {audience: _in_english(facts) for audience, facts in _PERSONS_AND_OUTSIDERS.items()},
        "fr": {
            **_PERSONS_AND_OUTSIDERS,
            Audience.ASSOCIATION: {**_WHICH_COMPANY, **_MEMBER, **_CARD},
            Audience.DESK: {**_WHICH_COMPANY, **_MEMBER, **_FILE, **_ALARM},
            Audience.DPO: {**_OFFICER, **_ALARM},
        },
    }
)
"""For each language and audience, all that one of its letters may know."""

OF_LETTER: Mapping[tuple[str, str], Facts] = MappingProxyType(
    {
        ("asked", "fr"): {"people": "BCDF2345\nGHJK6789"},
        ("asked", "en"): {"people": "BCDF2345\nGHJK6789"},
        ("on_it", "fr"): {"waited_days": "11", "news_date": "lundi\u00a023\u00a0mars"},
        ("on_it", "en"): {"waited_days": "11", "news_date": "Monday\u00a023\u00a0March"},
        ("no_solution", "fr"): {"promised_date": "vendredi\u00a03\u00a0avril"},
        ("no_solution", "en"): {"promised_date": "Friday\u00a03\u00a0April"},
    }
)
"""What is otherwise in one letter, and its language: everybody registered on Thursday 19 February 2026."""

OTHERWISE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "about": ("", N_("à propos de rien en particulier")),
        "again_date": ("", N_("dernier rappel")),
        "association": ("", N_("sans association")),
        "by_professional": ("1", N_("inscrit par un professionnel")),
        "call_date": ("", N_("sans date d’appel")),
        "choose_link": ("", N_("demande close")),
        "closes_date": ("", N_("sans date de fin")),
        "confirm_link": ("", N_("rien à confirmer")),
        "forget_date": ("", N_("sans date d’effacement")),
        "introduced": ("oui", N_("présentée à une association")),
        "looking": ("", N_("sans recherche en cours")),
        "mentor": ("mentor", N_("à propos d’un mentor")),
        "mentors": ("", N_("nombre de mentors inconnu")),
        "half_days": ("", N_("prévision pour neuf sur dix seulement")),
        "met": ("", N_("sans rencontre")),
        "missed_date": ("", N_("promesse tenue jusqu’ici")),
        "news_date": ("", N_("sans date de nouvelles")),
        "nine_days": ("", N_("prévision pour la moitié seulement")),
        "opinion_link": ("", N_("rien à demander")),
        "others": ("12\u00a0jeunes", N_("plus de jeunes que de lignes")),
        "presses": ("", N_("rien ne presse")),
        "professional_first": ("1", N_("le professionnel est contacté d’abord")),
        "promised_date": ("", N_("sans date promise")),
        "since": ("oui", N_("inscriptions faites depuis")),
        "stopped": ("oui", N_("n’est plus sollicitée")),
        "stops_date": ("jeudi\u00a019\u00a0mars", N_("ne sera bientôt plus sollicitée")),
        "to_check": ("oui", N_("professionnel à vérifier")),
        "to_confirm": ("oui", N_("adresse à confirmer")),
        "unanswered": ("oui", N_("faute de réponses")),
        "ways": ("", N_("sans autre piste")),
        "website": ("", N_("sans site")),
    }
)
"""What a fact is on the other side of an ``if``, and how the gallery calls that."""


def otherwise(fact: str, language: str) -> str:
    """Raises KeyError for a fact that is never otherwise."""
    return _OTHERWISE_IN_ENGLISH.get(fact, OTHERWISE[fact][0]) if language == "en" else OTHERWISE[fact][0]
