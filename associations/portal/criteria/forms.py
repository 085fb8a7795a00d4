"""Which form writes which chapter."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from associations.portal.criteria.chapter_form import ChapterForm
from associations.portal.criteria.chapters import Chapter
from associations.portal.criteria.of_the_house import MentorsForm, PageForm
from associations.portal.criteria.of_young_people import (
    PublicsForm,
    WaysForm,
    WhereForm,
    WhomForm,
    WishesForm,
)

FORMS: Mapping[Chapter, type[ChapterForm]] = MappingProxyType(
    {
        Chapter.WHOM: WhomForm,
        Chapter.WISHES: WishesForm,
        Chapter.WHERE: WhereForm,
        Chapter.PUBLICS: PublicsForm,
        Chapter.WAYS: WaysForm,
        Chapter.MENTORS: MentorsForm,
        Chapter.PAGE: PageForm,
    }
)
