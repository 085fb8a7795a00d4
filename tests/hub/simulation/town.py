"""The members of the packaged directory, as the simulation takes them."""

from __future__ import annotations

from hub.directory import read
from hub.simulation import Declared

MEMBERS = [Declared(entry.profile, entry.places_a_year) for entry in read()]
