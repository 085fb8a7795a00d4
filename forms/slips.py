"""Slips of the finger in the addresses of a draft: found by field, so that one button can correct each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import EmailField

from forms.drafts import Typed
from forms.questions.page import Page
from forms.typos import probably_meant


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    page: str
    field: str
    written: str
    meant: str

    @property
    def name(self) -> str:
        """As the button that corrects it says."""
        return f"{self.page}.{self.field}"


def slips(pages: Mapping[str, type[Page[Any]]], typed: Mapping[str, Typed]) -> Iterator[Slip]:
    for page, kind in pages.items():
        for field in _address_fields(kind):
            for written in typed.get(page, {}).get(field, []):
                if meant := probably_meant(written):
                    yield Slip(page, field, written.strip(), meant)


def _address_fields(kind: type[Page[Any]]) -> list[str]:
    """WTForms knows a field's class before any form is made of it."""
    return [name for name in dir(kind) if getattr(getattr(kind, name), "field_class", None) is EmailField]
