"""Whom the first of each team invited, and a text that one of them proposed: the pages of the teams have somebody."""

from __future__ import annotations

from hub import membership, queries, site_texts
from hub.models import Member, Role
from hub.work import Work

TEAMS = (
    ("afev", ("amina.diallo", Role.MANAGER), ("jules.perrin", Role.MEMBER)),
    ("article-1", ("lena.moreau", Role.MEMBER), ("karim.benali", Role.MEMBER)),
    ("proxite", ("samira.haddad", Role.MANAGER), ("yann.leroux", Role.MEMBER)),
)
AT_THE_DESK = (("claire.fontaine", Role.DESK), ("controle", Role.AUDITOR))
A_PAGE = ("orientation", site_texts.FRENCH)
ADDED = "\nUne question reste ? La coordination te répond.\n"


def join(work: Work) -> None:
    """To be called once the first of each were invited."""
    for slug, *people in TEAMS:
        association = queries.association_called(work.session, slug)
        for name, role in people if association else ():
            membership.invite(work, email=f"{name}@{slug}.example", association=association, role=role)
    desk = [
        membership.invite(work, email=f"{name}@reseau.example", association=None, role=role)
        for name, role in AT_THE_DESK
    ]
    _propose_a_text(work, desk[0])


def _propose_a_text(work: Work, by: Member) -> None:
    """Somebody else is still to read it."""
    now = site_texts.file_text(A_PAGE[0])
    site_texts.propose(work, A_PAGE, now + ADDED, before=now, by=by)
