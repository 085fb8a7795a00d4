"""The pages' French: well set, short, in the right person, true to the rule book and to the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forms import content
from forms.content import HERE
from hub import rules
from hub.config import ABOUT_US
from hub.following import COURTEOUS
from hub.routing import Delays
from hub.typesetting import set_text
from hub.vocabulary import DeclineReason
from tests.house.ground import ROOT

LAW = (ROOT / "docs" / "rules-of-the-field.md").read_text().replace("GDPR ", "RGPD, ")
YOUNG = {"trouver-un-mentor", "moins-de-15-ans", "urgence", "orientation", "lettre-de-motivation"}
BOTH = {"home", "le-mentorat"}
TO_A_YOUNG_PERSON = {"confidentialite": "Pour toi, l’essentiel"}
LONGEST_SENTENCE = 32
USUAL_SENTENCE = 15

MARKS = re.compile(r"\*\*|\[([^]]*)\]\([^)]*\)|`[^`]*`|%\(\w+\)s")
QUOTED = re.compile(r"«[^»]*»")
SENTENCE_END = re.compile(r"(?<!\bart\.)(?<=[.?!…])\s+")
TU = re.compile(r"\b(?:tu|toi|ta|tes|t’\w+|te)\b", re.IGNORECASE)
VOUS = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)
WRONG = re.compile(r"[\"']|\.\.\.|!|  |[^\s\u202f\u00a0(][;?»]|«[^\u00a0]|\w[ \u00a0][;:?]| :|\d \d{3}\b")
NOT_OUR_WORDS = re.compile(
    r"\b(?:utilisat\w+|usagers?|bénéficiaires?|profils?|coachs?|tickets?|leads?)\b", re.IGNORECASE
)
REFERENCE = re.compile(
    r"\b[LDR]\d{3}-\d+(?:-\d+)*\b|\b\d{2,4}-\d{2,4}\b(?= du)|RGPD, art\. [\d.a-z]+\d|art\. \d+\b(?!\.)"
)

PROMISES = {
    "trouver-un-mentor": ("dans les {promise_days} jours ouvrés", "pendant {guardian_silence_days} jours"),
    "inscrire-un-jeune": ("dans les {promise_days} jours ouvrés", "de {withdrawn_kept_days} jours si"),
    "protection-de-l-enfance": ("dans les {desk_days} jours ouvrés",),
    "confidentialite": (
        "nous le demandons | {confirmation_silence_days} jours |",
        "sans réponse d’un parent | {guardian_silence_days} jours |",
        "sans l’accord écrit | {written_agreement_days} jours |",
        "restée sans solution | {withdrawn_kept_days} jours |",
    ),
}
"""What the pages say of the rule book's delays."""


def plain(name: str) -> Iterator[str]:
    """Each block as it is read, its marks taken off, with breaking spaces instead of fixed ones."""
    for _line, text in content.manuscript(name).msgids():
        yield MARKS.sub(lambda mark: mark[1] or "", text).replace("\u00a0", " ").replace("\u202f", " ")


def sentences(name: str) -> list[str]:
    return [said for text in plain(name) for said in SENTENCE_END.split(text) if said]


def length(sentence: str) -> int:
    return len(re.findall(r"\w[\w’-]*", sentence))


