"""What the desk reads of what waits: why it must look, what was asked, which letter did not leave."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.models import Asked, Said
from hub.queries import MatterKind
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
        MatterKind.BOUNCED: N_("Adresses refusées"),
        MatterKind.LETTER: N_("Courriels abandonnés"),
        MatterKind.RULE_BOOK: N_("Règlement illisible"),
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
        MatterKind.BOUNCED: N_("Adresse refusée par sa messagerie"),
        MatterKind.LETTER: N_("Courriel abandonné après cinq jours d’essais"),
        MatterKind.RULE_BOOK: N_("Le fichier du règlement contient une erreur"),
    }
)
"""Of one of them."""

QUESTIONS: Mapping[Asked, str] = MappingProxyType(
    {
        Asked.STILL_WANTED: N_("Ce jeune souhaite-t-il toujours un mentor ?"),
        Asked.REMOTE: N_("Un accompagnement à distance lui conviendrait-il ?"),
        Asked.FARTHER: N_("Peut-il aller plus loin, dans un département voisin ?"),
        Asked.REMIND: N_("Pouvez-vous rappeler que nous attendons une réponse par courriel ?"),
        Asked.CONTACTED: N_("L’association a-t-elle pris contact avec ce jeune ?"),
    }
)
"""The same words as the professional reads, at the other door."""

ANSWERS: Mapping[Said, str] = MappingProxyType(
    {Said.YES: N_("oui"), Said.NO: N_("non"), Said.UNKNOWN: N_("ne sait pas")}
)

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
