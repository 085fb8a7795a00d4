"""The nightly check: every registration has an owner and a next date, and nothing waits that should not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from hub import calendar, journal, keyring, queries, vouching, webinars
from hub.queries import accompaniments, journal_entries, own_pages, rights, timers
from hub.wording import N_
from hub.work import Work

PATIENCE = timedelta(minutes=15)
"""How long the worker may take for what is due at once, before the check says that it is late."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: fine, or what is wrong, with the references (never a name) concerned."""

    subject: str
    sentence: str
    references: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        return not self.references


def examine(work: Work) -> Iterator[Finding]:
    yield from _people(work)
    yield from _worker(work)
    yield from _journal(work)
    yield from _network(work)


def _people(work: Work) -> Iterator[Finding]:
    session, late = work.session, work.now - PATIENCE
    waiting = timedelta(days=work.rule_book.delays.waiting_days_before_desk)
    yield Finding(
        "owner_and_next_date",
        N_("Chaque inscription a un responsable et une prochaine date"),
        tuple(queries.without_owner_or_date(session)),
    )
    yield Finding(
        "routing",
        N_("Aucune orientation n’attend plus longtemps que prévu"),
        tuple(queries.late_referrals(session, late)),
    )
    yield Finding(
        "waiting",
        N_("Personne n’attend une place au-delà du jour où la coordination regarde"),
        tuple(queries.waiting_too_long(session, late - waiting)),
    )


def _worker(work: Work) -> Iterator[Finding]:
    """What was to be done by itself."""
    session, late = work.session, work.now - PATIENCE
    yield Finding(
        "own_page",
        N_("Chaque page personnelle a sa réponse, chaque changement demandé est fait"),
        tuple(own_pages.late(session, late)),
    )
    yield Finding(
        "forgetting",
        N_("Ce qui devait être effacé l’est"),
        tuple(rights.unforgotten(session, late)),
    )
    yield Finding(
        "release",
        N_("Chaque acceptation a été vérifiée et remise"),
        tuple(queries.unreleased_cards(session, late)),
    )
    yield Finding(
        "after_a_yes",
        N_("Après un oui, chaque personne est suivie"),
        tuple(accompaniments.left_alone(session)),
    )
    yield Finding(
        "timers",
        N_("Ce que le hub devait faire de lui-même est fait"),
        tuple(timers.late(session, late)),
    )
    yield Finding(
        "letters",
        N_("Aucun courriel n’est en retard ni abandonné"),
        tuple(queries.stuck_letters(session, late, work.now + PATIENCE)),
    )


def _journal(work: Work) -> Iterator[Finding]:
    yield Finding(
        "journal",
        N_("Le journal est entier\u202f: chaque ligne tient à celle d’avant"),
        tuple(f"n°\u202f{number}" for number in journal.broken_at(work)),
    )
    yield Finding(
        "own_rows",
        N_("Les clés, les membres et les propositions sont ceux que le hub a écrits"),
        tuple(vouching.unvouched(work)),
    )
    yield Finding(
        "journal_of_answers",
        N_("Chaque réponse et chaque nom ouvert sont au journal"),
        tuple(journal_entries.unnoted(work.session)),
    )


def _network(work: Work) -> Iterator[Finding]:
    session = work.session
    yield Finding(
        "keys",
        N_("Chaque clé a été changée depuis moins de 90 jours"),
        tuple(f"{age.name}.{age.generation}" for age in keyring.late(session, work.now)),
    )
    yield Finding("rule_book", N_("Le fichier du règlement se lit sans erreur"), _wrong_lines(session))
    yield Finding(
        "companies",
        N_("Aucune entreprise n’attend la coordination au-delà de la date prévue"),
        tuple(queries.late_companies(session, calendar.civil(work.now))),
    )
    yield Finding(
        "webinars",
        N_("Les quatre prochains webinaires des entreprises existent"),
        tuple(day.isoformat() for day in webinars.missing(work, work.now - PATIENCE)),
    )


def _wrong_lines(session: Session) -> tuple[str, ...]:
    """What keeps the file from being followed: the hub goes on with the last right one."""
    wrong = queries.broken_rule_file(session)
    problems = wrong.problems if wrong and wrong.problems else ()
    return tuple(f"ligne {problem['line']}\u202f: {problem['expected']}" for problem in problems)
