"""Every letter hangs in the gallery, in each language and on each side of each ``if``."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import pytest

from emails import gallery, preview
from emails.gallery import Exhibit, NoSuchLetter
from hub.cli import writing
from hub.vocabulary import Guardian, Identity, Professional
from tests.emails.test_letters import PERSON, TABLE

EXHIBITS = gallery.exhibits()


def usual(language: str) -> list[Exhibit]:
    return [each for each in EXHIBITS if each.language == language and not each.variant]


def test_every_letter_to_every_audience_hangs_there() -> None:
    assert {(each.letter, each.audience) for each in usual("fr")} == TABLE


def test_of_a_person_a_letter_knows_the_first_name_alone_and_a_partner_s_not_even_that() -> None:
    of_a_person = {field.name for kind in (Identity, Guardian, Professional) for field in fields(kind)}
    for each in EXHIBITS:
        known = {"first_name"} if each.audience in PERSON else set()
        assert of_a_person & each.facts.keys() == known, each.key


def test_no_two_share_a_name() -> None:
    assert len({each.key for each in EXHIBITS}) == len(EXHIBITS)


def test_every_side_of_every_letter_is_invented() -> None:
    assert gallery.unknown_sides() == set()


def test_each_variant_says_something_else_than_the_usual_letter() -> None:
    texts = {each.key: gallery.written(each.key).text for each in EXHIBITS}
    alike = [
        each.key
        for each in EXHIBITS
        if each.variant and texts[each.key] == texts[each.key.removesuffix(f".{each.variant}")]
    ]
    assert alike == []


def test_a_letter_that_nobody_wrote_is_not_there() -> None:
    with pytest.raises(NoSuchLetter):
        gallery.written("received.young_person.la")


def test_by_night_and_by_day_the_page_does_not_ask_the_screen() -> None:
    key = "received.young_person.fr"
    day, night = (gallery.page(key, by_night=by_night) for by_night in (False, True))
    assert "@media not all" in day and "@media all" in night
    assert "prefers-color-scheme" not in day + night


def test_the_summary_opens_every_letter_as_a_page_as_text_and_as_a_message(tmp_path: Path) -> None:
    assert preview.main(["--into", str(tmp_path)]) == 0
    linked = set(re.findall(r'href="([^"#]+)"', (tmp_path / preview.SUMMARY).read_text()))
    assert linked == {f"{each.key}.{kind}" for each in EXHIBITS for kind in ("html", "txt", "eml")}
    assert linked | {preview.SUMMARY} == {path.name for path in tmp_path.iterdir()}


def test_a_letter_with_a_fault_is_told_by_its_file_and_ends_with_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def faults(key: str) -> list[str]:
        return ["Un bouton"] if key == "received.young_person.fr.promised_date" else []

    assert preview.main([], faults=faults) == 1
    said = capsys.readouterr().out
    assert said == "emails/templates/received.young_person.txt (sans date promise) : Un bouton\n"
    assert preview.main([], faults=lambda key: []) == 0


def test_the_command_knows_where_it_is_done() -> None:
    assert find_spec(writing.ROOM)
