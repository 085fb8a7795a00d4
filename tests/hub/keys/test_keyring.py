"""Which keys a database knows, how old they are, and when a former one may go."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hub import intake, key_changes, keyring
from hub.alarms import LETTER
from hub.key_changes import NotYet, Remains
from hub.models import OutboxMessage
from hub.queries import alarms
from hub.vault.rotation import MADE_BY, hand_out
from tests.hub.keys.keeper import folder_of, noted, prints, register, reseal, retire, rotate
from tests.parts.people import registration
from tests.parts.town import Town


def test_a_former_key_stays_while_a_box_needs_it_and_a_day_longer(town: Town) -> None:
    register(town, town.front)
    rotate(town, "intake")
    with pytest.raises(NotYet) as refused:
        retire(town, "intake")
    assert str(refused.value) == "sealed_boxes\u202f: 1"
    rotate(town, "intake")
    reseal(town)
    with pytest.raises(NotYet, match="pas avant le"):
        key_changes.retire(town.administration, folder_of(town), "intake")
    retire(town, "intake")


def test_a_key_of_more_than_ninety_days_is_told_once_a_night(town: Town) -> None:
    register(town, town.front)
    with town.hub.read() as work:
        assert not keyring.late(work.session, work.now)
    town.clock.forward(days=90, seconds=1)
    with town.hub.read() as work:
        assert {age.name for age in keyring.late(work.session, work.now)} == set(MADE_BY)
    told = []
    for hours in (0, 3, 3, 18, 3):
        town.clock.forward(hours=hours)
        town.settle()
        with town.hub.read() as work:
            told.append(work.session.scalar(select(func.count()).where(OutboxMessage.letter == LETTER)))
    assert told == [1, 1, 1, 2, 2]


def test_the_keys_of_this_machine_are_noted_once_with_what_became_of_them(town: Town) -> None:
    with town.administration.begin() as work:
        assert keyring.note(work, folder_of(town)) == []
    assert [row.generation for row in prints(town, "session.public")] == [0]
    shutil.rmtree(folder_of(town) / "public")
    rotate(town, "answers", "intake")
    assert sorted(noted(town)) == [("answers.1", "rotated"), ("intake.1", "rotated")]
    assert rotate(town) == [] and len(noted(town)) == 2


def test_the_next_key_is_in_force_a_quarter_of_an_hour_later_unless_told_otherwise(town: Town) -> None:
    key_changes.rotate(town.administration, folder_of(town), ["intake"])
    (_, second) = prints(town, "intake")
    assert second.used_from == town.clock.now + timedelta(minutes=15) and second.made_at == town.clock.now
    town.clock.forward(minutes=15)
    rotate(town, "intake")
    assert [row.generation for row in prints(town, "intake")] == [0, 1, 2]


def test_a_change_that_was_interrupted_is_finished_and_no_other_is_begun(town: Town) -> None:
    first, *others = hand_out(folder_of(town), "intake", number=1, used_from=town.clock.now)
    for path in others:
        path.unlink()
    assert sorted(rotate(town, "intake", "answers")) == sorted(others)
    assert noted(town) == [("intake.1", "rotated")] and first.exists()
    rotate(town, "answers")
    assert len(prints(town, "answers")) == 2


@pytest.mark.parametrize(("name", "days"), [("answers", 1), ("backup", 30)])
def test_a_former_key_goes_when_nobody_can_need_it_any_more_and_not_before(
    town: Town, name: str, days: int
) -> None:
    rotate(town, name)
    town.clock.forward(days=days, seconds=-1)
    assert "pas avant le" in key_changes.in_the_way(town.administration, name)[0]
    with pytest.raises(NotYet):
        key_changes.retire(town.administration, folder_of(town), name)
    town.clock.forward(seconds=1)
    assert key_changes.in_the_way(town.administration, name) == []
    gone = key_changes.retire(town.administration, folder_of(town), name)
    assert {path.name.partition(".")[0] for path in gone} <= {name, f"{name}_public", f"{name}_private"}
    former, last = prints(town, name)
    assert former.retired_at == town.clock.now and former.for_recovery is None and last.retired_at is None
    assert noted(town) == [(f"{name}.1", "rotated"), (f"{name}.1", "retired")]
    assert key_changes.retire(town.administration, folder_of(town), name) == []
    assert len(noted(town)) == 2


def test_a_retired_key_that_comes_back_from_another_machine_is_erased_there_too(town: Town) -> None:
    former = (folder_of(town) / "worker" / "answers.key").read_text()
    rotate(town, "answers")
    town.clock.forward(days=1)
    key_changes.retire(town.administration, folder_of(town), "answers")
    retired_at = prints(town, "answers")[0].retired_at
    (folder_of(town) / "worker" / "answers.key").write_text(former)
    (folder_of(town) / "worker" / "answers.key").chmod(0o600)
    town.clock.forward(days=1)
    assert len(key_changes.retire(town.administration, folder_of(town), "answers")) == 1
    assert prints(town, "answers")[0].retired_at == retired_at


def test_what_keeps_a_key_is_told_table_by_table(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration())
    rotate(town, "intake", "recovery", "portal")
    with town.hub.read() as work:
        assert key_changes.remains(work, "intake") == [Remains("sealed_boxes", 1)]
        assert key_changes.remains(work, "recovery") == [Remains("sealed_boxes", 1)]
        (associations,) = key_changes.remains(work, "portal")
        assert associations.name == "associations" and associations.rows > 10
        assert key_changes.remains(work, "answers") == [] == key_changes.remains(work, "backup")


def test_a_generation_that_the_database_knows_is_made_once(town: Town) -> None:
    """Although nobody here has its file any more."""
    rotate(town, "answers")
    for path in folder_of(town).rglob("answers.1.key"):
        path.unlink()
    assert {path.name for path in rotate(town, "answers")} == {"answers.2.key"}


def test_a_key_is_late_after_ninety_days_and_the_alarm_rings_then(town: Town) -> None:
    start = town.clock.now
    with town.hub.read() as work:
        assert {age.renew_by for age in keyring.ages(work.session)} == {start + timedelta(days=90)}
    town.clock.forward(days=90)
    keyring.watch(town.hub)
    with town.hub.read() as work:
        assert keyring.late(work.session, work.now) == [] == list(alarms.untold(work.session, work.now))
        tomorrow = keyring.late(work.session, work.now + timedelta(days=1))
        assert {age.name for age in tomorrow} == {"intake", "recovery", "backup", "portal", "answers"}
    rotate(town, *(name for name in MADE_BY if name != "portal"))
    town.clock.forward(seconds=1)
    keyring.watch(town.hub)
    with town.hub.read() as work:
        assert [age.name for age in keyring.late(work.session, work.now)] == ["portal"]
        assert [alarm.subject for alarm in alarms.untold(work.session, work.now)] == ["portal.0"]
