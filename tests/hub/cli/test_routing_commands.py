"""``hub route`` and its neighbours, as somebody types them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hub import directory, rules
from hub.cli import main
from hub.vocabulary import Situation

NEED: dict[str, Any] = {
    "id": "a",
    "kind": "young_person",
    "age": 17,
    "postal_code": "59100",
    "commune": "59512",
    "situation": "lycee_pro",
    "level": None,
    "themes": ["orientation"],
    "publics": ["qpv"],
    "mode": "either",
    "channel": "self",
    "prescriber": None,
}

IN_A_DECISION = [
    *("rule_book", "shortlist", "ruled_out", "without_room"),
    *("priority", "overrides", "consortia", "themes"),
]


def hub(*words: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, words, input=given)


def lines(*needs: object) -> bytes:
    return b"".join(need if isinstance(need, bytes) else json.dumps(need).encode() + b"\n" for need in needs)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_decision_has_the_documented_form() -> None:
    result = hub("route", given=lines(NEED))
    [answer] = answers(result)
    assert result.exit_code == 0
    assert list(answer) == ["id", *IN_A_DECISION]
    assert answer["rule_book"] == rules.load().version
    assert list(answer["shortlist"][0])[:4] == ["association", "score", "because", "points"]
    assert sum(answer["shortlist"][0]["points"].values()) == answer["shortlist"][0]["score"]
    assert list(answer["ruled_out"][0]) == ["association", "criterion", "because"]
    assert len(answer["shortlist"]) + len(answer["ruled_out"]) == 36


MENTOR: dict[str, Any] = {
    "id": "m",
    "kind": "mentor",
    "age": "50+",
    "status": "retraite",
    "postal_code": "75011",
    "audiences": ["insertion"],
    "themes": ["insertion"],
    "mode": "either",
    "availability": "weekly",
}


def test_a_mentor_is_decided_like_a_need() -> None:
    result = hub("route", given=lines(MENTOR, NEED, {**MENTOR, "status": "Zoé-Canari"}))
    mentor, need, wrong = answers(result)
    assert mentor["shortlist"][0]["association"] == "duo-for-a-job"
    assert len(mentor["shortlist"]) + len(mentor["ruled_out"]) == 36
    assert list(mentor) == list(need)
    assert "Zoé" not in wrong["error"] and wrong["id"] == "m"
    assert result.exit_code == 1


def test_a_bad_line_says_its_error_and_the_others_go_on() -> None:
    canary = "Zoé-Canari"
    given = lines(
        NEED, b"{not json\n", {**NEED, "id": 7, "mode": canary}, b"\xff\xfe\n", [canary], b"\n", NEED
    )
    result = hub("route", given=given)
    found = answers(result)
    assert result.exit_code == 1
    assert [("error" in answer, answer.get("id")) for answer in found] == [
        (False, "a"),
        (True, None),
        (True, 7),
        (True, None),
        (True, None),
        (False, "a"),
    ]
    assert canary not in result.output


def test_a_need_nested_a_hundred_thousand_times_is_only_a_bad_line() -> None:
    result = hub("route", given=lines(b"[" * 100_000 + b"\n", NEED))
    assert ["error" in answer for answer in answers(result)] == [True, False]


def test_a_name_that_is_neither_text_nor_number_is_a_bad_line() -> None:
    [answer] = answers(hub("route", given=lines({**NEED, "id": {"name": "x"}})))
    assert list(answer) == ["error"]


def test_without_a_name_the_decision_has_none() -> None:
    [answer] = answers(hub("route", given=lines({**NEED, "id": None})))
    assert list(answer) == IN_A_DECISION


def test_another_directory_and_other_rules_may_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "proxite.yaml").write_bytes((directory.DEFAULT / "proxite.yaml").read_bytes())
    other = tmp_path / "rules.yml"
    text = rules.DEFAULT.read_text(encoding="utf-8")
    other.write_text(re.sub(r'^(  "[0-9-]+"): .*', r"\1: []", text, flags=re.MULTILINE), encoding="utf-8")
    [answer] = answers(hub("route", "--directory", str(tmp_path), "--rules", str(other), given=lines(NEED)))
    assert [choice["association"] for choice in answer["shortlist"]] == ["proxite"]
    assert answer["rule_book"] == rules.load(other).version != rules.load().version


def test_rules_that_name_an_association_of_another_directory_are_refused(tmp_path: Path) -> None:
    (tmp_path / "proxite.yaml").write_bytes((directory.DEFAULT / "proxite.yaml").read_bytes())
    result = hub("route", "--directory", str(tmp_path), "--rules", str(rules.DEFAULT), given=lines(NEED))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "zupdeco" in result.stderr


def test_the_rules_are_those_of_the_settings_unless_others_are_named(tmp_path: Path) -> None:
    other = tmp_path / "rules.yml"
    other.write_text(rules.DEFAULT.read_text(encoding="utf-8") + "# autre\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["route"], input=lines(NEED), env={"HUB_RULES": str(other)})
    assert answers(result)[0]["rule_book"] == rules.load(other).version


def test_the_places_declared_count_from_the_first_need(tmp_path: Path) -> None:
    text = (directory.DEFAULT / "proxite.yaml").read_text(encoding="utf-8")
    (tmp_path / "proxite.yaml").write_text(
        text.replace("places_a_year: null", "places_a_year: 0"), encoding="utf-8"
    )
    [answer] = answers(hub("route", "--directory", str(tmp_path), given=lines(NEED)))
    assert [out["criterion"] for out in answer["ruled_out"]] == ["full"]


def test_the_codes_are_printed_for_machines_and_with_their_meaning_for_people() -> None:
    codes = json.loads(hub("vocabulary", "--json").stdout)
    assert codes["situation"] == [situation.value for situation in Situation]
    assert set(codes) >= {"level", "theme", "public", "mode", "channel", "prescriber_kind", "age_band"}
    assert "Lycée professionnel" in hub("vocabulary").stdout


def test_the_directory_and_the_rules_of_the_house_are_readable() -> None:
    assert "36 associations" in hub("directory", "check").stdout
    assert rules.load().version in hub("rules", "check").stdout


@pytest.mark.parametrize("command", [("directory", "check"), ("route",)])
def test_a_directory_that_cannot_be_read_is_said_in_sentences(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "x.yaml").write_text("slug: x\n")
    result = hub(*command, "--directory", str(tmp_path))
    assert result.exit_code == 1
    assert "x.yaml, ligne 1" in result.output
    assert "Traceback" not in result.output


def test_rules_that_cannot_be_read_are_said_in_sentences(tmp_path: Path) -> None:
    bad = tmp_path / "rules.yaml"
    bad.write_text("weights: 3\n")
    result = hub("rules", "check", str(bad))
    assert result.exit_code == 1
    assert "rules.yaml, ligne 1" in result.output


def test_decisions_come_as_needs_arrive() -> None:
    command = [sys.executable, "-m", "hub.cli", "route"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for name in ("first", "second"):
            running.stdin.write(lines({**NEED, "id": name}))
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == name
        running.stdin.close()
    assert running.returncode == 0
