"""Some of those who are asked how it was say so: most that it helped, fewer that they always knew what came next."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import select

from hub import opinions
from hub.models import JourneyEvent, Referral
from hub.vocabulary import Grade, Step, Topic
from hub.work import Hub

ANSWERS = 0.6
LATELY = timedelta(days=1)
GRADES = [*Grade]
WEIGHTS = {Topic.HELPED: (60, 25, 10, 5), Topic.INFORMED: (45, 30, 15, 10)}


class Opinions:
    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def live(self, hub: Hub) -> None:
        """One day: whoever got the letter since yesterday answers now, or never."""
        with hub.begin() as work:
            asked = (JourneyEvent.step == Step.ASKED_HOW_IT_WAS, JourneyEvent.happened_at > work.now - LATELY)
            for row in work.session.scalars(select(JourneyEvent.referral_id).where(*asked)).all():
                if self._chance.random() < ANSWERS:
                    opinions.say(work, work.session.get_one(Referral, row), self._answers())

    def _answers(self) -> dict[Topic, Grade]:
        return {topic: self._chance.choices(GRADES, weights)[0] for topic, weights in WEIGHTS.items()}
