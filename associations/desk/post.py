"""How the hub's letters fare: how many wait, what left and what came back, by day and by letter; no address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from associations.desk.lines import letter_name
from associations.drawing import as_file, tongue
from hub import calendar
from hub.charts import Chart, Table, columns
from hub.checkup import PATIENCE
from hub.models import Fate
from hub.queries import NotFound, post
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

bp = Blueprint("post", __name__, url_prefix="/courrier")

DAYS, DAYS_BY_LETTER = 14, 30
FATES: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.SENT: N_("Partis"),
        Fate.DEFERRED: N_("Remis à plus tard"),
        Fate.GIVEN_UP: N_("Abandonnés"),
        Fate.BOUNCED: N_("Adresses refusées"),
        Fate.REPLIED: N_("Réponses"),
        Fate.ANSWERED_BY_ROBOT: N_("Robots"),
    }
)
SENT, TROUBLES = "partis", "ennuis"
CHARTS: Mapping[str, tuple[str, tuple[Fate, ...]]] = MappingProxyType(
    {
        SENT: (N_("Partis, par jour"), (Fate.SENT,)),
        TROUBLES: (
            N_("Remis à plus tard, abandonnés ou refusés, par jour"),
            (Fate.DEFERRED, Fate.GIVEN_UP, Fate.BOUNCED),
        ),
    }
)
"""By name in the address: what it shows, and what it adds up."""


@bp.get("/")
def shown() -> ResponseReturnValue:
    with current_hub.read() as work:
        today = calendar.civil(work.now)
        charts = _charts(work, today)
        by_letter = post.fates_by_letter(work.session, today - timedelta(days=DAYS_BY_LETTER))
        return render_template(
            "desk/post.html",
            waiting=post.waiting_letters(work.session, work.now),
            now=work.now,
            charts_drawn=charts,
            letters=_by_letter(by_letter),
            fates=FATES,
            days=DAYS_BY_LETTER,
            sums={fate: sum(n for (_, each), n in by_letter.items() if each is fate) for fate in Fate},
            tongue=tongue(),
            late=PATIENCE,
        )


@bp.get("/<name>.csv")
def table(name: str) -> Response:
    with current_hub.read() as work:
        charts = _charts(work, calendar.civil(work.now))
    if name not in charts:
        raise NotFound("there is no such chart")
    return as_file(charts[name], prefix="courrier")


def _charts(work: Work, today: date) -> dict[str, Chart]:
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    counted = post.fates_by_day(work.session, days[0])
    return {
        name: _chart(
            name, title, fates, [[counted.get((day, fate), 0) for fate in fates] for day in days], days
        )
        for name, (title, fates) in CHARTS.items()
    }


def _chart(
    name: str, title: str, fates: Sequence[Fate], counts: Sequence[Sequence[int]], days: Sequence[date]
) -> Chart:
    """A column adds up what the table tells apart."""
    said = tongue()
    heading = said.heading(name, title, N_("Jour"), *(FATES[fate] for fate in fates))
    marks = [
        replace(said.mark(said.day(day), sum(count)), short=str(day.day))
        for day, count in zip(days, counts, strict=True)
    ]
    rows = tuple((said.day(day), *map(said.number, count)) for day, count in zip(days, counts, strict=True))
    look = "blue" if name == SENT else "warn"
    return replace(
        columns(heading, marks, look=look), table=Table(heading.title, heading.head, tuple(reversed(rows)))
    )


def _by_letter(counted: Mapping[tuple[str, Fate], int]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The most frequent first: a name, and for each fate its words and its number."""
    letters = sorted({letter for letter, _ in counted}, key=lambda each: -counted.get((each, Fate.SENT), 0))
    return [
        (
            letter_name(each),
            [(words, tongue().number(counted.get((each, fate), 0))) for fate, words in FATES.items()],
        )
        for each in letters
    ]
