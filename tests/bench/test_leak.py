"""The search of ``make leak`` finds nothing of two people who registered, and all that was sown to be found."""

from __future__ import annotations

from bench.leak import planted
from bench.leak.cast import CANARIES, Share, files, one_by_one
from bench.leak.house import opened
from bench.leak.places import Search, kept
from bench.leak.story import register_everybody


def test_twenty_sown_leaks_are_found_and_none_before() -> None:
    search = Search()
    with opened("sqlite", associations=1) as house:
        house.open_sessions()
        for _ in register_everybody(house, Share(1, 1, 0, 0, 0), lambda people: None):
            for kind, found in kept(house):
                search.through(kind, found)
        seen = planted.sow_and_seek(house)
    assert search.leaks == []
    assert {"tables", "database and its log", "Redis", "logs", "wires"} <= set(search.read)
    assert len(seen.sown) == 20 and seen.missed == []


def test_a_thousand_people_come_by_all_four_forms_and_by_file() -> None:
    share = Share().of(1000)
    assert sum(share) == 1000 and min(Share().of(5)) == 1
    lines = [line for file in files(share) for line in file.lines]
    assert len(one_by_one(share)) + len(lines) + share.companies == 1000
    assert len({line["E-mail du jeune"] for line in lines}) == len(lines)
    assert len(CANARIES) == 12
