"""What the mentor is wanted for, and what may call for a specialised association."""

from __future__ import annotations

from dataclasses import replace

from forms import offered
from forms.prescriber.reading import Reading
from forms.prescriber.told import Told
from hub import geography
from hub.vocabulary import Level, Public, Situation
from hub.wording import MODES, N_, PUBLICS, THEMES

MESSAGE_LENGTH = 300
MOST_THEMES = 2
OTHER_LEVEL = "other"
UNSURE = "unsure"
PRIORITY_SCHOOLS = frozenset({Situation.PRIMAIRE, Situation.COLLEGE})
"""Where there are REP: no lycée is one."""

NO_LEVEL = N_("Choisissez la classe ou le diplôme dans la liste.")
NO_THEME = N_("Choisissez une ou deux réponses.")
TOO_MANY_THEMES = N_("Gardez les deux plus importants.")


def need(reading: Reading) -> Told:
    """What the mentor is wanted for, and what may call for a specialised association."""
    told = reading.told
    level = _level(reading)
    themes = reading.codes("themes", {theme: THEMES[theme] for theme in offered.themes(told.age)})
    if not reading.bad("themes") and not 0 < len(themes) <= MOST_THEMES:
        reading.wrong("themes", TOO_MANY_THEMES if themes else NO_THEME)
    mode = reading.code("mode", MODES)
    consents = reading.yes("health_consent")
    publics = _publics(reading, consents=consents)
    message = reading.text("message", longest=MESSAGE_LENGTH, lines=True)
    if reading.faults:
        return told
    return replace(
        told,
        level=level,
        themes=themes,
        mode=mode,
        publics=publics,
        health_consent=consents and Public.HANDICAP in publics,
        handicap_left_out=not consents and Public.HANDICAP in _ticked(reading),
        message=message,
    )


def _level(reading: Reading) -> Level | None:
    """None when it is another one, or unknown to whoever fills in."""
    situation = reading.told.situation
    if situation is None or reading.raw("level") == OTHER_LEVEL:
        return None
    return reading.code("level", offered.levels(situation), needed=NO_LEVEL)


def boxes(told: Told) -> list[Public]:
    """What may be ticked; child welfare goes without saying where it is what registers."""
    found = [
        public for public in offered.publics(told.age) if public is not Public.ASE or not told.child_welfare
    ]
    return [*found, Public.REP] if told.situation in PRIORITY_SCHOOLS else found


def _ticked(reading: Reading) -> frozenset[Public]:
    return reading.codes("publics", {public: PUBLICS[public] for public in boxes(reading.told)})


def _publics(reading: Reading, *, consents: bool) -> frozenset[Public]:
    """Handicap is kept with consent only; whom child welfare registers is in its care."""
    told = reading.told
    publics = set(_ticked(reading))
    if not consents:
        publics.discard(Public.HANDICAP)
    if told.child_welfare:
        publics.add(Public.ASE)
    if reading.raw("qpv") != UNSURE and reading.yes("qpv"):
        publics.add(Public.QPV)
    if _rural(reading):
        publics.add(Public.RURAL)
    return frozenset(publics)


def _rural(reading: Reading) -> bool:
    """What the commune's population says, unless somebody says otherwise."""
    place = reading.told.place
    computed = place is not None and geography.is_rural(place)
    return reading.yes("rural") if reading.raw("rural") else computed
