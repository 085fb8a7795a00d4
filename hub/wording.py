"""What people read for each code of the vocabulary, in French; translated where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.partnership import CompanySize, CompanyStage, PartnershipModel
from hub.vocabulary import (
    AgeBand,
    Audience,
    Availability,
    ContactBy,
    ContactFirst,
    DeclineReason,
    Grade,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    PrescriberKind,
    Public,
    Sector,
    Situation,
    Theme,
    WrittenAgreement,
)


def N_(text: str) -> str:
    """Mark a sentence for translation without translating it yet."""
    return text


HUB_NAME = N_("La Passerelle")

READERS: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.YOUNG_PERSON: N_("Jeune"),
        Audience.GUARDIAN: N_("Parent"),
        Audience.MENTOR: N_("Mentor"),
        Audience.PRESCRIBER: N_("Prescripteur"),
        Audience.COMPANY: N_("Entreprise"),
        Audience.ASSOCIATION: N_("Association"),
        Audience.DESK: N_("Coordination"),
        Audience.DPO: N_("Protection des données"),
    }
)
"""Those whom letters are written to."""

SITUATIONS: Mapping[Situation, str] = MappingProxyType(
    {
        Situation.PRIMAIRE: N_("École primaire"),
        Situation.COLLEGE: N_("Collège"),
        Situation.LYCEE_GT: N_("Lycée général ou technologique"),
        Situation.LYCEE_PRO: N_("Lycée professionnel"),
        Situation.APPRENTISSAGE: N_("Apprentissage ou CFA"),
        Situation.SUPERIEUR: N_("Études supérieures"),
        Situation.RECHERCHE_EMPLOI: N_("Recherche d’emploi"),
        Situation.SANS_ACTIVITE: N_("Ni emploi, ni études, ni formation"),
        Situation.SERVICE_CIVIQUE: N_("Service civique"),
        Situation.EMPLOI: N_("En emploi"),
        Situation.CREATION: N_("Création d’entreprise"),
    }
)

LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.CP: N_("CP"),
        Level.CE1: N_("CE1"),
        Level.CE2: N_("CE2"),
        Level.CM1: N_("CM1"),
        Level.CM2: N_("CM2"),
        Level.SIXIEME: N_("6e"),
        Level.CINQUIEME: N_("5e"),
        Level.QUATRIEME: N_("4e"),
        Level.TROISIEME: N_("3e"),
        Level.SECONDE: N_("Seconde"),
        Level.PREMIERE: N_("Première"),
        Level.TERMINALE: N_("Terminale"),
        Level.CAP1: N_("CAP, 1re année"),
        Level.CAP2: N_("CAP, 2e année"),
        Level.BAC_PLUS_1: N_("Bac + 1"),
        Level.BAC_PLUS_2: N_("Bac + 2"),
        Level.BAC_PLUS_3: N_("Bac + 3"),
        Level.BAC_PLUS_4: N_("Bac + 4"),
        Level.BAC_PLUS_5: N_("Bac + 5 et plus"),
        Level.SANS_DIPLOME: N_("Sans diplôme"),
        Level.CAP: N_("CAP ou BEP"),
        Level.BAC: N_("Bac"),
    }
)

THEMES: Mapping[Theme, str] = MappingProxyType(
    {
        Theme.SCOLARITE: N_("Scolarité"),
        Theme.ORIENTATION: N_("Orientation"),
        Theme.INSERTION: N_("Stage, alternance, premier emploi"),
        Theme.CULTURE: N_("Ouverture culturelle"),
        Theme.CONFIANCE: N_("Confiance en soi"),
        Theme.CREATION: N_("Création d’activité"),
        Theme.CONCOURS: N_("Concours de la fonction publique"),
    }
)

PUBLICS: Mapping[Public, str] = MappingProxyType(
    {
        Public.ASE: N_("Aide sociale à l’enfance (ASE)"),
        Public.HANDICAP: N_("Situation de handicap"),
        Public.REFUGIE: N_("Réfugié ou arrivé récemment en France"),
        Public.BOURSIER: N_("Boursier"),
        Public.QPV: N_("Quartier prioritaire (QPV)"),
        Public.RURAL: N_("Commune rurale"),
        Public.OUTRE_MER: N_("Étudiant venu d’outre-mer"),
        Public.REP: N_("Établissement REP ou REP+"),
        Public.FILLES: N_("Programme réservé aux filles"),
        Public.ENGAGE: N_("Service civique ou bénévolat effectué"),
    }
)

MODES: Mapping[Mode, str] = MappingProxyType(
    {
        Mode.IN_PERSON: N_("En personne"),
        Mode.REMOTE: N_("À distance"),
        Mode.EITHER: N_("En personne ou à distance"),
    }
)

CONTACT_BY: Mapping[ContactBy, str] = MappingProxyType(
    {
        ContactBy.EMAIL: N_("Par e-mail"),
        ContactBy.PHONE: N_("Par téléphone"),
        ContactBy.TEXT: N_("Par SMS"),
    }
)

CONTACT_FIRST: Mapping[ContactFirst, str] = MappingProxyType(
    {
        ContactFirst.YOUNG_PERSON: N_("Le jeune"),
        ContactFirst.GUARDIAN: N_("Son parent ou tuteur"),
        ContactFirst.PRESCRIBER: N_("Le professionnel qui l’inscrit"),
    }
)

WRITTEN_AGREEMENTS: Mapping[WrittenAgreement, str] = MappingProxyType(
    {
        WrittenAgreement.OBTAINED: N_("Obtenu"),
        WrittenAgreement.UNDER_WAY: N_("En cours"),
        WrittenAgreement.ADULT: N_("Jeune majeur : il décide lui-même"),
    }
)

PRESCRIBER_KINDS: Mapping[PrescriberKind, str] = MappingProxyType(
    {
        PrescriberKind.SCHOOL: N_("Établissement scolaire"),
        PrescriberKind.MISSION_LOCALE: N_("Mission locale"),
        PrescriberKind.ASE: N_("Aide sociale à l’enfance, conseil départemental"),
        PrescriberKind.FOYER: N_("Foyer ou MECS"),
        PrescriberKind.PJJ: N_("Protection judiciaire de la jeunesse"),
        PrescriberKind.PREVENTION: N_("Prévention spécialisée"),
        PrescriberKind.FRANCE_TRAVAIL: N_("France Travail, CEJ"),
        PrescriberKind.E2C: N_("École de la deuxième chance"),
        PrescriberKind.EPIDE: N_("EPIDE"),
        PrescriberKind.CCAS: N_("CCAS, centre social"),
        PrescriberKind.ASSOCIATION: N_("Association"),
        PrescriberKind.CIO: N_("CIO"),
        PrescriberKind.UNIVERSITY: N_("CROUS, université"),
        PrescriberKind.LADOM: N_("LADOM"),
        PrescriberKind.OTHER: N_("Autre"),
    }
)

AGE_BANDS: Mapping[AgeBand, str] = MappingProxyType(
    {band: N_(f"{band.value.replace('-', ' à ')} ans") for band in AgeBand}
)

DECLINE_REASONS: Mapping[DeclineReason, str] = MappingProxyType(
    {
        DeclineReason.NOT_OUR_PUBLIC: N_("Ce n’est pas notre public"),
        DeclineReason.OUTSIDE_OUR_AREA: N_("Hors de notre territoire"),
        DeclineReason.NO_PLACE: N_("Plus de place"),
        DeclineReason.NO_MENTOR: N_("Pas de mentor disponible"),
        DeclineReason.OUTSIDE_PROGRAMME: N_("Besoin hors de notre programme"),
        DeclineReason.ALREADY_KNOWN: N_("Jeune déjà connu de nous"),
        DeclineReason.NOT_ENOUGH: N_("Pas assez d’éléments pour décider"),
        DeclineReason.OTHER: N_("Autre raison"),
    }
)

MENTOR_AGES: Mapping[MentorAge, str] = MappingProxyType(
    {
        MentorAge.FROM_15_TO_17: N_("15 à 17 ans"),
        MentorAge.FROM_18_TO_25: N_("18 à 25 ans"),
        MentorAge.FROM_26_TO_49: N_("26 à 49 ans"),
        MentorAge.FROM_50: N_("50 ans et plus"),
    }
)

MENTOR_STATUSES: Mapping[MentorStatus, str] = MappingProxyType(
    {
        MentorStatus.LYCEEN: N_("Au lycée"),
        MentorStatus.ETUDIANT: N_("En études supérieures ou en alternance"),
        MentorStatus.ACTIF: N_("En activité professionnelle"),
        MentorStatus.RECHERCHE_EMPLOI: N_("En recherche d’emploi"),
        MentorStatus.RETRAITE: N_("À la retraite"),
        MentorStatus.AUTRE: N_("Autre situation"),
    }
)

MENTOR_AUDIENCES: Mapping[MentorAudience, str] = MappingProxyType(
    {
        MentorAudience.PRIMAIRE: N_("Enfants de l’école primaire"),
        MentorAudience.COLLEGE: N_("Collégiens"),
        MentorAudience.LYCEE: N_("Lycéens"),
        MentorAudience.LYCEE_PRO: N_("Lycéens professionnels et apprentis"),
        MentorAudience.SUPERIEUR: N_("Étudiants"),
        MentorAudience.INSERTION: N_("Jeunes qui cherchent leur place dans la vie professionnelle"),
    }
)

AVAILABILITIES: Mapping[Availability, str] = MappingProxyType(
    {
        Availability.WEEKLY: N_("Chaque semaine"),
        Availability.FORTNIGHTLY: N_("Toutes les deux semaines"),
        Availability.MONTHLY: N_("Une ou deux fois par mois"),
    }
)

SECTORS: Mapping[Sector, str] = MappingProxyType(
    {
        Sector.AGRICULTURE: N_("Agriculture, animaux, environnement"),
        Sector.ARTISANAT: N_("Artisanat"),
        Sector.ARTS: N_("Arts, culture, spectacle"),
        Sector.BATIMENT: N_("Bâtiment, travaux publics"),
        Sector.COMMERCE: N_("Commerce, vente"),
        Sector.COMMUNICATION: N_("Communication, médias"),
        Sector.DROIT: N_("Droit, justice, sécurité"),
        Sector.ENSEIGNEMENT: N_("Enseignement, formation"),
        Sector.FINANCE: N_("Banque, assurance, gestion"),
        Sector.HOTELLERIE: N_("Hôtellerie, restauration, tourisme"),
        Sector.INDUSTRIE: N_("Industrie, énergie"),
        Sector.NUMERIQUE: N_("Numérique"),
        Sector.RECHERCHE: N_("Recherche, sciences"),
        Sector.SANTE: N_("Santé"),
        Sector.SECTEUR_PUBLIC: N_("Fonction publique"),
        Sector.SOCIAL: N_("Social, animation, sport"),
        Sector.TRANSPORT: N_("Transport, logistique"),
        Sector.AUTRE: N_("Autre domaine"),
    }
)

MENTOR_DECLINE_REASONS: Mapping[DeclineReason, str] = MappingProxyType(
    {
        DeclineReason.NOT_OUR_PUBLIC: N_("Nous cherchons d’autres mentors, avec d’autres expériences"),
        DeclineReason.OUTSIDE_OUR_AREA: N_("Hors de notre territoire"),
        DeclineReason.NO_PLACE: N_("Nous ne cherchons pas de mentors en ce moment"),
        DeclineReason.OUTSIDE_PROGRAMME: N_("Disponibilité ou envies hors de notre programme"),
        DeclineReason.ALREADY_KNOWN: N_("Mentor déjà connu de nous"),
        DeclineReason.NOT_ENOUGH: N_("Pas assez d’éléments pour décider"),
        DeclineReason.OTHER: N_("Autre raison"),
    }
)
"""There is no “no mentor available” to answer to a mentor."""

GRADES: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.YES: N_("Oui"),
        Grade.RATHER: N_("Plutôt oui"),
        Grade.HARDLY: N_("Plutôt non"),
        Grade.NO: N_("Non"),
    }
)

COMPANY_SIZES: Mapping[CompanySize, str] = MappingProxyType(
    {
        CompanySize.UP_TO_9: N_("Moins de 10 personnes"),
        CompanySize.UP_TO_49: N_("De 10 à 49 personnes"),
        CompanySize.UP_TO_249: N_("De 50 à 249 personnes"),
        CompanySize.UP_TO_4999: N_("De 250 à 4\u202f999 personnes"),
        CompanySize.FROM_5000: N_("5\u202f000 personnes et plus"),
    }
)
COMPANY_STAGES: Mapping[CompanyStage, str] = MappingProxyType(
    {
        CompanyStage.DISCOVERING: N_("Découvre le mentorat"),
        CompanyStage.WANTS_PARTNERSHIP: N_("Souhaite un partenariat"),
        CompanyStage.HAS_MENTORS: N_("A déjà des mentors"),
    }
)
PARTNERSHIP_MODELS: Mapping[PartnershipModel, str] = MappingProxyType(
    {
        PartnershipModel.RELAY: N_("Relais d’engagement, sans financement"),
        PartnershipModel.FUNDED: N_("Partenariat financé"),
        PartnershipModel.UNKNOWN: N_("Ne sait pas encore"),
    }
)
