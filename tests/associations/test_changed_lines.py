from __future__ import annotations

from associations.desk.changed_lines import Fate, Line, changed_lines

TEXT = "\n".join(f"ligne {number}" for number in range(1, 21))


def test_two_texts_that_are_the_same_have_no_passage() -> None:
    assert changed_lines(TEXT, TEXT) == []


def test_a_changed_line_is_gone_then_new_between_two_that_stay() -> None:
    (passage,) = changed_lines(TEXT, TEXT.replace("ligne 10", "ligne dix"))
    assert [line.fate for line in passage] == [Fate.KEPT] * 2 + [Fate.GONE, Fate.NEW] + [Fate.KEPT] * 2
    assert passage[2] == Line(Fate.GONE, 10, None, "ligne 10")
    assert passage[3] == Line(Fate.NEW, None, 10, "ligne dix")


def test_changes_far_apart_are_passages_of_their_own_and_numbers_shift() -> None:
    first, second = changed_lines(TEXT, TEXT.replace("ligne 3\n", "").replace("ligne 18", "ligne dix-huit"))
    assert [line.text for line in first if line.fate is Fate.GONE] == ["ligne 3"]
    assert (second[2].before, second[3].after) == (18, 17)
