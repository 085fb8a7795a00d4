"""The rule book: what the network decided, read from words that its team can edit."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from pathlib import Path

import pytest

from hub import rules
from hub.strict_yaml import BadFile

TEXT = rules.DEFAULT.read_text(encoding="utf-8")


def edited(folder: Path, old: str, new: str) -> Path:
    assert TEXT.count(old) == 1
    path = folder / "routing_rules.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    return path


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(TEXT.splitlines(), 1) if line.strip().startswith(start))


def test_the_rule_book_says_what_was_decided() -> None:
    book = rules.load()
    assert (book.delays.answer_days, book.delays.priority_answer_days, book.delays.expires_after_days) == (
        3,
        1,
        10,
    )
    assert (book.delays.promise_days, book.delays.associations_before_desk) == (15, 3)
    assert (book.card_k, book.small_town_below) == (10, 20_000)


def test_its_version_is_the_digest_of_its_text() -> None:
    assert rules.load().version == hashlib.sha256(TEXT.encode()).hexdigest()[:12]


def test_any_change_of_the_text_is_another_version(tmp_path: Path) -> None:
    assert rules.load(edited(tmp_path, "card_k: 10\n", "card_k: 11\n")).version != rules.load().version


def test_weights_are_whole_numbers() -> None:
    assert all(type(weight) is int for weight in astuple(rules.load().weights))


def test_everything_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    path = edited(tmp_path, "answer_days: 3 ", "answer_days: trois ")
    path.write_text(path.read_text().replace("publics: [ase, ", "publics: [marins, "))
    with pytest.raises(BadFile) as caught:
        rules.load(path)
    places = [(problem.file, problem.line) for problem in caught.value.problems]
    assert places == [
        ("routing_rules.yaml", line_of("publics:")),
        ("routing_rules.yaml", line_of("answer_days:")),
    ]


def test_a_delay_that_was_forgotten_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"clés manquantes\u202f: card_k"):
        rules.load(edited(tmp_path, "card_k: 10\n", ""))


def test_a_weight_cannot_be_negative(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="attendu un nombre entier de 0 à 1000"):
        rules.load(edited(tmp_path, "theme: 20 ", "theme: -1 "))


def test_fewer_than_two_registrations_hide_nobody(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="attendu un nombre entier de 2 à 1000"):
        rules.load(edited(tmp_path, "card_k: 10\n", "card_k: 1\n"))
