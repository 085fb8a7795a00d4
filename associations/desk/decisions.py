"""A stored decision as the desk reads it: who fits, who does not and why, and whom it may still ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from hub import disclosure, queries
from hub.models import Association, Referral
from hub.offers import TAKES_A_PLACE
from hub.work import Work


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine said of one association; ``score`` is None for one that it left out."""

    name: str
    score: int | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    decided_at: datetime
    rule_book: str
    verdicts: Mapping[str, Verdict]

    @property
    def shortlist(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts.values() if verdict.score is not None]

    @property
    def ruled_out(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts.values() if verdict.score is None]


def explain(work: Work, referral: Referral) -> Explained | None:
    decision = disclosure.explained(work, referral)
    if decision is None:
        return None
    names = {row.slug: row.name for row in queries.associations(work.session)}
    return Explained(decision["decided_at"], decision["rule_book"], _verdicts(decision, names))


def choices(work: Work, referral: Referral, explained: Explained | None) -> list[SelectChoice]:
    """The associations the desk may ask: they have somebody to answer, room, and were not asked before."""
    asked = {offer.association_id for offer in referral.offers}
    verdicts = explained.verdicts if explained else {}
    needs_room = referral.kind in TAKES_A_PLACE
    free = [
        row
        for row in queries.joined_associations(work.session)
        if row.id not in asked and (row.places_left or not needs_room)
    ]
    offered = [_choice(row, verdicts.get(row.slug)) for row in free]
    return sorted(offered, key=lambda choice: (choice.optgroup != _fitting(), choice.label))


def _verdicts(decision: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Verdict]:
    fitting = {
        row["association"]: Verdict(_name(row, names), row["score"], tuple(map(_, row["because"])))
        for row in decision["shortlist"]
    }
    left_out = {
        row["association"]: Verdict(_name(row, names), None, (_(row["because"]),))
        for row in decision["ruled_out"]
    }
    return fitting | left_out


def _name(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    slug: str = row["association"]
    return names.get(slug, slug)


def _choice(row: Association, verdict: Verdict | None) -> SelectChoice:
    if verdict and verdict.score is not None:
        return SelectChoice(row.slug, row.name, optgroup=_fitting())
    reason = verdict.because[0] if verdict else _("Non examinée.")
    return SelectChoice(row.slug, f"{row.name} – {reason}", optgroup=_("Écartées par le règlement"))


def _fitting() -> str:
    return str(_("Retenues par le règlement"))
