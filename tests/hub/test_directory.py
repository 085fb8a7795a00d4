"""The members, one file each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub import directory
from hub.directory import Entry
from hub.routing import Way
from hub.strict_yaml import BadFile
from hub.vocabulary import Situation

ENTRIES = directory.read()
FILES = sorted(directory.DEFAULT.glob("*.yaml"))
AFEV = (directory.DEFAULT / "afev.yaml").read_text(encoding="utf-8")


def refused(text: str, file: str = "afev.yaml") -> list[str]:
    with pytest.raises(BadFile) as caught:
        directory.parse(text, file=file)
    return [str(problem) for problem in caught.value.problems]


def test_the_thirty_six_members_are_there_and_none_is_taken_for_official() -> None:
    assert len(ENTRIES) == 36
    assert not any(entry.verified for entry in ENTRIES)
    assert all(entry.sources for entry in ENTRIES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_written_back_is_the_same_to_the_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert directory.write(directory.parse(text, file=path.name)) == text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.profile.slug)
def test_an_entry_comes_back_from_what_the_database_keeps(entry: Entry) -> None:
    kept = json.loads(json.dumps(directory.to_plain(entry)))
    assert directory.from_plain(kept) == entry
    assert directory.profile_of(kept) == entry.profile


def test_an_entry_that_was_kept_before_mentors_came_looks_for_none() -> None:
    kept = directory.to_plain(ENTRIES[0])
    del kept["mentors"]
    assert directory.profile_of(kept).mentors is None


def test_what_an_entry_says_of_mentors_only_comes_back() -> None:
    said = """mentors:
  wanted: false
  ages: ["50+"]
  statuses: ["retraite"]
  audiences: ["college"]
  themes: []
  reach:
    in_person: null
    remote: null
"""
    head, tail = AFEV.split("mentors:\n")[0], AFEV[AFEV.index("sources:") :]
    text = head + said + tail
    assert directory.write(directory.parse(text, file="afev.yaml")) == text


def test_all_look_for_mentors_and_what_is_assumed_of_them_is_noted() -> None:
    for entry in ENTRIES:
        side = entry.profile.mentors
        assert side is not None and side.wanted and side.ages
    assumed = [entry for entry in ENTRIES if any("supposé" in note for note in entry.notes)]
    named = {entry.profile.slug for entry in ENTRIES} - {entry.profile.slug for entry in assumed}
    assert named == {"socrate", "duo-for-a-job"}


def test_what_people_type_survives_the_file() -> None:
    entry = directory.parse(AFEV.replace('name: "Afev"', 'name: "L’\\"Afev\\": #1 \\\\ é"'), file="afev.yaml")
    assert entry.name == 'L’"Afev": #1 \\ é'
    assert directory.parse(directory.write(entry), file="afev.yaml") == entry


def test_every_mistake_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "afev.yaml").write_text(
        AFEV.replace("from: 5", "from: cinq").replace('["open"]', '["porte"]')
    )
    (tmp_path / "other.yaml").write_text("slug: other\n")
    with pytest.raises(BadFile) as caught:
        directory.read(tmp_path)
    lines = AFEV.splitlines()
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("afev.yaml", lines.index("    from: 5") + 1),
        ("afev.yaml", lines.index('  ways: ["open"]') + 1),
        ("other.yaml", 1),
    ]


def test_a_file_bears_the_name_of_its_member() -> None:
    assert refused(AFEV, "socrate.yaml") == [
        "socrate.yaml, ligne 1\u202f: attendu un slug égal au nom du fichier"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("departments: []", 'departments: ["20"]', "code de département"),
        ("regions: []", 'regions: ["99"]', "code de région"),
        ("partner_schools: []", 'partner_schools: ["lycée"]', "UAI"),
        ('website: "https://afev.org"', 'website: "javascript:alert(1)"', "adresse"),
        ('favoured_publics: ["qpv"]', 'favoured_publics: ["ados"]', "codes"),
        ("verified: false", "verified: peut-être", "true ou false"),
        ("    to: 18", "    to: 4", "entre 5 et 99"),
        ('ages: ["18-25", "26-49", "50+"]', 'ages: ["99+"]', "codes"),
        ("wanted: true", "wanted: oui", "true ou false"),
        ('slug: "afev"', 'slug: "Afev !"', "minuscules"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_expected_is_said(old: str, new: str, expected: str) -> None:
    assert AFEV.count(old) == 1
    assert any(expected in problem for problem in refused(AFEV.replace(old, new)))


def test_a_folder_without_members_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="attendu au moins un fichier"):
        directory.read(tmp_path)


def test_who_seeks_a_job_and_who_does_nothing_are_taken_together() -> None:
    for entry in ENTRIES:
        if Situation.RECHERCHE_EMPLOI in entry.profile.situations:
            assert Situation.SANS_ACTIVITE in entry.profile.situations


def test_partner_schools_wait_to_be_named() -> None:
    waiting = {entry.profile.slug for entry in ENTRIES if Way.PARTNER_SCHOOL in entry.profile.ways}
    assert waiting == {"telemaque", "capital-filles", "cpossible"}
    assert not any(entry.profile.partner_schools for entry in ENTRIES)
