"""What people said once it was over, as charts: one for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from hub.charts import Chart, bars
from hub.figures.opinions import Told
from hub.figures.tongue import Tongue
from hub.vocabulary import Grade, Topic
from hub.wording import GRADES, N_

YOUNG_SAY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Topic.HELPED.value: ("avis", N_("Leur accompagnement a-t-il aidé ?")),
        Topic.INFORMED.value: ("avis-etapes", N_("Savaient-ils, à chaque étape, ce qui allait se passer ?")),
    }
)
MENTORS_SAY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Topic.HELPED.value: ("mentors-avis", N_("L’engagement des mentors a-t-il répondu à leur attente ?")),
        Topic.INFORMED.value: (
            "mentors-avis-etapes",
            N_("Les mentors savaient-ils ce qui allait se passer ?"),
        ),
    }
)
"""What was asked once it was over, and the name of its chart."""


def opinions(
    told: Told, tongue: Tongue, titles: Mapping[str, tuple[str, str]], *, look: str = "blue"
) -> Iterator[Chart]:
    """One for each question that somebody answered, as many words as there are grades."""
    for topic, (name, title) in titles.items():
        cells = told.get(topic, {})
        if any(many != 0 for many in cells.values()):
            heading = tongue.heading(name, title, N_("Réponse"), N_("Personnes"))
            marks = [tongue.mark(tongue.say(GRADES[Grade(grade)]), many) for grade, many in cells.items()]
            yield bars(heading, marks, look=look)
