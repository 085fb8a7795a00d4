"""What one may prepare while waiting, by who one is and how far one has come.  Nothing here is asked of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.lifecycle import HELD, ReferralState
from hub.vocabulary import Audience, Situation
from hub.wording import N_

BEFORE_A_YES = (
    frozenset(ReferralState)
    - HELD
    - {
        *(ReferralState.CLOSED, ReferralState.WITHDRAWN, ReferralState.FORGOTTEN),
        *(ReferralState.AWAITING_CONFIRMATION, ReferralState.AWAITING_GUARDIAN),
    }
)
FIRST_CONTACT = frozenset({ReferralState.ACCEPTED, ReferralState.UNREACHABLE})
MEETING = frozenset({ReferralState.CONTACTED})
TOGETHER = frozenset({ReferralState.PAIRED})
Lists = Mapping[frozenset[ReferralState], tuple[str, ...]]

TO_YOUNG_PERSON: Lists = MappingProxyType(
    {
        BEFORE_A_YES: (
            N_("Regarde parfois tes messages et tes indésirables\u202f: la réponse arrive par e-mail."),
            N_("Note deux ou trois choses dont tu aimerais parler avec un mentor."),
            N_(
                "Moins de 18 ans\u202f? Parles-en à un parent\u202f: l’association lui demandera une autorisation."
            ),
        ),
        FIRST_CONTACT: (
            N_(
                "Décroche aux numéros inconnus ces jours-ci, ou rappelle\u202f: c’est sans doute l’association."
            ),
            N_("Repère tes moments libres dans la semaine\u202f: elle te proposera un premier rendez-vous."),
            N_("Prépare tes questions\u202f: qui sont les mentors, combien de fois par mois, où\u202f?"),
        ),
        MEETING: (
            N_("Pense à ce que tu veux dire de toi, et à ce que tu attends d’un mentor."),
            N_(
                "Moins de 18 ans\u202f? L’association a besoin de l’autorisation d’un parent avant la rencontre."
            ),
            N_(
                "Un doute sur la personne proposée\u202f? Dis-le à l’association\u202f: elle peut en "
                "chercher une autre."
            ),
        ),
        TOGETHER: (
            N_("Convenez ensemble d’un rythme, et préviens quand tu ne peux pas venir."),
            N_("Quelque chose te met mal à l’aise\u202f? Dis-le à l’association, ou appelle le 119."),
        ),
    }
)
TO_GUARDIAN: Lists = MappingProxyType(
    {
        BEFORE_A_YES: (
            N_("Regardez parfois vos indésirables\u202f: la réponse arrive par e-mail."),
            N_("Demandez à votre enfant ce qu’il attend d’un mentor\u202f: c’est lui qui le rencontrera."),
        ),
        FIRST_CONTACT: (
            N_("Décrochez aux numéros inconnus ces jours-ci\u202f: c’est sans doute l’association."),
            N_("Repérez les moments libres de votre enfant dans la semaine."),
            N_(
                "Préparez vos questions\u202f: qui sont les mentors, comment sont-ils choisis, où se voit-on\u202f?"
            ),
        ),
        MEETING: (
            N_("L’association vous demandera une autorisation écrite avant la première rencontre."),
            N_("Demandez comment elle vérifie l’honorabilité des mentors."),
        ),
        TOGETHER: (
            N_("Parlez de temps en temps avec votre enfant de ce qui se passe avec son mentor."),
            N_("Un doute\u202f? Dites-le à l’association. Un enfant en danger\u202f? Appelez le 119."),
        ),
    }
)
TO_MENTOR: Lists = MappingProxyType(
    {
        BEFORE_A_YES: (
            N_("Repérez le moment de la semaine que vous pouvez garder pendant six mois."),
            N_(
                "Vous pouvez déjà demander une attestation d’honorabilité, gratuite, sur "
                "honorabilite.social.gouv.fr\u202f: l’association vous la demandera peut-être."
            ),
        ),
        FIRST_CONTACT: (
            N_("Décrochez aux numéros inconnus ces jours-ci\u202f: c’est sans doute l’association."),
            N_("Préparez ce que vous aimeriez transmettre, et ce que vous ne souhaitez pas faire."),
        ),
        MEETING: (
            N_("L’association vous forme d’abord\u202f: demandez-lui les prochaines dates."),
            N_(
                "Gardez votre attestation d’honorabilité à portée de main. Ne nous envoyez jamais de casier "
                "judiciaire."
            ),
        ),
        TOGETHER: (
            N_("Convenez ensemble d’un rythme, et prévenez quand vous ne pouvez pas venir."),
            N_(
                "Une inquiétude pour le jeune\u202f? Parlez-en tout de suite à l’association, ou appelez le 119."
            ),
        ),
    }
)
LISTS: Mapping[Audience, Lists] = MappingProxyType(
    {
        Audience.YOUNG_PERSON: TO_YOUNG_PERSON,
        Audience.GUARDIAN: TO_GUARDIAN,
        Audience.MENTOR: TO_MENTOR,
    }
)
"""By the referral's correspondent; a professional prepares nothing here."""


