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
    Shape,
    ThemeFamily,
    age_band,
    area_name,
    years,
)
from hub.cards.keys import form_called
from hub.cards.likeness import is_like
from hub.cards.making import AnyForm, Card, MentorCard, form_key, forms_of, make_card, read_card, rungs
from hub.cards.mentors import MENTOR_LADDER, MentorForm

__all__ = [
    "LADDER",
    "MENTOR_LADDER",
    "THEME_FAMILIES",
    "AnyForm",
    "Area",
    "AreaKind",
    "Card",
    "Form",
    "MentorCard",
    "MentorForm",
    "OutOfAge",
    "Shape",
    "ThemeFamily",
    "age_band",
    "area_name",
    "estimated_group",
    "form_called",
    "form_key",
    "forms_of",
    "is_like",
    "make_card",
    "read_card",
    "rungs",
    "years",
]
