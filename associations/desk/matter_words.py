"""What the desk reads of what waits: why it must look, what was asked, which letter did not leave."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.queries.houses import House
from hub.queries.matter_kinds import MatterKind
from hub.returns import Way
from hub.vocabulary import Audience
from hub.wording import N_

KINDS: Mapping[MatterKind, str] = MappingProxyType(
    {
        MatterKind.NOT_CONTACTED: N_("Pas encore contactés"),
        MatterKind.NO_ASSOCIATION: N_("Aucune association ne convient"),
        MatterKind.DECLINED: N_("Plusieurs associations sollicitées, aucun oui"),
        MatterKind.WAITED: N_("Attendent une place depuis trop longtemps"),
        MatterKind.UNCONFIRMED: N_("Confirmation qui se fait attendre"),
        MatterKind.PRESCRIBER: N_("Prescripteurs à vérifier"),
        MatterKind.SILENT: N_("Associations silencieuses"),
        MatterKind.STOPPED: N_("Associations mises en pause"),
        MatterKind.BOUNCED: N_("Adresses refusées"),
        MatterKind.LETTER: N_("Courriels abandonnés"),
        MatterKind.RULE_BOOK: N_("Règlement illisible"),
        MatterKind.GLASS: N_("Noms demandés"),
        MatterKind.HELD: N_("Noms retenus"),
        MatterKind.ALARM: N_("Alarmes"),
        MatterKind.BREACH: N_("Violations de données"),
        MatterKind.NOT_ERASED: N_("Consignes sans réponse"),
        MatterKind.RESTRICTED: N_("En pause, à la demande de la personne"),
    }
)
"""As the heading of a shelf."""

WHY: Mapping[MatterKind, str] = MappingProxyType(
    {
        MatterKind.NOT_CONTACTED: N_("La personne dit ne pas avoir été contactée"),
        MatterKind.NO_ASSOCIATION: N_("Aucune association ne convient"),
        MatterKind.DECLINED: N_("Assez d’associations sollicitées, aucun oui"),
        MatterKind.WAITED: N_("Attend une place depuis trop longtemps"),
        MatterKind.UNCONFIRMED: N_("Confirmation qui se fait attendre"),
        MatterKind.PRESCRIBER: N_("Prescripteur à vérifier"),
        MatterKind.SILENT: N_("Ne répond plus à ses fiches"),
        MatterKind.STOPPED: N_("Mise en pause par la plateforme, faute de nouvelles"),
        MatterKind.BOUNCED: N_("Adresse refusée par sa messagerie"),
        MatterKind.LETTER: N_("Courriel abandonné après cinq jours d’essais"),
        MatterKind.RULE_BOOK: N_("Le fichier du règlement contient une erreur"),
        MatterKind.GLASS: N_("Un collègue demande à lire un nom, avec une raison"),
        MatterKind.HELD: N_("Une association a dit oui, et le nom est retenu"),
        MatterKind.ALARM: N_("Quelque chose ne devait pas arriver, et arrive"),
        MatterKind.BREACH: N_("Violation de données\u202f: la CNIL l’apprend dans les 72 heures"),
        MatterKind.NOT_ERASED: N_("N’a pas confirmé ce qui lui était demandé sur des données"),
        MatterKind.RESTRICTED: N_("En pause, à la demande de la personne"),
    }
)
"""Of one of them."""

READERS: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.YOUNG_PERSON: N_("le jeune"),
        Audience.GUARDIAN: N_("la personne"),
        Audience.MENTOR: N_("le mentor"),
        Audience.PRESCRIBER: N_("le prescripteur"),
        Audience.COMPANY: N_("l’entreprise"),
        Audience.ASSOCIATION: N_("l’association"),
        Audience.DESK: N_("la coordination"),
        Audience.DPO: N_("le délégué à la protection des données"),
    }
)
"""A guardian is not told from a young person: it would say that they are under 15."""

LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "sign_in_code": N_("Code de connexion"),
        "invitation": N_("Invitation"),
        "digest": N_("Les nouvelles du jour ou de la semaine"),
        "asked": N_("Une question de la coordination"),
        "refused": N_("Inscriptions refusées"),
        "desk_wrote": N_("Un mot de la coordination"),
        "received": N_("Accusé de réception"),
        "accepted": N_("Une association a dit oui"),
        "closed": N_("Réponse de la coordination"),
        "reply_unread": N_("Où écrire, à qui a répondu"),
        "not_reached": N_("Adresse à vérifier, au parent"),
        "page_code": N_("Code de la page de suivi"),
        "address_code": N_("Code d’une nouvelle adresse"),
        "address_changed": N_("Adresse changée, à l’ancienne"),
        "news": N_("Nouvelles au professionnel"),
        "stopped": N_("Association mise en pause"),
        "new_device": N_("Connexion d’un nouvel appareil"),
        "recovery_code_used": N_("Code de secours employé"),
        "second_factor_changed": N_("Second facteur changé"),
        "glass_asked": N_("Un nom est demandé"),
        "glass_granted": N_("Un nom est ouvert"),
        "alarm": N_("Une alarme"),
        "instructions": N_("Consigne à l’association, sur des données"),
        "chased": N_("Rappel à l’association"),
        "taken_back": N_("Fiche reprise"),
        "introduced": N_("Entreprise présentée"),
        "registered": N_("Demande d’entreprise"),
        "seat_taken": N_("Place au webinaire"),
        "seat_moved": N_("Place déplacée"),
        "seat_given_back": N_("Place rendue"),
        "seat_reminder": N_("Rappel du webinaire"),
        "seat_thanks": N_("Merci après le webinaire"),
        "seat_follow_up": N_("Suite du webinaire"),
        "session_cancelled": N_("Webinaire annulé"),
    }
)
"""The letters whose name says more than their step; of any other, the step is said."""

WAYS: Mapping[Way, str] = MappingProxyType(
    {
        Way.PHONE: N_("Un téléphone a été laissé. Lire le numéro demande deux personnes et une raison."),
        Way.GUARDIAN: N_(
            "L’adresse d’un parent a été laissée\u202f: la plateforme peut lui écrire, sans rien dire de plus."
        ),
        Way.PRESCRIBER: N_(
            "Un professionnel a inscrit ce jeune\u202f: posez-lui la question depuis le dossier."
        ),
        Way.ASSOCIATION: N_("L’association qui a dit oui a ses coordonnées\u202f: elle peut l’appeler."),
    }
)
"""How else somebody may be reached whose address does not serve, the quickest last."""

HOUSES: Mapping[House, str] = MappingProxyType(
    {
        House.EMPTY: N_("Sans membre"),
        House.UNVERIFIED: N_("Fiche à confirmer"),
        House.PAUSED: N_("En pause"),
        House.SUSPENDED: N_("Suspendues"),
    }
)
"""Associations by what the desk may have to do about them."""
