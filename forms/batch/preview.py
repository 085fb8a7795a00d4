"""What was read of a file: the lines ready, those to mend and why; sealed into the page between two clicks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _

from forms.batch.columns import COLUMNS
from forms.batch.known import known_lines
from forms.batch.lines import Line, normal, packed, unpacked
from forms.plain import grown, told_by
from forms.prescriber.reading import Fault
from forms.prescriber.told import Told
from hub.lifecycle import ENDED
from hub.vault import DraftBox
from hub.work import Work

MOST_SHOWN = 200
"""Lines to mend that one page shows; the list to download has them all."""
MOST_RUNS = 20
"""Runs of hidden lines, or groups of the same lines, that a page names."""


class Before(NamedTuple):
    reference: str
    ended: bool


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """``unknown`` are the headings that mean nothing here: their columns are not read.

    ``hidden`` are the numbers of the rows that the spreadsheet hides, and that are not read; ``sheets``, the names of
    those that are not read either;
    ``alike``, by the number of a line that is ready, whom it looks like (:mod:`forms.batch.likeness`).
    """

    told: Told
    lines: Sequence[Line]
    unknown: Sequence[str]
    hidden: Sequence[int] = ()
    sheets: Sequence[str] = ()
    alike: Mapping[int, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Preview(…)"

    @property
    def ready(self) -> list[Line]:
        return [line for line in self.lines if line.ready]

    @property
    def to_mend(self) -> list[Line]:
        return [line for line in self.lines if not line.ready]

    @property
    def shown(self) -> list[Line]:
        return self.to_mend[:MOST_SHOWN]

    @property
    def hidden_lines(self) -> str:
        """« 3 à 5, 9 »: by runs of lines that follow one another."""
        together = groupby(enumerate(self.hidden), lambda each: each[1] - each[0])
        runs = [[number for _place, number in run] for _gap, run in together]
        return ", ".join(map(_run, runs[:MOST_RUNS])) + ("…" if len(runs) > MOST_RUNS else "")

    @property
    def doubled(self) -> list[str]:
        """« 2, 5 »: lines that are ready and say the same under another marker."""
        same = dict[str, list[str]]()
        for line in self.ready:
            unmarked = {name: cell for name, cell in line.cells.items() if name != "marker"}
            same.setdefault(normal(unmarked), []).append(str(line.number))
        return [", ".join(numbers) for numbers in same.values() if len(numbers) > 1][:MOST_RUNS]

    def known(self, work: Work) -> dict[int, Before]:
        """What became of each ready line that was registered before, by its number."""
        known = known_lines(work, self.told, self.ready)
        return {
            number: Before(each.before.reference, ended=each.before.state in ENDED)
            for number, each in known.items()
            if each.before
        }

    def error_rows(self) -> Iterator[tuple[object, ...]]:
        yield _("Ligne"), _("Repère"), _("Colonne"), _("À corriger")
        for line in self.to_mend:
            for fault in line.faults:
                yield line.number, line.marker, _(COLUMNS[fault.field].title), sentence(fault)

    def sealed(self, box: DraftBox, *, now: datetime) -> str:
        content = {
            "several": told_by(Told(), self.told),
            "lines": packed(self.lines),
            "unknown": list(self.unknown),
            "hidden": list(self.hidden),
            "sheets": list(self.sheets),
            "alike": list(self.alike.items()),
        }
        return box.seal(content, now=now)

    @classmethod
    def unsealed(cls, box: DraftBox, sealed: str | None, *, now: datetime) -> Preview | None:
        content = box.open(sealed or "", now=now)
        if content is None or "several" not in content:
            return None
        told = grown(Told(), content["several"])
        lines, alike = [*unpacked(content["lines"])], dict(content["alike"])
        hidden, sheets = content.get("hidden", ()), content.get("sheets", ())
        return cls(told, lines, content["unknown"], hidden, sheets, alike)


def _run(lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return str(lines[0])
    return str(_("%(first)s à %(last)s", first=lines[0], last=lines[-1]))


def sentence(fault: Fault) -> str:
    return str(_(fault.said, **fault.values))
