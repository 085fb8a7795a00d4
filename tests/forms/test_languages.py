from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from forms.languages import CATALOGUES, gather
from tests.forms.conftest import Visitor

INNER_LINK = re.compile(r"\]\([^)]+\)")
OUTER_LINK = re.compile(r"https?://[^ )]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")


def test_the_same_page_is_read_in_english_under_en(visitor: Visitor) -> None:
    french, english = visitor.open("/").text, visitor.open("/en/").text
    assert '<html lang="fr"' in french
    assert '<html lang="en"' in english


@pytest.mark.parametrize("path", ["/en", "/en/"])
def test_the_english_home_answers_with_and_without_its_slash(visitor: Visitor, path: str) -> None:
    assert visitor.open(path).status_code == 200


def test_links_on_an_english_page_stay_in_english(visitor: Visitor) -> None:
    inner = re.findall(r'href="(/[^"]*)"', visitor.open("/en/").text)
    elsewhere = [link for link in inner if not link.startswith(("/en", "/static/")) and link != "/"]
    assert inner
    assert not elsewhere, "only the sheets, and the link to the French page, may leave /en"


def test_a_form_begun_in_english_goes_on_in_english(visitor: Visitor) -> None:
    typed = {"channel": "self", "birth_month": "5", "birth_year": "2009"}
    assert visitor.send("/en/trouver-un-mentor", typed).location == "/en/trouver-un-mentor/ou"


@pytest.mark.parametrize("path", ["/english", "/fr/", "/en//", "/en/en/", "/xx/"])
def test_what_only_looks_like_a_language_is_no_page(visitor: Visitor, path: str) -> None:
    assert visitor.open(path).status_code in (404, 308)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_holds_each_sentence_and_no_other(language: str) -> None:
    said = {str(message.id) for message in gather.gathered()}
    assert {str(message.id) for message in gather.read(language)} == said, "python -m forms.languages.gather"


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_sentence_waits_for_its_translation(language: str) -> None:
    assert gather.missing(gather.read(language)) == []


def said_in(language: str) -> Iterator[tuple[str, str]]:
    """Each sentence beside its translation; those with a plural twice."""
    for message in gather.read(language):
        if message.string:
            here, there = (
                [forms] if isinstance(forms, str) else [*forms] for forms in (message.id, message.string)
            )
            yield from ((one, other) for one, other in zip(here, there, strict=True) if other)


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("kept", [PLACEHOLDER, INNER_LINK, OUTER_LINK])
def test_a_translation_keeps_placeholders_and_links(language: str, kept: re.Pattern[str]) -> None:
    for sentence, said in said_in(language):
        assert sorted(kept.findall(said)) == sorted(kept.findall(sentence)), sentence
