"""One journey in the words of whoever follows it: *tu* to a young person, *vous* to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hub.lifecycle import ReferralState
from hub.vocabulary import Audience, Step
from hub.wording import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """``happened``, ``now`` and what may follow; then the page, and how to withdraw.  ``again`` leads to ``form``."""

    happened: Mapping[Step, str]
    now: Mapping[ReferralState, str]
    a_yes: str
    a_meeting: str
    some_months: str
    title: str
    heading: str
    changed_mind: str
    withdraw: str
    sure: str
    not_proposed: str
    forgotten: str
    yes_withdraw: str
    keep: str
    again: str
    said_yes: str
    meanwhile: str
    own_data: str
    behind_code: str
    behind_code_after: str
    open_own: str
    all_going: str
    all_gone: str
    form: str = "form.page"


EVERYBODY_HEARS = {
    Step.DETAILS_CHANGED: N_("Coordonnées changées"),
    Step.NEED_CORRECTED: N_("Demande corrigée"),
    Step.GOING_ON: N_("Nouvelle date. Désolés pour l’attente."),
    Step.GUARDIAN_REMINDED: N_("L’accord d’un parent est demandé à nouveau"),
    Step.ON_IT: N_("Des nouvelles\u202f: nous cherchons toujours"),
    Step.NO_SOLUTION: N_("Pas encore de solution. Désolés\u202f: la recherche continue."),
    Step.KEEPS_WAITING: N_("Continuer d’attendre\u202f: c’est noté"),
    Step.WAITING: N_("En attente d’une place"),
    Step.WITH_DESK: N_("Notre équipe cherche elle-même"),
    Step.RESTRICTED: N_("Tout est en pause, comme demandé"),
    Step.RESUMED: N_("La pause est finie\u202f: tout reprend"),
    Step.TOLD_OF_BREACH: N_("Un incident a touché ces données"),
    Step.DESK_WROTE: N_("Un mot de notre équipe"),
    Step.ACCEPTED: N_("%(name)s a dit oui"),
    Step.RETURNED: N_("%(name)s ne peut finalement pas. Désolés\u202f: nous cherchons à nouveau."),
    Step.NOT_CONTACTED: N_("Premier contact toujours attendu\u202f: %(name)s et notre équipe le savent"),
    Step.CONTACTED: N_("Premier contact avec %(name)s"),
    Step.PAIR_ENDED: N_("Les rencontres avec le mentor s’arrêtent"),
    Step.ACCOMPANIED: N_("Fin du chemin avec %(name)s"),
}

TO_YOUNG_PERSON = Voice(
    happened={
        **EVERYBODY_HEARS,
        Step.AWAITING_CONFIRMATION: N_("Ta demande est enregistrée"),
        Step.AWAITING_CHECK: N_("Ta demande est bien arrivée"),
        Step.AWAITING_GUARDIAN: N_("Ta demande est bien arrivée"),
        Step.RECEIVED: N_("Ta demande est bien arrivée"),
        Step.GUARDIAN_AGREED: N_("Ton parent a donné son accord"),
        Step.OFFERED: N_("Proposée à une association, sans ton nom"),
        Step.UNREACHABLE: N_("%(name)s n’a pas réussi à te joindre"),
        Step.PAIRED: N_("Tu as un mentor"),
        Step.CLOSED: N_("Notre réponse à ta demande"),
        Step.WITHDRAWN: N_("Ta demande est retirée"),
    },
    now={
        ReferralState.AWAITING_CONFIRMATION: N_(
            "Confirme ton adresse : le bouton est dans l’e-mail que nous t’avons envoyé. Un parent a fait la "
            "demande ? L’e-mail est dans la boîte de son enfant."
        ),
        ReferralState.AWAITING_CHECK: N_(
            "Notre équipe vérifie qui t’a inscrit, puis cherche une association."
        ),
        ReferralState.AWAITING_GUARDIAN: N_(
            "Nous attendons l’accord de ton parent. Il a reçu un e-mail de notre part."
        ),
        ReferralState.LOOKING: N_("Nous cherchons l’association qui te correspond."),
        ReferralState.OFFERED: N_("Une association lit ta demande, sans savoir qui tu es."),
        ReferralState.WAITING: N_(
            "Des associations te correspondent, mais aucune n’a de place aujourd’hui. Ta demande est gardée."
        ),
        ReferralState.WITH_DESK: N_(
            "Une personne de notre équipe regarde ta demande, toujours sans voir ton nom."
        ),
        ReferralState.ACCEPTED: N_("L’association te contacte."),
        ReferralState.CONTACTED: N_("L’association cherche le mentor qui te convient."),
        ReferralState.PAIRED: N_("Ton mentor t’accompagne. L’association reste là pour vous deux."),
        ReferralState.UNREACHABLE: N_(
            "L’association n’arrive pas à te joindre. Dis-nous si tu es toujours là."
        ),
        ReferralState.RESTRICTED: N_(
            "Tout est en pause\u202f: personne ne lit ta demande, et rien n’avance, jusqu’à ce que tu dises de "
            "reprendre."
        ),
    },
    a_yes=N_("Une association dit oui et te contacte"),
    a_meeting=N_("Tu rencontres ton mentor"),
    some_months=N_("Vous vous voyez pendant six mois, ou plus longtemps"),
    title=N_("Suivre ma demande"),
    heading=N_("Où en est ta demande"),
    changed_mind=N_("Tu as changé d’avis ?"),
    withdraw=N_("Retirer ma demande"),
    sure=N_("Retirer ta demande ?"),
    not_proposed=N_("Nous ne la proposons plus à personne."),
    forgotten=N_(
        "Tes coordonnées sont effacées au bout de 30 jours. Tu pourras refaire une demande quand tu voudras."
    ),
    yes_withdraw=N_("Oui, retirer ma demande"),
    keep=N_("Non, la garder"),
    again=N_("Faire une nouvelle demande"),
    said_yes=N_("Elle a dit oui, et elle seule lit tes coordonnées."),
    meanwhile=N_("Ce que tu peux préparer"),
    own_data=N_("Mes données"),
    behind_code=N_(
        "Changer de numéro ou d’adresse, corriger ta demande, ajouter un mot, télécharger ce que nous savons de toi, "
        "tout effacer\u202f: c’est derrière un code envoyé à ton adresse."
    ),
    behind_code_after=N_(
        "Voir ce que nous savons encore de toi, le télécharger, tout effacer\u202f: c’est derrière un code envoyé "
        "à ton adresse."
    ),
    open_own=N_("Voir ou changer mes données"),
    all_going=N_("Tout s’efface, dans la minute. Plus personne ne lit ce que tu nous avais dit."),
    all_gone=N_("Tout ce que tu nous avais dit est effacé. Il ne reste ici que ces étapes, sans ton nom."),
)

TO_GUARDIAN = replace(
    TO_YOUNG_PERSON,
    happened={
        **EVERYBODY_HEARS,
        Step.AWAITING_CONFIRMATION: N_("La demande est enregistrée"),
        Step.AWAITING_CHECK: N_("La demande est bien arrivée"),
        Step.AWAITING_GUARDIAN: N_("La demande est bien arrivée"),
        Step.RECEIVED: N_("La demande est bien arrivée"),
        Step.GUARDIAN_AGREED: N_("Le parent ou tuteur a donné son accord"),
        Step.OFFERED: N_("Proposée à une association, sans aucun nom"),
        Step.UNREACHABLE: N_("%(name)s n’a pas réussi à vous joindre"),
        Step.PAIRED: N_("Un mentor est trouvé"),
        Step.CLOSED: N_("Notre réponse à la demande"),
        Step.WITHDRAWN: N_("La demande est retirée"),
    },
    now={
        ReferralState.AWAITING_CONFIRMATION: N_(
            "Confirmez votre adresse : le bouton est dans l’e-mail que nous vous avons envoyé."
        ),
        ReferralState.AWAITING_CHECK: N_("Notre équipe vérifie qui a fait cette demande, puis cherche."),
        ReferralState.AWAITING_GUARDIAN: N_(
            "Le parent ou tuteur doit donner son accord : le lien est dans l’e-mail que nous lui avons envoyé."
        ),
        ReferralState.LOOKING: N_("Nous cherchons l’association qui convient."),
        ReferralState.OFFERED: N_("Une association lit la demande, sans savoir de qui elle vient."),
        ReferralState.WAITING: N_(
            "Des associations conviennent, mais aucune n’a de place aujourd’hui. La demande est gardée."
        ),
        ReferralState.WITH_DESK: N_(
            "Une personne de notre équipe regarde la demande, toujours sans voir de nom."
        ),
        ReferralState.ACCEPTED: N_("L’association vous contacte."),
        ReferralState.CONTACTED: N_("L’association cherche le mentor qui convient."),
        ReferralState.PAIRED: N_("Les rencontres ont commencé. L’association reste là pour les deux."),
        ReferralState.UNREACHABLE: N_(
            "L’association n’arrive pas à vous joindre. Dites-nous si vous êtes toujours là."
        ),
        ReferralState.RESTRICTED: N_(
            "Tout est en pause\u202f: personne ne lit la demande, et rien n’avance, jusqu’à ce que vous disiez de "
            "reprendre."
        ),
    },
    a_yes=N_("Une association dit oui et vous contacte"),
    a_meeting=N_("Première rencontre avec le mentor"),
    some_months=N_("Des rencontres pendant six mois, ou plus longtemps"),
    title=N_("Suivre la demande"),
    heading=N_("Où en est la demande"),
    changed_mind=N_("Vous avez changé d’avis ?"),
    withdraw=N_("Retirer la demande"),
    sure=N_("Retirer la demande ?"),
    forgotten=N_(
        "Vos coordonnées sont effacées au bout de 30 jours. Vous pourrez refaire une demande quand vous voudrez."
    ),
    yes_withdraw=N_("Oui, retirer la demande"),
    said_yes=N_("Elle a dit oui, et elle seule lit vos coordonnées."),
    meanwhile=N_("Ce que vous pouvez préparer"),
    own_data=N_("Vos données"),
    behind_code=N_(
        "Changer de numéro ou d’adresse, corriger la demande, ajouter un mot, télécharger ce que nous savons, tout "
        "effacer\u202f: c’est derrière un code envoyé à votre adresse."
    ),
    behind_code_after=N_(
        "Voir ce que nous savons encore, le télécharger, tout effacer\u202f: c’est derrière un code envoyé à votre "
        "adresse."
    ),
    open_own=N_("Voir ou changer ces données"),
    all_going=N_("Tout s’efface, dans la minute. Plus personne ne lit ce que vous nous aviez dit."),
    all_gone=N_(
        "Tout ce que vous nous aviez dit est effacé. Il ne reste ici que ces étapes, sans aucun nom."
    ),
)

TO_PRESCRIBER = replace(
    TO_GUARDIAN,
    happened={
        **TO_GUARDIAN.happened,
        Step.GUARDIAN_AGREED: N_("L’accord écrit est obtenu"),
        Step.UNREACHABLE: N_("%(name)s n’a pas réussi à joindre ce jeune"),
    },
    now={
        **TO_GUARDIAN.now,
        ReferralState.AWAITING_GUARDIAN: N_(
            "L’accord écrit est attendu : il se note sur la page du professionnel."
        ),
        ReferralState.ACCEPTED: N_("L’association prend contact."),
        ReferralState.UNREACHABLE: N_("L’association n’arrive pas à joindre ce jeune."),
    },
    a_yes=N_("Une association dit oui et prend contact"),
)

TO_MENTOR = replace(
    TO_GUARDIAN,
    happened={
        **EVERYBODY_HEARS,
        Step.AWAITING_CONFIRMATION: N_("Votre candidature est enregistrée"),
        Step.RECEIVED: N_("Votre candidature est bien arrivée"),
        Step.OFFERED: N_("Proposée à une association, sans votre nom"),
        Step.UNREACHABLE: N_("%(name)s n’a pas réussi à vous joindre"),
        Step.PAIRED: N_("Vous accompagnez un jeune"),
        Step.PAIR_ENDED: N_("Les rencontres avec le jeune s’arrêtent"),
        Step.NEED_CORRECTED: N_("Candidature corrigée"),
        Step.CLOSED: N_("Notre réponse à votre candidature"),
        Step.WITHDRAWN: N_("Votre candidature est retirée"),
    },
    now={
        **TO_GUARDIAN.now,
        ReferralState.LOOKING: N_("Nous cherchons l’association qui vous correspond."),
        ReferralState.OFFERED: N_("Une association lit votre candidature, sans savoir qui vous êtes."),
        ReferralState.WITH_DESK: N_(
            "Une personne de notre équipe regarde votre candidature, toujours sans voir votre nom."
        ),
        ReferralState.CONTACTED: N_("L’association vous forme et cherche le jeune qui vous convient."),
        ReferralState.RESTRICTED: N_(
            "Tout est en pause\u202f: personne ne lit votre candidature, et rien n’avance, jusqu’à ce que vous disiez "
            "de reprendre."
        ),
        ReferralState.PAIRED: N_("Vous accompagnez un jeune. L’association reste là pour vous deux."),
    },
    a_meeting=N_("Elle vous forme, puis vous présente un jeune"),
    title=N_("Suivre ma candidature"),
    heading=N_("Où en est votre candidature"),
    withdraw=N_("Retirer ma candidature"),
    sure=N_("Retirer votre candidature ?"),
    forgotten=N_(
        "Vos coordonnées sont effacées au bout de 30 jours. Vous pourrez revenir quand vous voudrez."
    ),
    yes_withdraw=N_("Oui, retirer ma candidature"),
    behind_code=N_(
        "Changer de numéro ou d’adresse, corriger votre candidature, télécharger ce que nous savons, tout "
        "effacer\u202f: c’est derrière un code envoyé à votre adresse."
    ),
    again=N_("Proposer à nouveau mon aide"),
    form="mentor.page",
)

VOICES: Mapping[Audience, Voice] = {
    Audience.YOUNG_PERSON: TO_YOUNG_PERSON,
    Audience.GUARDIAN: TO_GUARDIAN,
    Audience.PRESCRIBER: TO_PRESCRIBER,
    Audience.MENTOR: TO_MENTOR,
}
"""By the referral's correspondent."""
