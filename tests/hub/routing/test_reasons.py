"""The sentences of a decision: the association's rule, in good French."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.routing import Scope, Territory, Way, decide, reasons
from hub.vocabulary import Level, Mode, Need, PrescriberKind, Public, Situation, Theme
from tests.parts.members import IN_THE_NORTH, PUPIL, RULE_BOOK, SAINT_DENIS, candidate, objection, sent_by

SENTENCES = RULE_BOOK.sentences
FROM_SCHOOL = sent_by(PrescriberKind.SCHOOL)
FROM_CHILD_WELFARE = sent_by(PrescriberKind.ASE)
ELSEWHERE = Territory(Scope.LISTED, frozenset({"75", "13"}), frozenset({"93", "84"}))


@pytest.mark.parametrize(
    ("need", "criteria", "sentence"),
    [
        (PUPIL, {"ages": (18, 30)}, "Accompagne de 18 à 30\u00a0ans."),
        (
            PUPIL,
            {"situations": frozenset({Situation.SANS_ACTIVITE, Situation.LYCEE_PRO})},
            "Accompagne ces situations\u202f: lycée professionnel\u202f; ni emploi, ni études, ni formation.",
        ),
        (PUPIL, {"first_class": Level.TROISIEME}, "Accompagne à partir de la classe de 3e."),
        (PUPIL, {"diploma": Level.BAC_PLUS_3}, "Demande au moins ce niveau de diplôme\u202f: Bac + 3."),
        (
            PUPIL,
            {"themes": frozenset({Theme.CULTURE, Theme.SCOLARITE})},
            "Accompagne sur ces thèmes\u202f: scolarité\u202f; ouverture culturelle.",
        ),
        (replace(PUPIL, mode=Mode.IN_PERSON), {"in_person": None}, "N’accompagne qu’à distance."),
        (replace(PUPIL, mode=Mode.REMOTE), {"remote": None}, "N’accompagne qu’en personne."),
        (
            PUPIL,
            {"in_person": ELSEWHERE, "remote": None},
            "Accompagne en personne ici\u202f: Auvergne-Rhône-Alpes\u202f; Provence-Alpes-Côte d’Azur\u202f; "
            "départements 13, 75.",
        ),
        (
            replace(PUPIL, place=SAINT_DENIS),
            {
                "in_person": replace(ELSEWHERE, regions=frozenset()),
                "remote": IN_THE_NORTH,
            },
            "Accompagne en personne ici\u202f: départements 13, 75. "
            "Accompagne à distance ici\u202f: département 59.",
        ),
        (
            PUPIL,
            {"required_publics": frozenset({Public.HANDICAP})},
            "Réservé à ce public\u202f: situation de handicap.",
        ),
        (PUPIL, {"project": Theme.CREATION}, "Demande un projet sur ce thème\u202f: création d’activité."),
        (
            PUPIL,
            {"ways": frozenset({Way.FAMILY, Way.CHILD_WELFARE})},
            "Reçoit les jeunes par cette voie\u202f: service de l’aide sociale à l’enfance\u202f; famille.",
        ),
        (PUPIL, {"ways": frozenset({Way.PARTNER_SCHOOL})}, SENTENCES["partner_schools_unsaid"]),
        (
            FROM_SCHOOL,
            {"ways": frozenset({Way.PARTNER_SCHOOL}), "partner_schools": frozenset({"0590001A"})},
            "Reçoit les jeunes par cette voie\u202f: établissement partenaire.",
        ),
        (FROM_CHILD_WELFARE, {}, SENTENCES["conventions_unsaid"]),
        (
            FROM_CHILD_WELFARE,
            {"ase_conventions": frozenset({"93", "40"})},
            "A signé une convention d’aide sociale à l’enfance avec ces départements\u202f: 40, 93.",
        ),
    ],
)
def test_why_not_is_a_sentence_about_the_association(
    need: Need, criteria: dict[str, Any], sentence: str
) -> None:
    out = objection(need, candidate(**criteria))
    assert out is not None
    assert out.because == sentence


@pytest.mark.parametrize(
    ("themes", "sentence"),
    [
        ({Theme.ORIENTATION}, reasons.ALL_THEMES),
        ({Theme.ORIENTATION, Theme.CULTURE}, reasons.SOME_THEMES),
    ],
)
def test_an_association_reads_whether_all_or_some_of_the_themes_are_its_own(
    themes: set[Theme], sentence: str
) -> None:
    member = candidate(themes=frozenset({Theme.ORIENTATION}))
    [choice] = decide(replace(PUPIL, themes=frozenset(themes)), [member], RULE_BOOK).shortlist
    assert choice.because == (reasons.PUBLIC_FITS, sentence, reasons.PLACE_FITS)


@pytest.mark.parametrize("public", sorted(RULE_BOOK.priority.publics))
def test_whatever_the_public_the_reasons_are_the_same_words(public: Public) -> None:
    theirs = decide(replace(PUPIL, publics=frozenset({public})), [candidate()], RULE_BOOK)
    others = decide(PUPIL, [candidate()], RULE_BOOK)
    assert (theirs.priority, others.priority) == (True, False)
    assert [one.because for one in theirs.shortlist] == [one.because for one in others.shortlist] != []


def test_every_sentence_is_typed_as_french_is() -> None:
    read_first = [value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)]
    sentences = [*read_first, *SENTENCES.values()]
    assert len(sentences) > 40
    for sentence in sentences:
        assert not any(mark in sentence for mark in (" :", " ;", " ?", " !", "'"))
