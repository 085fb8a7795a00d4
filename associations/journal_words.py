"""What the desk reads of a row of the journal: acts and codes in French words, members by their number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from associations.portal.accompaniments import words
from hub.journal import Act
from hub.models import JournalEntry, Role
from hub.wording import DECLINE_REASONS, N_

ACTS: Mapping[Act, str] = MappingProxyType(
    {
        Act.DECIDED: N_("Association cherchée"),
        Act.ANSWERED: N_("Réponse à une fiche"),
        Act.UNDONE: N_("Réponse annulée"),
        Act.REVEALED: N_("Nom ouvert après un oui"),
        Act.RELEASED: N_("Nom remis à l’association"),
        Act.RELEASE_HELD: N_("Nom retenu"),
        Act.RELEASE_LET_GO: N_("Nom retenu, puis laissé partir"),
        Act.GIVEN_BACK: N_("Fiche rendue"),
        Act.ACCOMPANIED: N_("Accompagnement suivi"),
        Act.CRITERIA_CHANGED: N_("Critères changés"),
        Act.CRITERIA_CONFIRMED: N_("Critères confirmés"),
        Act.PLACES_CHANGED: N_("Places changées"),
        Act.DIGEST_CHANGED: N_("Courriel du matin réglé"),
        Act.SIGNED_IN: N_("Connexion"),
        Act.SIGN_IN_FAILED: N_("Connexion refusée"),
        Act.SECOND_FACTOR_CHANGED: N_("Second facteur changé"),
        Act.SESSION_ENDED: N_("Session fermée"),
        Act.INVITED: N_("Membre invité"),
        Act.REMOVED: N_("Membre retiré"),
        Act.ROLE_CHANGED: N_("Rôle changé"),
        Act.EXPORTED: N_("Export"),
        Act.CONTACT_READ: N_("Coordonnées lues"),
        Act.GLASS_ASKED: N_("Bris de glace demandé"),
        Act.GLASS_GRANTED: N_("Bris de glace accordé"),
        Act.GLASS_REFUSED: N_("Bris de glace refusé"),
        Act.GLASS_OPENED: N_("Nom ouvert par bris de glace"),
        Act.RULE_BOOK_PROPOSED: N_("Règlement proposé"),
        Act.RULE_BOOK_TAKEN: N_("Règlement pris"),
        Act.SUSPENDED: N_("Association suspendue ou reprise"),
        Act.DESK_MOVED: N_("Geste de la coordination"),
        Act.TEXT_CHANGED: N_("Texte du site changé"),
        Act.PAGE_OPENED: N_("Page personnelle ouverte par un code"),
        Act.PAGE_REFUSED: N_("Page personnelle\u202f: mauvais code"),
        Act.ALARM: N_("Alarme"),
        Act.KEYS_CHANGED: N_("Clé changée"),
        Act.PERSON_EXPORTED: N_("Droits\u202f: copie remise à la personne"),
        Act.PERSON_CORRECTED: N_("Droits\u202f: correction demandée par courrier"),
        Act.PERSON_ERASED: N_("Droits\u202f: effacement demandé par courrier"),
        Act.RESTRICTED: N_("Droits\u202f: tout mis en pause, par courrier"),
        Act.RESUMED: N_("Droits\u202f: pause levée, par courrier"),
        Act.INSTRUCTED: N_("Droits\u202f: consigne suivie par l’association"),
        Act.BREACH: N_("Registre des violations"),
    }
)
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "answer": N_("réponse"),
        "reason": N_("raison"),
        "association": N_("association"),
        "to": N_("vers"),
        "move": N_("geste"),
        "did": N_("geste"),
        "deed": N_("geste"),
        "role": N_("rôle"),
        "of": N_("pour"),
        "rule_book": N_("règlement"),
        "how": N_("par"),
        "device": N_("sur"),
        "added": N_("ajouté"),
        "removed": N_("retiré"),
        "was": N_("avant"),
        "now": N_("maintenant"),
        "before": N_("avant"),
        "until": N_("jusqu’au"),
        "first": N_("du"),
        "last": N_("au"),
        "year": N_("par an"),
        "month": N_("par mois"),
        "why": N_("pourquoi"),
        "hour": N_("heure"),
        "asked": N_("question"),
        "sentence": N_("phrase"),
        "language": N_("langue"),
        "suspended": N_("suspendue"),
        "origin": N_("venu de"),
        "count": N_("nombre"),
        "version": N_("version"),
        "undo": N_("pour annuler"),
        "with": N_("par"),
        "tries": N_("essais"),
        "channel": N_("moyen"),
        "outcome": N_("issue"),
        "satisfaction": N_("avis"),
        "waits_for": N_("attend"),
        "because": N_("pourquoi"),
        "what": N_("contenu"),
    }
)
VALUES: Mapping[str, str] = MappingProxyType(
    {
        **{code.value: text for codes in words.EVERY_CODE for code, text in codes.items()},
        **{reason.value: text for reason, text in DECLINE_REASONS.items()},
        "erase": N_("effacer chez elle"),
        "hold": N_("ne plus y toucher"),
        "resume": N_("reprendre"),
        "letter": N_("un courrier"),
        "email": N_("un courriel"),
        "telephone": N_("un appel"),
        "officer": N_("le délégué à la protection des données"),
        "authority": N_("la CNIL"),
        "court": N_("la justice"),
        "open": N_("ouvrir"),
        "note": N_("noter"),
        "weigh": N_("peser le risque"),
        "notify": N_("prévenir la CNIL"),
        "concern": N_("dire qui est concerné"),
        "attempt": N_("noter un essai"),
        "contacted": N_("noter le premier contact"),
        "still_looking": N_("continuer à chercher"),
        "paired": N_("noter un binôme"),
        "followed": N_("confirmer des binômes"),
        "pair_ended": N_("noter la fin d’un binôme"),
        "finished": N_("clore l’accompagnement"),
        "cards": N_("fiches, sans nom"),
        "names": N_("fiches, avec les noms"),
        "calendar": N_("adresse d’agenda"),
        "passkey": N_("une clé d’accès"),
        "totp": N_("une application"),
        "recovery_code": N_("un code de papier"),
        "code": N_("un code par e-mail"),
        "all": N_("tout"),
        "look_after": N_("s’en occuper"),
        "set_aside": N_("mettre de côté"),
        "resend": N_("renvoyer le courriel"),
        "tell_guardian": N_("écrire au parent"),
        "ask_prescriber": N_("demander au prescripteur"),
        "tell": N_("écrire à la personne"),
        "remind": N_("rappeler"),
        "chase": N_("relancer l’association"),
        "take_back": N_("reprendre la fiche"),
        "try_again": N_("chercher à nouveau"),
        "take_in_hand": N_("prendre en main"),
        "keep_still": N_("laisser en pause"),
        "add_association": N_("ajouter l’association"),
        "needs_defined": N_("besoin défini"),
        "introduced": N_("présenter"),
        "under_way": N_("partenariat en route"),
        "put_off": N_("rappeler un autre jour"),
        "closed": N_("clore"),
        "declared": N_("places de l’année"),
        "renewed": N_("nouvelle année"),
        "confirmed": N_("toujours exact"),
        "paused": N_("pause"),
        "resumed": N_("reprise"),
        "ceiling_set": N_("plafond"),
        "ceiling_lifted": N_("plafond retiré"),
        "opened": N_("fermeture retirée"),
        "stopped": N_("arrêt automatique"),
        "unconfirmed": N_("plus confirmé"),
        "unanswered": N_("sans réponse"),
        "accept": N_("acceptée"),
        "decline": N_("déclinée"),
        "expire": N_("restée sans réponse"),
        "offer": N_("proposer"),
        "close": N_("clore"),
        "cancel": N_("annuler la séance"),
        "verified": N_("vérifier"),
        "refused": N_("refuser"),
        "desk": N_("la coordination"),
        "file": N_("un fichier"),
        "member": N_("membre"),
        "manager": N_("responsable"),
        "auditor": N_("en lecture seule"),
        "danger": N_("danger"),
        "rights": N_("droits de la personne"),
        "justice": N_("justice"),
        "imposture": N_("inscription au nom d’un autre"),
    }
)


KINDS: Mapping[str, str] = MappingProxyType(
    {
        "member": N_("membre"),
        "prescriber": N_("prescripteur"),
        "webinar": N_("webinaire"),
        "letter": N_("courriel"),
        "text": N_("texte"),
        "domain": N_("domaine"),
        "alarm": N_("alarme"),
    }
)


def act_in_words(act: str) -> str:
    return str(_(ACTS[Act(act)]))


def codes_in_words(entry: JournalEntry) -> list[tuple[str, str]]:
    """Each code as (what, word); a code without a word of its own stays as it is."""
    told = ((key, value) for key, value in entry.codes.items() if value not in (None, False, ""))
    return [(str(_(KEYS.get(key, key))), _value(value)) for key, value in told]


def about_in_words(about: str) -> str:
    """``member:9`` as people say it; a number of its own stays as it is."""
    kind, _colon, number = about.rpartition(":")
    return f"{_(KINDS[kind])} {number}" if kind in KINDS else about


def member_in_words(entry: JournalEntry) -> str:
    """By number: the journal names nobody."""
    if entry.by is None:
        return str(_("La plateforme"))
    if entry.by.association:
        return str(_("Membre %(number)s, %(name)s", number=str(entry.by.id), name=entry.by.association.name))
    said = N_("En lecture seule, n°\N{NO-BREAK SPACE}%(number)s")
    if entry.by.role is Role.DESK:
        said = N_("Coordination, n°\N{NO-BREAK SPACE}%(number)s")
    return str(_(said, number=str(entry.by.id)))


def _value(value: str | int | bool) -> str:
    if value is True:
        return str(_("oui"))
    return str(_(VALUES.get(str(value), str(value))))