BY_SITUATION: Mapping[Situation, tuple[str, str]] = MappingProxyType(
    {
        Situation.PRIMAIRE: (
            N_("Garde ton cahier du jour\u202f: ton mentor verra ce que tu fais en classe."),
            N_("Gardez le cahier du jour sous la main\u202f: il montre ce qui se fait en classe."),
        ),
        Situation.COLLEGE: (
            N_("Note les matières où tu aimerais de l’aide, et celles que tu aimes."),
            N_("Notez ensemble les matières où il faut de l’aide, et celles qui plaisent."),
        ),
        Situation.LYCEE_GT: (
            N_("Garde tes derniers bulletins et les dates de Parcoursup\u202f: vous en parlerez."),
            N_("Gardez les derniers bulletins et les dates de Parcoursup\u202f: ils serviront."),
        ),
        Situation.LYCEE_PRO: (
            N_("Note les dates de tes stages, et les métiers que tu voudrais voir de près."),
            N_("Notez les dates des stages, et les métiers à voir de près."),
        ),
        Situation.APPRENTISSAGE: (
            N_("Garde ton calendrier d’alternance\u202f: vous choisirez des moments qui vont."),
            N_("Gardez le calendrier d’alternance\u202f: il aide à choisir des moments."),
        ),
        Situation.SUPERIEUR: (
            N_("Garde ton emploi du temps du semestre, et les dates de tes candidatures."),
            N_("Gardez l’emploi du temps du semestre, et les dates des candidatures."),
        ),
        Situation.RECHERCHE_EMPLOI: (
            N_("Garde ton CV, même imparfait, et une ou deux offres qui te plaisent."),
            N_("Gardez le CV, même imparfait, et une ou deux offres qui plaisent."),
        ),
        Situation.SANS_ACTIVITE: (
            N_("Note ce que tu aimes faire, même si ce n’est pas un métier\u202f: on part de là."),
            N_("Notez ce qui plaît, même si ce n’est pas un métier\u202f: on part de là."),
        ),
        Situation.SERVICE_CIVIQUE: (
            N_("Note ce que ta mission t’apprend, et la date où elle finit."),
            N_("Notez ce que la mission apprend, et la date où elle finit."),
        ),
        Situation.EMPLOI: (
            N_("Note tes horaires, et ce que tu voudrais changer dans ton travail."),
            N_("Notez les horaires, et ce qui pourrait changer dans ce travail."),
        ),
        Situation.CREATION: (
            N_("Écris ton idée en cinq lignes\u202f: ton mentor la lira d’abord."),
            N_("Écrivez l’idée en cinq lignes\u202f: le mentor la lira d’abord."),
        ),
    }
)
"""To the young person, and to a guardian; only where the code was typed, since the need tells it."""


def for_situation(situation: Situation, *, formal: bool) -> str:
    return BY_SITUATION[situation][formal]


def to_prepare(reader: Audience, state: ReferralState) -> tuple[str, ...]:
    lists = LISTS.get(reader, {})
    return next((lines for states, lines in lists.items() if state in states), ())
