"""What young people, guardians, mentors and professionals do, at any moment."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from hub import codes, intake, offers, own_page, prescribing, queries, restricting, saying, strangers
from hub.identities import Changes
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.vocabulary import Mode
from hub.work import Work
from tests.lives.base import KINDS, Life, Person, address, named, picks
from tests.lives.world import of_desk
from tests.parts.town import CODE, text_of

SAYINGS = (saying.contacted, saying.not_contacted, saying.together, saying.apart, saying.keep_waiting)
MOST_PEOPLE = 12


class Families(Life):
    @precondition(lambda self: len(self.people) < MOST_PEOPLE)
    @rule(kind=st.sampled_from([*KINDS, "young person"]), proven=st.booleans(), known=st.booleans())
    def register(self, kind: str, proven: bool, known: bool) -> None:
        number = len(self.people) + 1
        registration = named(KINDS[kind](), number)
        with self.world.town.front.begin() as work:
            if known:
                for address in _addresses(number):
                    strangers.confirm(work, work.vault.address_digest(address))
            receipt = intake.register(work, registration, proven=proven)
        with self.world.town.hub.read() as work:
            row = queries.referral_by_reference(work.session, receipt.reference)
            person = Person(number, registration, row.id, receipt.reference, receipt.tracking_token)
        self.people.append(person)

    @precondition(lambda self: self.people)
    @rule(pick=picks)
    def send_the_form_again(self, pick: int) -> None:
        person = self._someone(pick)
        with self.world.town.front.begin() as work:
            receipt = intake.register(work, person.registration)
        assert receipt.reference == person.reference, "one form made two registrations"

    @precondition(lambda self: self.people)
    @rule(pick=picks)
    def confirm(self, pick: int) -> None:
        person = self._someone(pick)
        if self._state_of(person) is ReferralState.AWAITING_GUARDIAN:
            self._theirs(person, intake.guardian_agrees)
        else:
            self._theirs(person, intake.confirm)

    @precondition(lambda self: self.people)
    @rule(pick=picks)
    def the_desk_trusts_the_professional(self, pick: int) -> None:
        def check(work: Work, referral: Referral) -> None:
            if referral.prescriber:
                prescribing.read(work, referral.prescriber, by=of_desk(work))
                prescribing.verify(work, referral.prescriber, by=of_desk(work))

        person = self._someone(pick)
        self.at(self.world.town.portal, lambda work: check(work, self.world.referral(work, person.referral)))

    @precondition(lambda self: self.people)
    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        self._theirs(self._someone(pick), offers.withdraw)

    @precondition(lambda self: self.people)
    @rule(pick=picks, stands_still=st.booleans())
    def have_it_stand_still_or_go_on(self, pick: int, stands_still: bool) -> None:
        self._theirs(self._someone(pick), restricting.restrict if stands_still else restricting.lift)

    @precondition(lambda self: self.people)
    @rule(pick=picks, what=st.sampled_from(SAYINGS))
    def say(self, pick: int, what: partial[None]) -> None:
        self._theirs(self._someone(pick), what)

    @precondition(lambda self: self.people and self.world.post_is_there)
    @rule(pick=picks)
    def open_own_page(self, pick: int) -> None:
        """A code asked for, read in the letter, and typed, while the worker is there."""
        person, nonce = self._someone(pick), codes.new_nonce()
        asked = self._theirs(person, lambda work, referral: own_page.ask_code(work, referral, nonce=nonce))
        self.world.town.office.post()
        letters = [text_of(letter) for letter in self.world.letters.to(person.address)]
        found = CODE.search(letters[-1]) if asked and letters else None
        if found is None:
            return
        with self.world.town.front.begin() as work:
            referral = self.world.referral(work, person.referral)
            person.key = own_page.type_code(work, referral, nonce=nonce, code=found[0], link=person.link)
        self.world.hear_the_bell()

    @precondition(lambda self: any(person.key for person in self.people))
    @rule(pick=picks, mode=st.sampled_from([*Mode]))
    def correct(self, pick: int, mode: Mode) -> None:
        person = self._with_a_page(pick)

        def change(work: Work, referral: Referral) -> None:
            page = person.key and own_page.page_of(work, person.key.token, referral)
            if page and person.key and own_page.read(page, person.key):
                own_page.change(work, page, person.key, Changes({}, {"mode": mode.value}))

        self._theirs(person, change)

    @precondition(lambda self: any(person.key for person in self.people))
    @rule(pick=picks)
    def erase(self, pick: int) -> None:
        person = self._with_a_page(pick)

        def erase(work: Work, referral: Referral) -> None:
            page = person.key and own_page.page_of(work, person.key.token, referral)
            if page and person.key and own_page.read(page, person.key):
                own_page.erase(work, page)

        self._theirs(person, erase)

    def _theirs(self, person: Person, deed: object) -> bool:
        """Done at the public door, which opens nothing."""
        front = self.world.town.front
        return self.at(front, lambda work: deed(work, self.world.referral(work, person.referral)))  # type: ignore[operator]

    def _someone(self, pick: int) -> Person:
        return self.people[pick % len(self.people)]

    def _with_a_page(self, pick: int) -> Person:
        there = [person for person in self.people if person.key]
        return there[pick % len(there)]

    def _state_of(self, person: Person) -> ReferralState:
        with self.world.town.hub.read() as work:
            return self.world.referral(work, person.referral).state


def _addresses(number: int) -> tuple[str, str]:
    return address(number), "p" + address(number)
