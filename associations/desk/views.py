"""The desk: what waits with it, why, and what it may do.  It reads cards and reasons, never a name."""

from __future__ import annotations

from associations.desk import referrals, to_do
from associations.desk.associations import bp as associations
from associations.desk.breaches import bp as breaches
from associations.desk.companies import bp as companies
from associations.desk.glass import bp as glass
from associations.desk.journal import bp as journal
from associations.desk.letters import bp as letters
from associations.desk.members import bp as members
from associations.desk.network import bp as network
from associations.desk.organisations import bp as organisations
from associations.desk.post import bp as post
from associations.desk.prescribers import bp as prescribers
from associations.desk.releases import bp as releases
from associations.desk.room import bp
from associations.desk.rule_book import bp as rule_book
from associations.desk.texts import bp as texts
from associations.desk.webinars import bp as webinars

__all__ = ["bp", "referrals", "to_do"]

for _part in (
    glass,
    breaches,
    journal,
    members,
    companies,
    webinars,
    releases,
    rule_book,
    prescribers,
    organisations,
    network,
    associations,
    texts,
    letters,
    post,
):
    bp.register_blueprint(_part)
