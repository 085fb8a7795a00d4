"""The network edits its rule book while the hub runs: what is decided next follows it, and says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from hub import checkup, intake, queries, rules
from hub.models import StoredDecision
from hub.work import Work
from tests.parts.people import registration
from tests.parts.town import Town

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
SLOWER = TEXT.replace("answer_days: 3 ", "answer_days: 4 ", 1)
WRONG = TEXT.replace("answer_days: 3 ", "answer_days: trois ", 1)


def test_what_is_decided_next_follows_the_file_while_it_is_right(town: Town, tmp_path: Path) -> None:
    town.join("article-1")
    file = tmp_path / "routing_rules.yaml"
    office = replace(town.office, rules=file)
    versions = []
    for content in (TEXT, SLOWER, WRONG):
        file.write_text(content, encoding="utf-8")
        office.sweep()
        town.clock.forward(seconds=5)
        with town.front.begin() as work:
            intake.register(work, registration())
        office.sweep()
        versions.append(latest_decision(town).rule_book)
    assert versions == [rules.version_of(content) for content in (TEXT, SLOWER, SLOWER)]
    with town.hub.read() as work:
        (line,) = found_wrong(work)
        assert line.endswith("attendu un nombre entier de 1 à 3660")
        former = queries.rule_book_called(work.session, versions[0])
        assert former is not None and former.text == TEXT, "the first decision can still be explained"


def latest_decision(town: Town) -> StoredDecision:
    with town.hub.read() as work:
        return work.session.scalars(select(StoredDecision).order_by(StoredDecision.id.desc()).limit(1)).one()


def found_wrong(work: Work) -> tuple[str, ...]:
    return next(each.references for each in checkup.examine(work) if each.subject == "rule_book")
