"""YAML that people edit: everything wrong is said at once, where it is."""

from __future__ import annotations

from enum import StrEnum

import pytest

from hub.strict_yaml import BadFile, Code, Flag, Many, Maybe, Section, Shape, Text, Whole, read


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


BASKET = Section({"name": Text(), "weight": Whole(1, 9), "fruits": Many(Code(Fruit))})


def problems(text: str, shape: Section = BASKET) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read(text, shape, file="basket.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_what_has_the_shape_is_read_as_plain_values() -> None:
    found = read("name: Anna\nweight: 3\nfruits: [apple, pear]\n", BASKET, file="basket.yaml")
    assert found == {"name": "Anna", "weight": 3, "fruits": ["apple", "pear"]}


def test_everything_wrong_is_said_at_once_with_its_line_and_what_was_expected() -> None:
    assert problems("name: ''\nweight: 12\nfruits:\n  - apple\n  - plum\ncolour: red\n") == [
        "basket.yaml, ligne 1\u202f: attendu un texte",
        "basket.yaml, ligne 2\u202f: attendu un nombre entier de 1 à 9",
        "basket.yaml, ligne 5\u202f: attendu un de ces codes\u202f: apple, pear",
        "basket.yaml, ligne 6\u202f: clé inconnue, attendu une de\u202f: name, weight, fruits",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: Anna\n", "clés manquantes\u202f: weight, fruits"),
        ("- Anna\n", "attendu ces clés\u202f: name, weight, fruits"),
        ("name: A\nname: B\nweight: 1\nfruits: []\n", "écrite deux fois"),
        ("name: A\nweight: 1\nfruits: apple\n", "attendu une liste"),
        ("name: A\nweight: 1\nfruits: [pear, pear]\n", "attendu une seule fois"),
        ("name: A\nweight: 1.5\nfruits: []\n", "attendu un nombre entier"),
        ("name: A\nweight: [1]\nfruits: []\n", "attendu un nombre entier"),
        ("name: [A\nweight: 1\n", "ce n’est pas du YAML lisible"),
        ("name: A\nweight: *missing\nfruits: []\n", "les renvois (*) sont refusés"),
        ("name: A\nweight: &w 1\nfruits: []\n", "les ancres (&)"),
        ("name: \x07\n", "caractère de contrôle interdit (U+0007)"),
        ("name: A\n---\nname: B\n", "ligne 2\u202f: un seul document par fichier"),
        ("name: " + "[" * 9 + "]" * 9 + "\n", "trop de niveaux"),
        ("#" * 65_537, "le fichier est trop long"),
        ("name: A\n\tweight: 1\n", "ligne 2\u202f: ce n’est pas du YAML lisible\u202f: une tabulation"),
        (
            'name: "A\nweight: 1\n',
            "ligne 1\u202f: ce n’est pas du YAML lisible\u202f: guillemets jamais refermés",
        ),
        ("# nothing but a remark\n", "le fichier est vide"),
        ("? [a, b]\n: c\nname: A\nweight: 1\nfruits: []\n", "clé inconnue"),
    ],
)
def test_each_mistake_is_a_sentence(text: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(text))


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (Flag(), "true", True),
        (Flag(), "false", False),
        (Maybe(Whole(0, 9)), "null", None),
        (Maybe(Whole(0, 9)), "7", 7),
        (Text("[0-9]{2}"), '"01"', "01"),
        (Text("[0-9]{2}"), "01", "01"),
        (Text(), '"no"', "no"),
        (Text(), '"null"', "null"),
        (Text(), "12", "12"),
    ],
)
def test_a_value_is_what_its_shape_says_and_not_what_yaml_guesses(
    shape: Shape, text: str, value: object
) -> None:
    assert read(f"it: {text}\n", Section({"it": shape}), file="it.yaml") == {"it": value}


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (Flag(), "yes"),
        (Flag(), "[]"),
        (Whole(0, 9), "null"),
        (Code(Fruit), "APPLE"),
        (Text(), "{}"),
        (Text(), "null"),
        (Text(), "~"),
    ],
)
def test_a_value_of_another_shape_is_refused(shape: Shape, text: str) -> None:
    assert len(problems(f"it: {text}\n", Section({"it": shape}))) == 1


def test_a_tag_cannot_build_an_object() -> None:
    [problem] = problems("name: !!python/object/apply:os.getcwd []\nweight: 1\nfruits: []\n")
    assert problem.startswith("basket.yaml, ligne 1\u202f: les types en «\u00a0!\u00a0» sont refusés")
