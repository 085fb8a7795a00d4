"""What the associations of the story say of themselves: most confirm their entry, a few mend it, one comes back."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hub import criteria, queries
from hub.models import Association, Member
from hub.vocabulary import Theme
from hub.wording import N_
from hub.work import Hub, Work

NEVER_CONFIRMS = 3
"""One association in so many has not read its entry yet."""
MENDS, COMES_BACK = 60, 95
"""The working days of the story on which some change their criteria, and on which one thinks better of it."""
EVERY = 6
RHYTHM = N_("une heure par semaine, en personne ou au téléphone")


class Mending:
    """Nothing here is left to chance: the same story each time."""

    def __init__(self) -> None:
        self._day = 0

    def live(self, hub: Hub) -> None:
        """One working day: a few associations a day, so that their histories do not begin together."""
        if self._day % NEVER_CONFIRMS:
            _let(hub, self._day, _confirm)
        if self._day >= MENDS:
            _let(hub, EVERY * (self._day - MENDS) + 1, _mend)
        if self._day == COMES_BACK:
            _let(hub, 1, _come_back)
        self._day += 1


def _let(hub: Hub, row_id: int, deed: Callable[[Work, Association, Member], None]) -> None:
    """That association does this, if there is one with somebody to do it."""
    with hub.begin() as work:
        row = work.session.get(Association, row_id)
        members = queries.members_of(work.session, row_id)
        if row and members:
            deed(work, row, members[0])


def _confirm(work: Work, row: Association, by: Member) -> None:
    criteria.confirm(work, row, by)


def _come_back(work: Work, row: Association, by: Member) -> None:
    criteria.return_to(work, row, queries.criteria.entry_version(work.session, row.id, 1), by)


def _mend(work: Work, row: Association, by: Member) -> None:
    """A theme more, and a word on how they meet."""
    said: dict[str, Any] = {**deepcopy(row.profile), "rhythm": RHYTHM}
    taken = {*said["criteria"]["themes"], Theme.CONFIANCE.value}
    said["criteria"]["themes"] = [theme.value for theme in Theme if theme in taken]
    criteria.change(work, row, said, by, seen=row.profile)
