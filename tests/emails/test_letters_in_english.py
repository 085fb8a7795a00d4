"""The English letters beside the French ones: the same blocks, facts and buttons, and no French left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from emails import letters, samples
from emails.letters import Letter, source_of, write
from emails.markup import Shape, Source
from emails.tongues import FRENCH, LOCALES, SpoiltWords, tongue, words_in
from forms.languages import CATALOGUES
from hub import following
from hub.calendar import MONTHS, WEEKDAYS
from hub.path import PATH
from hub.vocabulary import Audience

EMAILS = Path(letters.__file__).parent
FOLDER = EMAILS / "templates"
FRENCH_ONLY = {"mornings.py", "glass.py", "companies.py", "samples.py", "checklist.py"}
"""What partners read, and the desk's gallery."""
WRITTEN_TO = samples.USUAL["en"]
ENGLISH = sorted(
    (letter, audience)
    for path in (FOLDER / "en").glob("*.*.txt")
    for letter, _, audience in [path.stem.rpartition(".")]
    if letter != "about_us"
)
ASKED = re.compile(r"\{\{ (\w+) \}\}|\{% (?:el)?if (?:not )?(\w+)")
FRENCH_WORDS = re.compile(
    rf"\b({'|'.join((*WEEKDAYS, *MONTHS))}|vous|votre|nous|notre|tu|ton|tes|sont|cette|chez|mais|aussi)\b",
    re.IGNORECASE,
)


def english(letter: str, audience: str) -> Letter:
    return write(letter, Audience(audience), {**WRITTEN_TO[Audience(audience)], "sentence": ""}, "en")


def shapes(source: Source) -> list[tuple[Shape, int]]:
    return [(block.shape, len(block.lines)) for block in source.blocks]


def asked(file: str) -> list[list[str]]:
    """The facts that each block asks for, in whatever order its sentence wants them."""
    parts = re.split(r"\n{2,}", (FOLDER / file).read_text(encoding="utf-8"))
    return [sorted("".join(found) for found in ASKED.findall(part)) for part in parts]


@pytest.mark.parametrize("language", LOCALES.keys() - {FRENCH})
def test_whoever_may_write_in_a_language_is_written_to_in_it(language: str) -> None:
    french = {
        path.name for path in FOLDER.glob("*.txt") if Audience(path.stem.rpartition(".")[2]) in WRITTEN_TO
    }
    assert {path.name for path in (FOLDER / language).glob("*.*.txt")} == french


@pytest.mark.parametrize(("letter", "audience"), ENGLISH)
def test_both_languages_have_the_same_blocks_and_facts(letter: str, audience: str) -> None:
    here, there = (source_of(letter, Audience(audience), language) for language in LOCALES)
    assert shapes(here) == shapes(there)
    assert here.stage == there.stage
    assert asked(f"{letter}.{audience}.txt") == asked(f"en/{letter}.{audience}.txt")


@pytest.mark.parametrize("audience", WRITTEN_TO)
def test_who_we_are_is_said_in_both(audience: Audience) -> None:
    assert len(asked(f"about_us.{audience}.txt")) == len(asked(f"en/about_us.{audience}.txt"))


@pytest.mark.parametrize(("letter", "audience"), ENGLISH)
def test_no_french_is_left_in_an_english_letter(letter: str, audience: str) -> None:
    said = english(letter, audience)
    for words in (said.subject, said.text, re.sub(r"<style>.*?</style>", "", said.html, flags=re.S)):
        assert not FRENCH_WORDS.findall(words)
        assert not re.search(r"\u202f|[«»']|\w [:;!?]", re.sub(r"<[^>]*>", "", words))


@pytest.mark.parametrize(("letter", "audience"), ENGLISH)
def test_an_english_letter_says_its_language_and_leads_to_english_pages(letter: str, audience: str) -> None:
    said = english(letter, audience)
    assert said.language == "en"
    assert re.findall(r'lang="(\w+)"', said.html) == ["en", "en"]
    ours = re.findall(rf"{samples.PUBLIC_URL}(/[^\s\"<]*)", said.text + said.html)
    assert all(path.startswith("/en/") for path in ours)


def marked(path: Path) -> set[str]:
    """The sentences of this file that are there to be translated."""
    with path.open("rb") as code:
        return {str(sentence) for _, sentence, *_ in extract("python", code, {"N_": None})}


def test_code_says_each_of_its_sentences_in_each_language() -> None:
    told = {
        sentence for path in EMAILS.glob("*.py") if path.name not in FRENCH_ONLY for sentence in marked(path)
    }
    stands = {*following.STANDS.values(), following.IN_WRITING, *following.NEXT.values()}
    assert set(tongue("en").words) == told | stands | {*PATH}


def test_letters_and_pages_call_a_stand_and_a_step_of_the_path_the_same() -> None:
    with CATALOGUES["en"].open("rb") as written:
        pages = read_po(written)
    for sentence in (*following.STANDS.values(), *following.NEXT.values(), *PATH):
        assert tongue("en").say(sentence) == pages[sentence].string


def test_a_translation_keeps_what_is_filled_in() -> None:
    for here, there in tongue("en").words.items():
        assert sorted(re.findall(r"%\(\w+\)s", here)) == sorted(re.findall(r"%\(\w+\)s", there))


def test_a_language_in_which_nobody_writes_is_french() -> None:
    assert tongue("kl").code == FRENCH


def test_spoilt_words_are_refused() -> None:
    with pytest.raises(SpoiltWords, match="not 'bonjour'"):
        words_in("# a comment\n\nbonjour\n")
