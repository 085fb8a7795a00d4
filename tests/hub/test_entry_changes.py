"""What two versions of an entry say otherwise, and what a file brings into the one that stands."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub import directory
from hub.entry_changes import Path, changed, merged

AFEV = directory.to_plain(next(entry for entry in directory.read() if entry.profile.slug == "afev"))
TOWN, COUNTRY = {"from": 11, "to": 15}, {"from": 6, "to": 20}
FIELDS: list[Path] = [
    ("criteria", "ages"),
    ("criteria", "themes"),
    ("mentors", "wanted"),
    ("mentors", "reach"),
    ("rhythm",),
    ("places_a_year",),
]


def saying(plain: dict[str, Any], path: Path, said: Any) -> dict[str, Any]:
    other = deepcopy(plain)
    section = other
    for name in path[:-1]:
        section = section[name]
    section[path[-1]] = said
    return other


@st.composite
def words(draw: st.DrawFn) -> dict[str, Any]:
    """An entry of which any of these fields may say one of three things."""
    entry = AFEV
    for path in FIELDS:
        entry = saying(entry, path, draw(st.sampled_from(["a", "b", None])))
    return entry


def at(plain: dict[str, Any], path: Path) -> Any:
    said: Any = plain
    for name in path:
        said = said[name]
    return said


def test_a_difference_is_told_field_by_field_and_places_are_no_criterion() -> None:
    after = saying(saying(AFEV, ("criteria", "ages"), TOWN), ("places_a_year",), 12)
    assert [(each.path, each.after) for each in changed(AFEV, after)] == [(("criteria", "ages"), TOWN)]
    assert changed(AFEV, deepcopy(AFEV)) == []


def test_a_mentors_side_that_was_not_said_is_told_whole() -> None:
    before = saying(AFEV, ("mentors",), None)
    assert [each.path for each in changed(before, AFEV)] == [("mentors",)]
    assert merged(base=before, standing=before, file=AFEV).entry == AFEV


@settings(max_examples=30)
@given(words(), words(), words())
def test_a_file_brings_its_news_and_only_where_the_association_said_nothing_else(
    base: dict[str, Any], standing: dict[str, Any], file: dict[str, Any]
) -> None:
    found = merged(base=base, standing=standing, file=file)
    for path in FIELDS:
        was, stands, says = at(base, path), at(standing, path), at(file, path)
        is_news, is_hers = says != was, stands != was
        assert at(found.entry, path) == (says if is_news and not is_hers else stands)
        assert (path in found.kept) == (is_news and is_hers and says != stands)


def test_bringing_in_leaves_what_stood_untouched() -> None:
    standing = deepcopy(AFEV)
    found = merged(base=AFEV, standing=standing, file=saying(AFEV, ("criteria", "ages"), COUNTRY))
    found.entry["criteria"]["themes"].append("concours")
    assert standing == AFEV
