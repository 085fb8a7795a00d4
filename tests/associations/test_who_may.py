"""Every line of the access matrix is tried: own, foreign, non-existent and removed, for each role.

A route without a line keeps the door shut; a line without a route is a lie; what is done leaves its row in the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from associations.guards import shut
from associations.who_may import ANYONE, MAY, READERS, Access, RouteWithoutRule, Thing
from hub import rules
from hub.models import Role
from tests.associations.furnished import build
from tests.associations.things import THEIRS
from tests.associations.whole_house import VARIABLE, House
from tests.house.ground import ROOT
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES, LAST_NAME
from tests.parts.post import Letterbox
from tests.parts.town import town_at

ENTRANCE = "/connexion"
OF_ONE_ASSOCIATION = frozenset(
    {Thing.CARD, Thing.INTRODUCTION, Thing.ACCOMPANIMENT, Thing.PLACES, Thing.MEMBER, Thing.OWN_SESSION}
)
"""Things with an address of their own, which another association must not reach by guessing it."""


PROPOSED = rules.DEFAULT.read_text().replace("journal_kept_days: 365", "journal_kept_days: 367")
TODAY, SOON = "2026-03-02", "2026-03-10"


@dataclass(frozen=True)
class Deed:
    """What is typed; ``after``: what was done before, so that there is something to do."""

    form: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    after: tuple[str, ...] = ()


DEEDS = {
    "accompaniments.exports.make": Deed({"what": "cards", "kind": "csv"}),
    "accompaniments.follow.save": Deed({"pair-{pair}": "moved"}),
    "accompaniments.move": Deed({"made_on": TODAY, "channel": "phone", "outcome": "reached"}),
    "criteria.change": Deed({"wanted": "y", "ages": "18-25", "reach": "same", "version": "1"}),
    "criteria.return_to": Deed(after=("criteria.change",)),
    "desk.associations.add": Deed({"name": "Les Neufs"}),
    "desk.associations.invite": Deed({"email": "neuve@article-1.example", "role": "member"}),
    "desk.associations.resume": Deed(after=("desk.associations.suspend",)),
    "desk.ask": Deed({"ask-asked": "still_wanted"}),
    "desk.close": Deed({"sentence": "nobody"}),
    "desk.companies.introduce": Deed({"introduce-association": THEIRS, "introduce-next_on": SOON}),
    "desk.companies.move": Deed({"to": "later", "next_on": SOON}),
    "desk.glass.ask": Deed({"reason": "danger", "note": "Un appel inquiétant."}),
    "desk.look_after": Deed({"prendre": "oui"}),
    "desk.members.change_role": Deed({"role": "manager"}),
    "desk.members.invite": Deed({"email": "encore@reseau.example", "role": "desk"}),
    "desk.offer": Deed({"association": THEIRS}),
    "desk.organisations.judge": Deed({"name": "mission-locale.example", "standing": "verified"}),
    "desk.rule_book.propose": Deed({"text": PROPOSED}),
    "desk.rule_book.take": Deed({"seen": "y"}),
    "desk.tell": Deed({"tell-sentence": "still_looking"}),
    "digest.chosen": Deed({"hour": "9"}),
    "places.ceiling": Deed({"a_year": "4"}),
    "places.close": Deed({"first_day": SOON, "last_day": SOON}),
    "places.declare": Deed({"a_year": "77"}),
    "places.new_ceiling": Deed({"a_month": "5"}),
    "places.pause": Deed({"until": SOON}),
    "places.renew": Deed({"next_year": "50"}),
    "places.resume": Deed(after=("places.pause",)),
    "portal.decline": Deed({"reason": "no_mentor"}),
    "portal.pass_on": Deed({"association": THEIRS}),
    "portal.several.accept": Deed(query="?fiche={card_number}"),
    "portal.several.decline": Deed({"reason": "no_mentor"}, query="?fiche={card_number}"),
    "portal.undo.ask": Deed({"reason": "wrong_card"}),
    "team.change_role": Deed({"role": "manager"}),
    "team.invite": Deed({"email": "nouvelle@article-1.example", "role": "member"}),
}
"""Those that are not here are one button."""

ELSEWHERE = {
    "desk.chase": "associations/test_to_do.py",
    "desk.take_back": "associations/test_to_do.py",
    "desk.tell_guardian": "associations/test_post.py",
    "entrance.enter": "hub/test_journal.py",
    "entrance.enter_by_link": "associations/test_access.py",
    "security.take_application": "hub/test_journal.py",
    "security.take_passkey": "hub/test_journal.py",
    "subscription.press": "journeys/test_letters_are_stopped.py",
}
"""What takes more than a form, and the file that shows its row."""


OF_MACHINES = {"metrics"}
"""Read with a token: to people, a page that does not exist."""
FOUND = (
    (Role.DESK, "desk.look_after", {"owner": "", "next_on": "demain"}),
    (Role.DESK, "desk.companies.move", {"to": "later", "next_on": "demain"}),
    (Role.DESK, "desk.companies.introduce", {"introduce-association": THEIRS, "introduce-next_on": "demain"}),
    (Role.MANAGER, "criteria.change", {"youngest": "5", "oldest": "zq9", "version": "1", "word": "qui"}),
    (
        Role.MANAGER,
        "criteria.change",
        {"youngest": "9" * 5000, "oldest": "12", "version": "1", "word": "qui"},
    ),
)
"""What broke a page once, when ``make fuzz`` threw it: who, where, what was typed."""


@pytest.fixture(scope="module")
def house(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    database = folder / "hub.db"
    database.write_bytes(sqlite_with_tables.read_bytes())
    letterbox = Letterbox()
    letterbox.open()
    with town_at(f"sqlite:///{database}", folder, letterbox) as town:
        yield build(town)
    letterbox.shut()


def test_every_route_has_its_line_and_every_line_its_route(house: House) -> None:
    assert {route.endpoint for route in house.town.partners.url_map.iter_rules()} == set(MAY)


def test_a_door_with_a_route_that_the_matrix_does_not_know_stays_shut() -> None:
    door = Flask("door")
    door.add_url_rule("/secret", "secret.page", lambda: "")
    with pytest.raises(RouteWithoutRule, match=r"secret\.page"):
        shut(door)


def test_an_auditor_changes_nothing_and_opens_no_name_but_their_own_account() -> None:
    may = {rule.thing for rule in MAY.values() if Role.AUDITOR in rule.who and rule.act is not Access.READ}
    assert may <= {Thing.ENTRANCE, Thing.OWN_ACCOUNT, Thing.OWN_SESSION, Thing.SECOND_FACTOR, Thing.CALENDAR}


def test_no_role_of_the_desk_opens_what_was_released_to_an_association() -> None:
    names = {name for name, rule in MAY.items() if rule.act is Access.NAME and rule.who & READERS}
    assert not any(MAY[name].thing in (Thing.CARD, Thing.ACCOMPANIMENT) for name in names)


def test_every_name_that_is_opened_leaves_a_row() -> None:
    silent = {name for name, rule in MAY.items() if rule.act is Access.NAME and rule.leaves is None}
    assert silent <= {"accompaniments.exports.page"}


def test_a_stranger_and_somebody_removed_see_the_entrance_and_nothing_else(house: House) -> None:
    for endpoint, method, route in house.routes():
        if MAY[endpoint].who == ANYONE:
            continue
        for visitor in (house.people[None], house.removed):
            assert visitor.answer(method, house.own(route)) == ENTRANCE, (endpoint, method)


@pytest.mark.parametrize("role", Role)
def test_what_is_not_for_a_role_does_not_exist(house: House, role: Role) -> None:
    before = house.noted()
    for endpoint, method, route in house.routes():
        if role not in MAY[endpoint].who:
            assert house.people[role].answer(method, house.own(route)) == "404", (endpoint, method)
    assert house.noted() == before


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MANAGER])
def test_what_is_another_association_s_does_not_exist(house: House, role: Role) -> None:
    before = house.noted()
    for endpoint, method, route in house.routes():
        rule = MAY[endpoint]
        if role in rule.who and rule.thing in OF_ONE_ASSOCIATION and VARIABLE.search(route.rule):
            found = house.foreign[role].answer(method, house.own(route))
            assert found == "404", (endpoint, method)
    assert house.noted() == before


@pytest.mark.parametrize("role", Role)
def test_what_there_is_not_does_not_exist_for_those_who_may_either(house: House, role: Role) -> None:
    for endpoint, method, route in house.routes():
        if role in MAY[endpoint].who and VARIABLE.search(route.rule):
            found = house.people[role].answer(method, house.nothing(route))
            assert found == "404", (endpoint, method)


@pytest.mark.parametrize("role", Role)
def test_who_may_read_a_page_reads_it(house: House, role: Role) -> None:
    for endpoint, method, route in house.routes():
        rule = MAY[endpoint]
        if role in rule.who and rule.act is Access.READ and method == "GET" and endpoint not in OF_MACHINES:
            found = house.people[role].answer(method, house.own(route))
            assert found == "200" or found.startswith("/"), (endpoint, found)
            assert found != ENTRANCE, endpoint


@pytest.mark.parametrize("role", Role)
def test_no_page_shows_a_button_or_a_link_that_its_reader_may_not_use_nor_a_name(
    house: House, role: Role
) -> None:
    closed: dict[str, set[str]] = {}
    for endpoint, method, route in house.routes():
        rule = MAY[endpoint]
        if role in rule.who and rule.act is Access.READ and method == "GET":
            path = house.own(route)
            page = house.people[role].read(path)
            closed[path] = {to for to in house.leads_to(page, path) if role not in MAY[to].who}
            assert find_leaks(page, CANARIES) == [], path
    assert {path: found for path, found in closed.items() if found} == {}


@pytest.mark.parametrize(("role", "endpoint", "typed"), FOUND)
def test_what_broke_a_page_once_is_refused_kindly(
    house: House, role: Role, endpoint: str, typed: dict[str, str]
) -> None:
    (route,) = (route for named, method, route in house.routes() if (named, method) == (endpoint, "POST"))
    path = VARIABLE.sub(lambda found: typed.get(found[1]) or house.named(endpoint)[found[1]], route.rule)
    found = house.people[role].answer("POST", path, **typed)
    assert found == "422" or found.startswith("/"), found
    house.back()


def test_a_name_by_broken_glass_shows_to_the_one_who_asked_and_on_that_page_alone(house: House) -> None:
    house.back()
    path = f"/coordination/bris-de-glace/{house.named('desk.glass.read')['request_id']}"
    desk = house.people[Role.DESK]
    shown = desk.partner.client.post(f"{path}/lire", data={"csrf_token": desk.form_token}).text
    assert LAST_NAME in shown
    for reader in (desk, house.people[Role.AUDITOR]):
        assert LAST_NAME not in reader.read(path)


@pytest.mark.parametrize("endpoint", sorted(name for name, rule in MAY.items() if rule.leaves))
def test_what_is_done_leaves_its_row_in_the_journal(house: House, endpoint: str) -> None:
    rule = MAY[endpoint]
    assert rule.leaves
    if endpoint in ELSEWHERE:
        told = (ROOT / "tests" / ELSEWHERE[endpoint]).read_text()
        assert rule.leaves.name in told or f'"{rule.leaves}"' in told
        return
    house.back()
    role = next(role for role in (Role.MEMBER, Role.MANAGER, Role.DESK) if role in rule.who)
    for step in (*DEEDS.get(endpoint, Deed()).after, endpoint):
        before = house.noted()
        found = do(house, role, step)
    left = house.noted_since(before)
    assert (rule.leaves.value, house.numbers[role]) in left, (found, left)


def do(house: House, role: Role, endpoint: str) -> str:
    """Fill in the form of this address, and send it; a page that opens a name may be a link."""
    deed = DEEDS.get(endpoint, Deed())
    method, route = next(
        (method, route) for name, method, route in reversed(house.routes()) if name == endpoint
    )
    named = house.named(endpoint)
    typed = {name.format(**named): value for name, value in deed.form.items()}
    return house.people[role].answer(method, house.own(route) + deed.query.format(**named), **typed)
