"""What the desk reads of what waits: why it must look, what was asked, which letter did not leave."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.queries.houses import House
from hub.queries.matter_kinds import MatterKind
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
    }
)
"""The letters whose name says more than their step; of any other, the step is said."""

HOUSES: Mapping[House, str] = MappingProxyType(
    {
        House.EMPTY: N_("Sans membre"),
        House.UNVERIFIED: N_("Fiche à confirmer"),
        House.PAUSED: N_("En pause"),
        House.SUSPENDED: N_("Suspendues"),
    }
)
"""Associations by what the desk may have to do about them."""