@pytest.mark.parametrize("path", sorted(HERE.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_is_set_by_the_command(path: Path) -> None:
    written = path.read_text()
    assert set_text(written) == written, "run: .venv/bin/python -m docs.texts.typeset"


@pytest.mark.parametrize("name", content.names())
def test_a_page_has_no_loose_sign(name: str) -> None:
    said = [MARKS.sub(lambda mark: mark[1] or "", text) for _line, text in content.manuscript(name).msgids()]
    assert [text for text in said if WRONG.search(text)] == []


@pytest.mark.parametrize("text", ["l'eau", "Oui?", "Oui !", "Oui ?", "à : b", "«oui\u00a0»", "...", "7 600"])
def test_a_loose_sign_is_seen(text: str) -> None:
    assert WRONG.search(text)


@pytest.mark.parametrize("name", content.names())
def test_sentences_are_short(name: str) -> None:
    said = sorted(sentences(name), key=length)
    assert length(said[-1]) <= LONGEST_SENTENCE, f"the longest, {length(said[-1])} words: {said[-1]}"
    assert sum(map(length, said)) / len(said) <= USUAL_SENTENCE


@pytest.mark.parametrize("name", sorted(YOUNG))
def test_a_young_person_is_spoken_to_as_tu(name: str) -> None:
    assert [text for text in plain(name) if VOUS.search(QUOTED.sub("", text))] == []


@pytest.mark.parametrize("name", sorted({*content.names()} - YOUNG - BOTH))
def test_an_adult_is_spoken_to_as_vous(name: str) -> None:
    for_the_young = TO_A_YOUNG_PERSON.get(name)
    chapters = [chapter for chapter in content.manuscript(name).chapters if chapter.title == for_the_young]
    theirs = {token.content for chapter in chapters for token in chapter.tokens}
    said = (text for _line, text in content.manuscript(name).msgids() if text not in theirs | {for_the_young})
    assert [text for text in said if TU.search(QUOTED.sub("", text))] == []


@pytest.mark.parametrize("name", content.names())
def test_pages_use_our_words(name: str) -> None:
    assert [text for text in plain(name) if NOT_OUR_WORDS.search(text)] == []


@pytest.mark.parametrize("name", content.names())
def test_a_law_that_is_cited_is_listed_with_its_source(name: str) -> None:
    cited = {reference for text in plain(name) for reference in REFERENCE.findall(text)}
    assert sorted(reference for reference in cited if reference not in LAW) == []


@pytest.mark.parametrize("name", sorted(PROMISES))
def test_a_page_promises_what_the_rule_book_says(name: str) -> None:
    delays = rules.load().delays
    written = text_of(name).replace("\u00a0", " ").replace("\u202f", " ")
    said = [promise.format_map(vars_of(delays)) for promise in PROMISES[name]]
    assert [promise for promise in said if promise not in written] == []


@pytest.mark.parametrize("name", ["inscrire-un-jeune", "ecoles"])
def test_a_professional_is_told_of_the_letters_that_do_not_wait_for_monday(name: str) -> None:
    said = " ".join(plain(name))
    assert "le lundi" in said and "aussitôt pour un oui, une recherche longue ou une question" in said


def test_a_professional_is_told_that_answers_are_read_in_courteous_words() -> None:
    courteous = COURTEOUS[DeclineReason.NO_PLACE].rstrip(".")
    assert f"« {courteous} »" in " ".join(plain("inscrire-un-jeune"))
    row = next(line for line in text_of("confidentialite").splitlines() if "Le professionnel qui" in line)
    assert "réponses des associations" in row and row.endswith("La même chose, et le nom de l’association |")


def test_a_pupil_of_fifteen_is_registered_by_their_school_with_their_own_agreement() -> None:
    said = " ".join(plain("ecoles"))
    assert "son propre accord suffit" in said and "s’inscrit lui-même" not in said


def test_a_federation_is_promised_nothing_that_is_not_there_and_writes_to_the_team() -> None:
    said = text_of("federations")
    assert "lien à votre nom" not in said and "formulaire" not in said
    assert "](/mentions-legales" in said and "/entreprises/rejoindre" not in said


def text_of(name: str) -> str:
    return (HERE / f"{name}.md").read_text()


def vars_of(delays: Delays) -> dict[str, int]:
    return {name: getattr(delays, name) for name in delays.__slots__}


@pytest.mark.parametrize("address", ["/confidentialite", "/mentions-legales", "/accessibilite"])
def test_the_settings_fill_what_the_law_wants_said(door: Flask, address: str) -> None:
    shown = door.test_client().get(address).text
    assert "%(" not in shown
    assert "(à indiquer\u202f: HUB_CONTACT)" in shown


@pytest.mark.parametrize("name", content.names())
def test_a_page_waits_for_settings_that_exist(name: str) -> None:
    known = {setting.removeprefix("HUB_").lower() for setting in ABOUT_US}
    said = " ".join(text for _line, text in content.manuscript(name).msgids())
    assert set(re.findall(r"%\((\w+)\)", said)) <= known
