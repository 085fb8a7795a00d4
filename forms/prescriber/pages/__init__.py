"""The pages of the professional's form, in order."""

from collections.abc import Mapping
from types import MappingProxyType

from forms.prescriber.pages.attestations import Attestations
from forms.prescriber.pages.contact import Contact
from forms.prescriber.pages.need import Need
from forms.prescriber.pages.ruled import RuledPage
from forms.prescriber.pages.you import You
from forms.prescriber.pages.young_person import YoungPerson

__all__ = ["PAGES"]

PAGES: Mapping[str, type[RuledPage]] = MappingProxyType(
    {
        "vous": You,
        "jeune": YoungPerson,
        "besoin": Need,
        "contact": Contact,
        "attestations": Attestations,
    }
)
"""By their place in the address.  The sixth page, which checks and sends, asks nothing more."""
