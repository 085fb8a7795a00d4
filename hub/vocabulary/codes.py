"""The lists of codes that forms, rules, cards and the database share."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Who the registration is about."""

    YOUNG_PERSON = "young_person"
    MENTOR = "mentor"


class Situation(StrEnum):
    PRIMAIRE = "primaire"
    COLLEGE = "college"
    LYCEE_GT = "lycee_gt"
    LYCEE_PRO = "lycee_pro"
    APPRENTISSAGE = "apprentissage"
    SUPERIEUR = "superieur"
    RECHERCHE_EMPLOI = "recherche_emploi"
    SANS_ACTIVITE = "sans_activite"
    SERVICE_CIVIQUE = "service_civique"
    EMPLOI = "emploi"
    CREATION = "creation"


class Level(StrEnum):
    """A school class, or for those out of school the highest diploma."""

    CP = "cp"
    CE1 = "ce1"
    CE2 = "ce2"
    CM1 = "cm1"
    CM2 = "cm2"
    SIXIEME = "sixieme"
    CINQUIEME = "cinquieme"
    QUATRIEME = "quatrieme"
    TROISIEME = "troisieme"
    SECONDE = "seconde"
    PREMIERE = "premiere"
    TERMINALE = "terminale"
    CAP1 = "cap1"
    CAP2 = "cap2"
    BAC_PLUS_1 = "bac1"
    BAC_PLUS_2 = "bac2"
    BAC_PLUS_3 = "bac3"
    BAC_PLUS_4 = "bac4"
    BAC_PLUS_5 = "bac5"
    SANS_DIPLOME = "sans_diplome"
    CAP = "cap"
    BAC = "bac"


class Theme(StrEnum):
    SCOLARITE = "scolarite"
    ORIENTATION = "orientation"
    INSERTION = "insertion"
    CULTURE = "culture"
    CONFIANCE = "confiance"
    CREATION = "creation"
    CONCOURS = "concours"


class Public(StrEnum):
    """What may call for a specialised association.  Several are sensitive: they are matched, never shown."""

    ASE = "ase"
    HANDICAP = "handicap"
    REFUGIE = "refugie"
    BOURSIER = "boursier"
    QPV = "qpv"
    RURAL = "rural"
    OUTRE_MER = "outre_mer"
    REP = "rep"
    FILLES = "filles"
    ENGAGE = "engage"


class Mode(StrEnum):
    IN_PERSON = "in_person"
    REMOTE = "remote"
    EITHER = "either"


class Channel(StrEnum):
    """Who filled in the form."""

    SELF = "self"
    GUARDIAN = "guardian"
    PRESCRIBER = "prescriber"


class PrescriberKind(StrEnum):
    SCHOOL = "school"
    MISSION_LOCALE = "mission_locale"
    ASE = "ase"
    FOYER = "foyer"
    PJJ = "pjj"
    PREVENTION = "prevention"
    FRANCE_TRAVAIL = "france_travail"
    E2C = "e2c"
    EPIDE = "epide"
    CCAS = "ccas"
    ASSOCIATION = "association"
    CIO = "cio"
    UNIVERSITY = "university"
    LADOM = "ladom"
    OTHER = "other"


class AgeBand(StrEnum):
    """The age that a card may show, years inclusive."""

    FROM_5_TO_10 = "5-10"
    FROM_11_TO_14 = "11-14"
    FROM_15_TO_17 = "15-17"
    FROM_18_TO_20 = "18-20"
    FROM_21_TO_25 = "21-25"
    FROM_26_TO_30 = "26-30"


class MentorAge(StrEnum):
    """How old a mentor is, years inclusive.  Nobody asks a mentor's date of birth."""

    FROM_15_TO_17 = "15-17"
    FROM_18_TO_25 = "18-25"
    FROM_26_TO_49 = "26-49"
    FROM_50 = "50+"


class MentorStatus(StrEnum):
    LYCEEN = "lyceen"
    ETUDIANT = "etudiant"
    ACTIF = "actif"
    RECHERCHE_EMPLOI = "recherche_emploi"
    RETRAITE = "retraite"
    AUTRE = "autre"


