"""Each example mentor finds the associations that somebody who read the directory expects, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from hub import directory, needs, rules
from hub.routing import Candidate, Decision, decide
from hub.vocabulary import MentorAge, MentorAudience, Theme

UNSAID: dict[str, Any] = {
    "kind": "mentor",
    "commune": None,
    "age": "26-49",
    "status": "actif",
    "sector": None,
    "mode": "either",
    "availability": "fortnightly",
}
RULE_BOOK = rules.load()
MEMBERS = [
    Candidate(profile=entry.profile, places_left=0, paused=False, asked=False) for entry in directory.read()
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
    return decide(needs.from_json({**UNSAID, **example["offers"]}), MEMBERS, RULE_BOOK)


@each_example
def test_a_mentor_finds_the_associations_expected_and_no_other(example: dict[str, Any]) -> None:
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


def test_the_examples_reach_every_age_audience_and_theme_and_overseas() -> None:
    offered = [{**UNSAID, **example["offers"]} for example in EXAMPLES]
    assert len(offered) >= 25
    assert {each["age"] for each in offered} == set(MentorAge)
    assert {code for each in offered for code in each["audiences"]} == set(MentorAudience)
    assert {code for each in offered for code in each["themes"]} == set(Theme)
    assert {each["postal_code"][:3] for each in offered} >= {"973", "974", "976", "988", "200"}
