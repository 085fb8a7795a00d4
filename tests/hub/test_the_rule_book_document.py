"""The page that explains the rule book cannot rot: its examples are read, its names and sentences are the real ones."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub import directory, rules, strict_yaml
from hub.routing.rulebook import Consortium, Delays, Load, Override, Priority, RuleBook, Weights

DOCUMENT = (rules.DEFAULT.parent / "docs" / "the-rule-book.md").read_text(encoding="utf-8")
TEXT = rules.DEFAULT.read_text(encoding="utf-8")
KNOWN = {entry.profile.slug: entry.profile for entry in directory.read()}
EXAMPLES = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
SAID = re.findall(r"^\| `([^`]+)` \| ", DOCUMENT.split("## Quand on se trompe")[1], re.MULTILINE)
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for module in (rules, strict_yaml)
    for path in Path(str(module.__file__)).parent.glob("*.py")
)


def merged(plain: Any, change: Any) -> Any:
    """An example changes the lines that it shows, and leaves the others as they are delivered."""
    if isinstance(plain, dict) and isinstance(change, dict):
        return {**plain, **{key: merged(plain.get(key), value) for key, value in change.items()}}
    return change


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.splitlines()[0])
def test_an_example_may_be_copied(example: str) -> None:
    whole = merged(yaml.safe_load(TEXT), yaml.safe_load(example))
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=1000)
    assert rules.parse(text, known=KNOWN).version == rules.version_of(text)


def test_there_is_an_example_for_a_consortium_a_territory_and_a_delay() -> None:
    assert {"consortia:", "overrides:", "delays:"} <= {example.splitlines()[0] for example in EXAMPLES}


@pytest.mark.parametrize("part", [RuleBook, Weights, Load, Priority, Override, Delays])
def test_every_line_of_the_rule_book_is_explained(part: type[Any]) -> None:
    names = {field.name for field in fields(part)} - {"version", "name", "publics", "situations", "overseas"}
    assert {name for name in names if f"`{name}`" not in DOCUMENT} == set()


def test_a_consortium_is_shown_whole() -> None:
    (example,) = (example for example in EXAMPLES if example.startswith("consortia:"))
    shown = set(yaml.safe_load(example)["consortia"][0])
    assert shown | {"departments"} == {field.name for field in fields(Consortium)}


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_of_a_mistake_is_what_the_check_says(said: str) -> None:
    assert said in SOURCES


def test_the_sum_of_points_is_that_of_the_weights_delivered() -> None:
    weights = rules.load().weights
    sums = (
        2 * weights.theme,
        weights.favoured_public,
        weights.department,
        weights.load // 2,
        weights.answers,
    )
    assert f"**{sum(sums)} points**" in DOCUMENT.replace("\u00a0", " ")
