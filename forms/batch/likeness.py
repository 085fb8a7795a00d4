"""Which lines of a file look like somebody whom its sender has registered already: by the marker, which is theirs."""

from __future__ import annotations

from forms.batch.preview import Preview
from forms.prescriber_door import Reader
from forms.typed import folded
from forms.young_people_shown import marker_of
from hub import queries
from hub.lifecycle import ENDED
from hub.work import Work


def is_theirs(preview: Preview, who: Reader) -> bool:
    """Whether the professional of this file is the one who has signed in."""
    professional = preview.told.professional
    return professional is not None and who.is_at(professional.email)


def alike(work: Work, preview: Preview, who: Reader | None) -> dict[int, str]:
    """The reference of whom a new line looks like, by the line's number.

    Said to nobody but the professional who has signed in: anybody may type another's address.
    """
    if who is None or not is_theirs(preview, who):
        return {}
    living = (row for row in queries.referrals_of(work.session, who.prescriber_id) if row.state not in ENDED)
    references = {folded(marker_of(row, who.marker_key)): row.reference for row in living}
    known = preview.known(work)
    return {
        line.number: references[folded(line.marker)]
        for line in preview.ready
        if line.number not in known and line.marker and folded(line.marker) in references
    }
