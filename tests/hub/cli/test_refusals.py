"""Whatever is typed wrong, the network's team reads one sentence of French, and no page of a programmer's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from hub import rule_books, rules
from hub.cli import COMMANDS, main
from hub.models import RuleBookVersion
from tests.associations.partner import registered
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

HERE = Path(__file__)
TEXT = rules.DEFAULT.read_text(encoding="utf-8")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        rule_books.keep_up(opened.hub, rules.DEFAULT)
        yield opened


def said(result: Result) -> str:
    """The one sentence."""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Erreur\u202f: ") and not result.stdout
    return line.removeprefix("Erreur\u202f: ").replace("\u202f", " ").replace("\u00a0", " ")


def hub(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, words, env=environ, prog_name="hub")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["simulat"], "la commande « simulat » n’existe pas ; vouliez-vous dire « simulate » ?"),
        (["rules", "chek"], "la commande « chek » n’existe pas ; vouliez-vous dire « check » ?"),
        (["xyz"], "la commande « xyz » n’existe pas : `hub --help` montre ce qui s’écrit"),
        (["simulate", "--rule", "x"], "l’option « --rule » n’existe pas ; vouliez-vous dire « --rules » ?"),
        (["--foo"], "l’option « --foo » n’existe pas : `hub --help` montre ce qui s’écrit"),
        (["simulate", "--seed"], "l’option « --seed » est écrite sans sa valeur, ou avec une valeur de trop"),
        (["simulate", "--seed", "un"], "--seed : attendu un nombre entier"),
        (["simulate", "--peaks", "40"], "--peaks : attendu un nombre entier de 0 à 10"),
        (
            ["simulate", "--policy", "x"],
            "--policy : attendu l’un de ces mots, first_match, greedy, without_reserve",
        ),
        (["simulate", "--out", __file__], "--out : attendu un dossier, qui existe ou non"),
        (["metrics", "--to", str(HERE.parent)], "--to : attendu un fichier, qui existe ou non"),
        (
            ["route", "--directory", "/nowhere"],
            "--directory : attendu un dossier qui existe et que vous pouvez lire",
        ),
        (
            ["restore", __file__, "--key", "/nowhere"],
            "--key : attendu un fichier ou un dossier qui existe et que vous pouvez lire",
        ),
        (
            ["rules", "check", str(HERE.parent)],
            "FICHIER : attendu un fichier qui existe et que vous pouvez lire",
        ),
        (
            ["rules", "check", "/nowhere.yaml"],
            "FICHIER : attendu un fichier qui existe et que vous pouvez lire",
        ),
        (
            ["rules", "check", __file__, "x"],
            "il y a un mot de trop : `hub rules check --help` montre ce qui s’écrit",
        ),
        (["explain"], "il manque DOSSIER : `hub explain --help` montre ce qui s’écrit"),
        (
            ["breach", "open", "x", "--kind", "integrity", "--known-at", "hier"],
            "--known-at : attendu un jour, ou un jour et une heure, comme 2026-03-12 ou 2026-03-12 09:30",
        ),
        (
            ["restore", "x", "--at", "demain"],
            "l’option « --at » n’existe pas : `hub restore --help` montre ce qui s’écrit",
        ),
    ],
)
def test_what_is_typed_wrong_is_said_in_a_sentence(words: list[str], sentence: str) -> None:
    result = hub(*words)
    assert (said(result), result.exit_code) == (sentence, 2)


@pytest.mark.parametrize("typed", ["n\n", "oui\nn\n", ""])
def test_what_cannot_be_undone_is_asked_in_french_and_without_a_yes_nothing_is_done(typed: str) -> None:
    words = ["person", "erase", "ABCD", "--reason", "letter", "--by", "a@reseau.example"]
    result = CliRunner().invoke(main, words, input=typed, prog_name="hub")
    assert "Tapez y pour oui, n pour non" in result.stdout and result.exit_code == 1
    assert "Erreur\u202f: sans un «\u00a0y\u00a0» pour oui, rien n’est fait" in result.stderr.splitlines()
    assert "Aborted" not in result.output


def test_a_group_alone_shows_what_it_can_do() -> None:
    assert "check" in hub("rules").output and all(name in hub().output for name in COMMANDS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "r.yaml, ligne 1 : le fichier est vide"),
        (b"\x89PNG\r\n\xff\xfe", "r.yaml, ligne 1 : le fichier n’est pas en UTF-8"),
        (b"card_k: 10\n" * 300_000, "r.yaml, ligne 1 : le fichier est trop long"),
        (b" " * 3_000_000 + b"x", "r.yaml, ligne 1 : le fichier est trop long"),
    ],
    ids=["empty", "binary", "three megabytes", "blank"],
)
def test_a_file_that_is_no_rule_book_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "r.yaml").write_bytes(content)
    for command in (["rules", "check"], ["simulate", "--rules"], ["route", "--rules"]):
        assert said(hub(*command, str(tmp_path / "r.yaml"))).startswith(sentence)


@pytest.mark.parametrize("command", [["rules", "list"], ["rules", "show", "x"], ["rules", "diff"]])
def test_where_there_is_no_hub_it_is_said_what_is_missing(
    town: Town, tmp_path: Path, command: list[str]
) -> None:
    away = {**town.environ, "HUB_KEYS_DIR": str(tmp_path / "none")}
    assert "HUB_KEYS_DIR dit où elles sont" in said(hub(*command, **away))
    empty = {**town.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
    assert "n’a pas ses tables" in said(hub(*command, **empty))
    assert "n’a pas ses tables" in said(hub("explain", "ABCD", **empty))


def test_where_no_rule_book_can_be_read_any_more_what_was_followed_and_decided_still_can(
    town: Town, tmp_path: Path
) -> None:
    town.join("jobirl")
    reference = registered(town)
    with town.administration.begin() as work:
        work.session.execute(update(RuleBookVersion).values(text="weights: of old\n"))
    version = rules.load().version
    assert "le hub suit le fichier, version" not in hub("rules", "list", **town.environ).output
    for file in (tmp_path / "none.yaml", tmp_path):
        lost = {**town.environ, "HUB_RULES": str(file)}
        listed = hub("rules", "list", **lost)
        assert version in listed.stdout and "plus aucun règlement n’est lisible" in listed.stderr
        assert listed.exit_code == 1
        assert hub("rules", "show", version, **lost).stdout == "weights: of old\n"
        assert "Décision 1 sur 1" in hub("explain", reference, **lost).stdout


def test_a_rule_book_that_this_code_reads_no_more_is_said_beside_the_one_that_is_followed(
    town: Town, tmp_path: Path
) -> None:
    slower = TEXT.replace("answer_days: 3 ", "answer_days: 4 ", 1)
    (tmp_path / "slower.yaml").write_text(slower, encoding="utf-8")
    with town.administration.begin() as work:
        work.session.execute(update(RuleBookVersion).values(text="weights: of old\n"))
    result = hub("rules", "list", **town.environ, HUB_RULES=str(tmp_path / "slower.yaml"))
    assert rules.version_of(slower) in result.output.splitlines()[-1] and result.exit_code == 0


def test_a_number_in_lower_case_with_spaces_or_dashes_is_understood_and_another_is_said(town: Town) -> None:
    town.join("jobirl")
    reference = registered(town)
    found = hub("explain", reference, **town.environ).output
    start, end = reference[:4].lower(), reference[4:]
    for typed in ([start, end], [f" {start}-{end} "], [f"{start}\u00a0{end}"]):
        assert hub("explain", *typed, **town.environ).output == found
    assert said(hub("explain", "zz zz", **town.environ)) == "aucun dossier ne porte le numéro ZZZZ"


def test_a_file_alone_is_compared_with_the_rule_book_in_use(town: Town, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(TEXT.replace("card_k: 10", "card_k: 12"), encoding="utf-8")
    assert "+card_k: 12" in hub("rules", "diff", str(tmp_path / "mine.yaml"), **town.environ).output