class Sector(StrEnum):
    """The trade that a mentor may tell of."""

    AGRICULTURE = "agriculture"
    ARTISANAT = "artisanat"
    ARTS = "arts"
    BATIMENT = "batiment"
    COMMERCE = "commerce"
    COMMUNICATION = "communication"
    DROIT = "droit"
    ENSEIGNEMENT = "enseignement"
    FINANCE = "finance"
    HOTELLERIE = "hotellerie"
    INDUSTRIE = "industrie"
    NUMERIQUE = "numerique"
    RECHERCHE = "recherche"
    SANTE = "sante"
    SECTEUR_PUBLIC = "secteur_public"
    SOCIAL = "social"
    TRANSPORT = "transport"
    AUTRE = "autre"


class MentorAudience(StrEnum):
    """Whom a mentor would like to accompany."""

    PRIMAIRE = "primaire"
    COLLEGE = "college"
    LYCEE = "lycee"
    LYCEE_PRO = "lycee_pro"
    SUPERIEUR = "superieur"
    INSERTION = "insertion"


class Availability(StrEnum):
    """How much time a mentor has."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class ContactFirst(StrEnum):
    """Whom the association contacts first when a professional registered the young person."""

    YOUNG_PERSON = "young_person"
    GUARDIAN = "guardian"
    PRESCRIBER = "prescriber"


class WrittenAgreement(StrEnum):
    """Of the holders of parental authority, as child welfare must have it (CASF, L221-2-6)."""

    OBTAINED = "obtained"
    UNDER_WAY = "under_way"
    ADULT = "adult"


class ContactBy(StrEnum):
    """How the person would rather be contacted."""

    EMAIL = "email"
    PHONE = "phone"
    TEXT = "text"


class DeclineReason(StrEnum):
    """``PASSED_ON`` is no refusal: the association chose another of its consortium."""

    NOT_OUR_PUBLIC = "not_our_public"
    OUTSIDE_OUR_AREA = "outside_our_area"
    NO_PLACE = "no_place"
    NO_MENTOR = "no_mentor"
    OUTSIDE_PROGRAMME = "outside_programme"
    ALREADY_KNOWN = "already_known"
    NOT_ENOUGH = "not_enough"
    PASSED_ON = "passed_on"
    OTHER = "other"


class Audience(StrEnum):
    """To whom a letter speaks: *tu* to the young person, *vous* to everybody else."""

    YOUNG_PERSON = "young_person"
    GUARDIAN = "guardian"
    MENTOR = "mentor"
    PRESCRIBER = "prescriber"
    COMPANY = "company"
    ASSOCIATION = "association"
    DESK = "desk"
    DPO = "dpo"


class Step(StrEnum):
    """Something that happened to a referral, in words the person can hear."""

    AWAITING_CONFIRMATION = "awaiting_confirmation"
    AWAITING_CHECK = "awaiting_check"
    AWAITING_GUARDIAN = "awaiting_guardian"
    GUARDIAN_REMINDED = "guardian_reminded"
    RECEIVED = "received"
    GUARDIAN_AGREED = "guardian_agreed"
    OFFERED = "offered"
    OVERDUE = "overdue"
    DECLINED = "declined"
    EXPIRED = "expired"
    RECALLED = "recalled"
    GOING_ON = "going_on"
    ON_IT = "on_it"
    NO_SOLUTION = "no_solution"
    KEEPS_WAITING = "keeps_waiting"
    NEED_CORRECTED = "need_corrected"
    DETAILS_CHANGED = "details_changed"
    WAITING = "waiting"
    WITH_DESK = "with_desk"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED = "reopened"
    NOT_CONTACTED = "not_contacted"
    ASKED_IF_CONTACTED = "asked_if_contacted"
    CONTACTED = "contacted"
    UNREACHABLE = "unreachable"
    PAIRED = "paired"
    ASKED_IF_TOGETHER = "asked_if_together"
    PAIR_ENDED = "pair_ended"
    ACCOMPANIED = "accompanied"
    ASKED_HOW_IT_WAS = "asked_how_it_was"
    FORGOTTEN_SOON = "forgotten_soon"
    RESTRICTED = "restricted"
    RESUMED = "resumed"
    TOLD_OF_BREACH = "told_of_breach"
    DESK_WROTE = "desk_wrote"
    PRESCRIBER_ASKED = "prescriber_asked"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"
