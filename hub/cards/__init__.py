"""What an association may see of a referral before it accepts, in a form that enough others share."""

from __future__ import annotations

from hub.cards.estimate import estimated_group
from hub.cards.forms import (
    LADDER,
    THEME_FAMILIES,
    Area,
    AreaKind,
    Form,
    OutOfAge,
    ThemeFamily,
    age_band,
    area_name,
    form_key,
    years,
)
from hub.cards.making import Card, forms_of, make_card, rungs

__all__ = [
    "LADDER",
    "THEME_FAMILIES",
    "Area",
    "AreaKind",
    "Card",
    "Form",
    "OutOfAge",
    "ThemeFamily",
    "age_band",
    "area_name",
    "estimated_group",
    "form_key",
    "forms_of",
    "make_card",
    "rungs",
    "years",
]
