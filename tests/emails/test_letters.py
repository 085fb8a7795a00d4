"""One letter for each step and each audience: all written, all well written, none saying more than it may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from emails import letters
from emails.letters import TEXT_WIDTH, Letter, source_of, write
from emails.samples import CODE, PUBLIC_URL, TOKEN, USUAL
from hub import alarms, company_journey, desk, digests, instructions, mornings, places, returns
from hub.journey import TOLD
from hub.lifecycle import ReferralState
from hub.path import PATH, STAGES
from hub.typesetting import set_text
from hub.vocabulary import Audience, Step

FOLDER = Path(letters.__file__).parent / "templates"
PERSON = (Audience.YOUNG_PERSON, Audience.GUARDIAN, Audience.MENTOR)
PARTNERS = (Audience.ASSOCIATION, Audience.DESK)
LINK = f"{PUBLIC_URL}/suivi/{TOKEN}"
OWN_ACCESS = ("new_device", "second_factor_changed", "recovery_code_used")
CODES = ("sign_in_code", "page_code", "address_code")
OWN_PAGE = ("page_code", "address_code", "address_changed")
TABLE = {
    *((step.value, audience) for step, audiences in TOLD.items() for audience in audiences),
    (mornings.LETTER, Audience.ASSOCIATION),
    (instructions.LETTER, Audience.ASSOCIATION),
    *((letter, Audience.ASSOCIATION) for letter in (desk.CHASED, desk.TAKEN_BACK)),
    ("glass_asked", Audience.DESK),
    ("glass_granted", Audience.DPO),
    *((alarms.LETTER, audience) for audience in (Audience.DESK, Audience.DPO)),
    *((places.STOPPED, audience) for audience in PARTNERS),
    *((letter, audience) for letter in ("sign_in_code", "invitation", *OWN_ACCESS) for audience in PARTNERS),
    *((letter, audience) for letter in OWN_PAGE for audience in PERSON),
    *((returns.ANSWER, audience) for audience in returns.ANSWERED),
    *(
        (company_journey.letter_of(step, to), to)
        for step, told in company_journey.TOLD.items()
        for to in told
    ),
    *((letter, Audience.COMPANY) for letter in company_journey.PLANNED),
    (returns.NOT_REACHED, Audience.GUARDIAN),
    *(
        (letter, Audience.PRESCRIBER)
        for letter in (
            "sign_in_code",
            "received",
            "refused",
            "asked",
            "news",
            "forgotten_soon",
            digests.LETTER,
        )
    ),
}
ALL = sorted(TABLE)
ENDED = {Step.CLOSED, Step.WITHDRAWN, Step.ACCOMPANIED}

NOT_YET = {
    *(Step.AWAITING_GUARDIAN, Step.GUARDIAN_REMINDED, Step.AWAITING_CONFIRMATION),
    *(Step.ASKED_HOW_IT_WAS, returns.NOT_REACHED),
}
"""What has nothing to withdraw: nothing has begun, or all is over; or it is not theirs who read."""
LEADS = {
    (Step.AWAITING_GUARDIAN, None): "agreement_link",
    (Step.GUARDIAN_REMINDED, None): "agreement_link",
    (Step.AWAITING_CONFIRMATION, None): "confirm_link",
    (Step.NO_SOLUTION, None): "wait_link",
    (Step.ASKED_HOW_IT_WAS, None): "opinion_link",
    (Step.FORGOTTEN_SOON, Audience.MENTOR): "keep_link",
    (returns.NOT_REACHED, None): "form_link",
}
"""Where a letter leads that does not lead to the tracking page."""

ASKS_TOO = {
    (mornings.LETTER, Audience.ASSOCIATION),
    *((Step.RECEIVED.value, audience) for audience in PERSON),
    *((letter, Audience.COMPANY) for letter in ("registered", "seat_taken")),
}
"""Those with something to press beside the page that they lead to."""
LEAVES_IN = {
    **dict.fromkeys((Step.RECEIVED, Step.GUARDIAN_AGREED, Step.RETURNED), ReferralState.LOOKING),
    Step.AWAITING_CONFIRMATION: ReferralState.AWAITING_CONFIRMATION,
    **dict.fromkeys((Step.AWAITING_GUARDIAN, Step.GUARDIAN_REMINDED), ReferralState.AWAITING_GUARDIAN),
    **dict.fromkeys((Step.GOING_ON, Step.ON_IT), ReferralState.OFFERED),
    Step.WAITING: ReferralState.WAITING,
    **dict.fromkeys((Step.WITH_DESK, Step.NO_SOLUTION), ReferralState.WITH_DESK),
    **dict.fromkeys((Step.ACCEPTED, Step.ASKED_IF_CONTACTED), ReferralState.ACCEPTED),
    Step.UNREACHABLE: ReferralState.UNREACHABLE,
    Step.ASKED_IF_TOGETHER: ReferralState.PAIRED,
}
"""Where a referral stands when this letter about it leaves."""

MAY_KNOW = USUAL["fr"]
PERSON_FACTS = MAY_KNOW[Audience.YOUNG_PERSON]


class Read(HTMLParser):
    """The words of a page, and what its tags ask for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.asked: list[str] = []
        self.classes: list[str] = []
        self._skipping = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping = tag == "style"
        values = dict(attrs)
        self.asked += [
            value or "" for name, value in attrs if name in ("src", "srcset", "background", "action")
        ]
        self.asked += [values.get("href") or ""] if tag == "link" else []
        self.classes += (values.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        self._skipping = False

    def handle_data(self, data: str) -> None:
        self.words += "" if self._skipping else data


def written(letter: str, audience: Audience) -> Letter:
    return write(letter, audience, MAY_KNOW[audience])


def both_renderings(letter: Letter) -> Iterator[str]:
    yield letter.text
    yield Read(letter.html).words


def test_the_table_and_the_folder_are_equal() -> None:
    files = {path.stem for path in FOLDER.glob("*.txt") if not path.name.startswith("about_us.")}
    assert files == {f"{letter}.{audience}" for letter, audience in TABLE}


def test_every_audience_is_told_who_we_are() -> None:
    assert {path.stem for path in FOLDER.glob("about_us.*.txt")} == {f"about_us.{each}" for each in Audience}


@pytest.mark.parametrize(("letter", "audience"), ALL)
def test_every_letter_is_written_from_what_its_audience_may_know(letter: str, audience: Audience) -> None:
    for rendering in both_renderings(written(letter, audience)):
        assert "{" not in rendering
        assert "La Passerelle" in rendering
        assert len(rendering.split()) > 40


@pytest.mark.parametrize(("letter", "audience"), ALL)
def test_text_and_page_say_the_same(letter: str, audience: Audience) -> None:
    both = written(letter, audience)
    page = set(re.findall(r"\w+", Read(both.html).words))
    assert set(re.findall(r"\w+", both.text)) <= page


@pytest.mark.parametrize(("letter", "audience"), ALL)
def test_french_signs_keep_their_narrow_space(letter: str, audience: Audience) -> None:
    for rendering in both_renderings(written(letter, audience)):
        sentences = re.sub(r"https?:\S+", "", rendering)
        assert not re.findall(r"[^\u202f][;:!?]|[^\u00a0]»|«[^\u00a0]|'", sentences)


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_letter_is_set_as_french_is(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert set_text(text) == text, "run: .venv/bin/python -m docs.texts.typeset"


@pytest.mark.parametrize("letter", [letter for letter, audience in ALL if audience is Audience.YOUNG_PERSON])
def test_a_young_person_is_never_called_vous(letter: str) -> None:
    for rendering in both_renderings(written(letter, Audience.YOUNG_PERSON)):
        assert re.search(r"\b(tu|te|ta|ton|tes|toi|t’)", rendering)
        assert not re.search(r"\b([Vv]ous|[Vv]otre|[Vv]os)\b", rendering)


@pytest.mark.parametrize(
    ("letter", "audience"), [each for each in ALL if each[1] is not Audience.YOUNG_PERSON]
)
def test_an_adult_is_never_called_tu(letter: str, audience: Audience) -> None:
    for rendering in both_renderings(written(letter, audience)):
        assert re.search(r"\b([Vv]ous|[Vv]otre|[Vv]os)\b", rendering)
        assert not re.search(r"\b([Tt]u|[Tt]e|[Tt]a|[Tt]on|[Tt]es|[Tt]oi)\b|\b[Tt]’", rendering)


@pytest.mark.parametrize(("letter", "audience"), [each for each in ALL if each[1] in PERSON])
def test_a_person_can_always_follow_and_withdraw(letter: str, audience: Audience) -> None:
    text = written(letter, audience).text
    if letter in CODES:
        assert CODE in text.splitlines()
        return
    found = PERSON_FACTS[LEADS.get((letter, audience), LEADS.get((letter, None), "tracking_link"))]
    assert f"\n{found}\n" in text
    assert letter in ENDED | NOT_YET or re.search(r"\bretire[rz]?\b", text)


@pytest.mark.parametrize(("letter", "audience"), [each for each in ALL if each[1] in PERSON])
def test_a_letter_without_a_date_does_not_mention_one(letter: str, audience: Audience) -> None:
    dateless = {**PERSON_FACTS, "promised_date": "", "forget_date": "", "association": "", "website": ""}
    words = " ".join(write(letter, audience, dateless).text.split())
    assert not re.search(r"\b(le|au|à) ?[.,]", words)


@pytest.mark.parametrize("audience", [Audience.YOUNG_PERSON, Audience.GUARDIAN])
def test_whoever_is_not_contacted_first_is_told_who_is(audience: Audience) -> None:
    first = write("accepted", audience, {**PERSON_FACTS, "professional_first": "1"}).text
    assert "prend contact avec le professionnel" in " ".join(first.split())
    assert "le professionnel" not in write("accepted", audience, PERSON_FACTS).text


@pytest.mark.parametrize("fact", ["first_name", "tracking_link", "sentence", "agreement_link", "forget_date"])
@pytest.mark.parametrize(("letter", "audience"), [each for each in ALL if each[1] in PARTNERS])
def test_no_partner_s_letter_uses_a_fact_of_the_person(letter: str, audience: Audience, fact: str) -> None:
    canary = "ZÉPHYRINE-0x5eed"
    both = write(letter, audience, {**MAY_KNOW[audience], fact: canary})
    assert canary not in both.text + both.html + both.subject


@pytest.mark.parametrize("mentor", ["", "mentor"])
@pytest.mark.parametrize(
    ("letter", "audience"),
    [("offered", Audience.ASSOCIATION), ("with_desk", Audience.DESK)],
)
def test_a_partner_knows_at_once_whether_it_is_about_a_mentor(
    letter: str, audience: Audience, mentor: str
) -> None:
    text = " ".join(write(letter, audience, {**MAY_KNOW[audience], "mentor": mentor}).text.split())
    assert ("devenir mentor" in text) is bool(mentor)
    assert ("jeune cherche" in text or "le jeune" in text.lower()) is not bool(mentor)


@pytest.mark.parametrize("letter", [letter for letter, audience in ALL if audience is Audience.ASSOCIATION])
def test_an_association_s_letter_never_gives_the_reference(letter: str) -> None:
    both = write(letter, Audience.ASSOCIATION, {**MAY_KNOW[Audience.ASSOCIATION], "reference": "BCDF2345"})
    assert "BCDF2345" not in both.text + both.html


def test_a_letter_that_wants_a_fact_it_was_not_given_is_not_written() -> None:
    with pytest.raises(UndefinedError):
        write("received", Audience.YOUNG_PERSON, {"reference": "BCDF2345"})


@pytest.mark.parametrize(("letter", "audience"), ALL)
def test_a_page_asks_nothing_of_any_server(letter: str, audience: Audience) -> None:
    page = written(letter, audience).html
    read = Read(page)
    assert read.asked == []
    assert not re.search(r"url\(|@import|<script|<img", page)


@pytest.mark.parametrize(("letter", "audience"), ALL)
def test_a_page_has_one_button_at_most_and_what_asks_for_something_too_has_two(
    letter: str, audience: Audience
) -> None:
    expected = 0 if letter in CODES and audience in PERSON else 1
    expected += (letter, audience) in ASKS_TOO
    assert Read(written(letter, audience).html).classes.count("button") == expected


@pytest.mark.parametrize(("letter", "audience"), ALL)
def test_a_plain_letter_fits_its_width(letter: str, audience: Audience) -> None:
    lines = written(letter, audience).text.splitlines()
    assert [line for line in lines if len(line) > TEXT_WIDTH and not line.startswith("http")] == []


def test_the_code_stands_alone_on_its_line() -> None:
    text = written("sign_in_code", Audience.ASSOCIATION).text
    assert CODE in text.splitlines()


def test_a_young_person_in_danger_finds_whom_to_call() -> None:
    text = written("closed", Audience.YOUNG_PERSON).text
    assert all(number in text for number in ("119", "3018", "3114", "112"))


def test_the_page_shows_how_far_one_has_come() -> None:
    classes = Read(written("accepted", Audience.YOUNG_PERSON).html).classes
    assert (classes.count("done"), classes.count("met"), classes.count("coming")) == (2, 1, 2)


@pytest.mark.parametrize(("letter", "audience"), [each for each in ALL if source_of(*each).stage])
def test_a_letter_and_the_tracking_page_stand_on_the_same_pier(letter: str, audience: Audience) -> None:
    stage = source_of(letter, audience).stage or 0
    assert stage - 1 == STAGES[LEAVES_IN[Step(letter)]]
    assert f"Étape {stage} sur {len(PATH)}\u202f: {PATH[stage - 1]}" in written(letter, audience).text


def test_a_letter_never_prints() -> None:
    assert "Lila" not in repr(written("received", Audience.YOUNG_PERSON))
