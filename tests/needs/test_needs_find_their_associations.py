"""Each example need finds the associations that somebody who read the directory expects, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from hub import directory, needs, rules
from hub.routing import Candidate, Decision, decide

UNSAID: dict[str, Any] = {
    "kind": "young_person",
    "commune": None,
    "level": None,
    "publics": [],
    "mode": "either",
    "channel": "self",
    "prescriber": None,
}
RULE_BOOK = rules.load()
MEMBERS = [
    Candidate(profile=entry.profile, places_left=RULE_BOOK.load.undeclared_places, paused=False, asked=False)
    for entry in directory.read()
]
EXAMPLES: list[dict[str, Any]] = [
    {"file": path.stem, **example}
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for example in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def named(example: dict[str, Any]) -> str:
    return f"{example['file']}: {example['says']}"


each_example = pytest.mark.parametrize("example", EXAMPLES, ids=named)


def decided(example: dict[str, Any]) -> Decision:
    return decide(needs.from_json({**UNSAID, **example["need"]}), MEMBERS, RULE_BOOK)


@each_example
def test_a_need_finds_the_associations_expected_and_no_other(example: dict[str, Any]) -> None:
    found = {choice.association for choice in decided(example).shortlist}
    assert found == set(example["eligible"])


@each_example
def test_the_notable_others_are_left_out_for_the_reason_expected(example: dict[str, Any]) -> None:
    why = {out.association: out.criterion.value for out in decided(example).ruled_out}
    expected = example.get("ruled_out", {})
    assert {association: why.get(association) for association in expected} == expected


@pytest.mark.parametrize("example", [each for each in EXAMPLES if "first" in each], ids=named)
def test_the_best_comes_first(example: dict[str, Any]) -> None:
    assert decided(example).shortlist[0].association == example["first"]


def test_the_examples_are_many_and_reach_every_age_and_overseas() -> None:
    every_need = [example["need"] for example in EXAMPLES]
    assert len(every_need) >= 60
    assert {need["age"] // 5 for need in every_need} == {1, 2, 3, 4, 5}
    assert {need["postal_code"][:3] for need in every_need} >= {"972", "973", "974", "976", "988", "200"}
