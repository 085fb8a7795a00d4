"""The list of accompaniments as its page shows it: what is due first, then stage by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _

from associations.portal.accompaniments.words import STAGES
from hub.lifecycle import ReferralState
from hub.models import Accompaniment
from hub.queries import accompaniments
from hub.queries.accompaniments import Stage
from hub.work import Work

PAGE = 40
MAX_PAGE = 1000
ENDED = "termines"
WORDS = {
    "a-contacter": ReferralState.ACCEPTED,
    "en-attente": ReferralState.CONTACTED,
    "binomes": ReferralState.PAIRED,
    "injoignables": ReferralState.UNREACHABLE,
}
"""By their word in the address; without one, whatever goes on, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Tab:
    word: str
    title: str
    count: int | None
    due: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """``after`` and ``before`` are the numbers of the pages beside this one, None where there is none."""

    tabs: list[Tab]
    shown: list[Accompaniment]
    word: str
    before: int | None
    after: int | None

    @property
    def over(self) -> bool:
        return self.word == ENDED


def listed(work: Work, association_id: int, until: datetime) -> Listing:
    """``until``: what falls due by then is counted as such."""
    word = request.args.get("etape", "")
    page = min(max(request.args.get("page", 1, type=int), 1), MAX_PAGE)
    skip = (page - 1) * PAGE
    if word == ENDED:
        found = accompaniments.ended(work.session, association_id, skip=skip, most=PAGE + 1)
    else:
        state = WORDS.get(word)
        found = accompaniments.going_on(work.session, association_id, state, skip=skip, most=PAGE + 1)
    stages = accompaniments.stages(work.session, association_id, until)
    return Listing(
        tabs=_tabs(word if word in {*WORDS, ENDED} else "", stages),
        shown=found[:PAGE],
        word=word,
        before=page - 1 if page > 1 else None,
        after=page + 1 if len(found) > PAGE else None,
    )


def _tabs(word: str, stages: Mapping[ReferralState, Stage]) -> list[Tab]:
    every = stages.values()
    going_on = Tab("", _("Tout"), sum(s.people for s in every), sum(s.due for s in every), not word)
    by_stage = [
        Tab(each, _(STAGES[state]), *stages.get(state, Stage(0, 0)), each == word)
        for each, state in WORDS.items()
    ]
    return [going_on, *by_stage, Tab(ENDED, _("Terminés"), None, 0, word == ENDED)]
