"""The rule book from a text to what is in use: the file is noticed, the desk proposes, each process follows.

Every text that was ever in use stays readable.  A wrong one changes nothing: it is kept with its problems.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from hub import directory, journal, queries, rules
from hub.models import Member, Origin, RuleBookVersion
from hub.routing import Profile, RuleBook
from hub.strict_yaml import BadFile, Problem
from hub.wording import N_
from hub.work import Hub, Work

NOTICED_WITHIN = timedelta(seconds=5)


class SameRules(Exception):
    """The text proposed is the one in use."""

    def __init__(self) -> None:
        super().__init__(N_("Ce texte est déjà le règlement en vigueur."))


class TakenMeanwhile(Exception):
    """Another text was taken since this one was proposed: what it would change was compared with the former one."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Un autre règlement a été pris entre-temps\u202f: proposez celui-ci de nouveau, pour le comparer."
            )
        )


class InUse:
    """The rule book that a process follows: looked up in the database when the last look is five seconds old.

    While the database has none, or has one that this code can no longer read, the file beside the code speaks.
    While the database is away, the rule book stays as it was: what needed it will fail by itself.
    """

    def __init__(self, sessions: sessionmaker[Session], file: Path) -> None:
        self._sessions = sessions
        self._file = file
        self._book: RuleBook | None = None
        self._row_id: int | None = None
        self._looked_at: datetime | None = None

    def __call__(self, now: datetime) -> RuleBook:
        """Raises :class:`hub.strict_yaml.BadFile` only where no rule book was ever readable."""
        looked_at = self._looked_at
        if self._book is None or looked_at is None or abs(now - looked_at) >= NOTICED_WITHIN:
            self._looked_at = now  # first, so that other threads go on with the one they know
            self._book = self._look()
        return self._book

    def _look(self) -> RuleBook:
        try:
            with self._sessions() as session:
                row = queries.rule_book_in_use(session)
        except DBAPIError:
            return self._book or self._from_file()
        if row is None:
            return self._from_file()
        if self._book is not None and row.id == self._row_id:
            return self._book
        self._row_id = row.id
        try:
            return rules.read_again(row.text, row.version)
        except BadFile:
            return self._from_file()

    def _from_file(self) -> RuleBook:
        try:
            return rules.load(self._file)
        except (BadFile, OSError):
            if self._book is None:
                raise
            return self._book


def keep_up(hub: Hub, file: Path) -> None:
    """Look at the file: take a text that changed, or write down what is wrong with it, once."""
    content, version = _content(file), version_of(file)
    with hub.read() as work:
        seen = queries.rule_file_seen_last(work.session)
        if seen and _says(seen, version) and not seen.problems:
            return
    with hub.begin() as work:
        _notice(work, content, version, file.name)


def known_associations(session: Session) -> dict[str, Profile] | None:
    """By slug, what a text may name; None in a hub whose directory is not loaded yet."""
    return {row.slug: directory.profile_of(row.profile) for row in queries.associations(session)} or None


def problems_of(work: Work, content: bytes | str, file: str = rules.DEFAULT.name) -> tuple[Problem, ...]:
    """Everything that keeps a text from being taken."""
    try:
        rules.parse(content, file=file, known=known_associations(work.session))
    except BadFile as error:
        return error.problems
    return ()


def propose(work: Work, text: str, *, by: Member) -> RuleBookVersion:
    """Keep a text of the desk's, to be compared and taken.  Raises :class:`BadFile` or :class:`SameRules`."""
    if problems := problems_of(work, text):
        raise BadFile(list(problems))
    version = rules.version_of(text)
    in_use = queries.rule_book_in_use(work.session)
    if in_use and _says(in_use, version):
        raise SameRules
    waiting = queries.proposed_rule_book(work.session)
    if waiting and _says(waiting, version):
        return waiting
    row_id = None
    while row_id is None:
        number = queries.next_rule_book_id(work.session)
        row_id = _write_once(work, number, rules.readable(text), version, origin=Origin.DESK, by_id=by.id)
    journal.note(work, journal.Act.RULE_BOOK_PROPOSED, version, by=by)
    return work.session.get_one(RuleBookVersion, row_id)


def take(work: Work, row: RuleBookVersion, *, by: Member) -> None:
    """Take a proposal into use.  Raises :class:`TakenMeanwhile`, or :class:`BadFile` if it fits no more.

    Whoever takes one holds the one in use meanwhile: of two people at once, the second reads what the first did.
    """
    queries.hold_rule_book_in_use(work.session)
    work.session.refresh(row)
    if row.taken_at or queries.was_overtaken(work.session, row):
        raise TakenMeanwhile
    if problems := problems_of(work, row.text):
        raise BadFile(list(problems))
    _assume_as_many(work, queries.rule_book_in_use(work.session), row.text)
    row.taken_by_id, row.taken_at = by.id, work.now
    journal.note(work, journal.Act.RULE_BOOK_TAKEN, row.version, by=by, origin=row.origin.value)


def version_of(file: Path) -> str:
    return rules.version_of(_content(file))


def _content(file: Path) -> bytes:
    """A file that is gone, or that may not be read, is an empty one: it is said, and the rest of the sweep goes on."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _notice(work: Work, content: bytes, version: str, name: str) -> None:
    problems = [_plain(problem) for problem in problems_of(work, content, name)] or None
    queries.hold_rule_book_in_use(work.session)
    # before the look: whoever notices meanwhile takes this number
    row_id = queries.next_rule_book_id(work.session)
    seen, in_use = queries.rule_file_seen_last(work.session), queries.rule_book_in_use(work.session)
    taken_at = None if problems or (in_use and _says(in_use, version)) else work.now
    text = rules.readable(content)
    if seen and _says(seen, version):
        # another one was taken since: a file that nobody touched has not the last word
        is_news = not (in_use and in_use.taken_at and in_use.taken_at > seen.seen_at)
        if taken_at and is_news and not seen.taken_at:
            _assume_as_many(work, in_use, text)
            seen.taken_at = taken_at
        seen.problems = problems
        return
    is_new = _write_once(
        work, row_id, text, version, origin=Origin.FILE, problems=problems, taken_at=taken_at
    )
    if is_new and taken_at:
        _assume_as_many(work, in_use, text)
        journal.note(work, journal.Act.RULE_BOOK_TAKEN, version, origin=Origin.FILE.value)


def _assume_as_many(work: Work, in_use: RuleBookVersion | None, text: str) -> None:
    """Who declared no places has those that the rule book assumes: as many more, or less, as a new one does."""
    try:
        before = rules.read_again(in_use.text, in_use.version) if in_use else work.rule_book
    except BadFile:
        before = work.rule_book
    more = rules.parse(text).load.undeclared_places - before.load.undeclared_places
    for association in queries.associations(work.session) if more else ():
        if association.profile["places_a_year"] is None:
            queries.open_places(work.session, association.id, more)


def _write_once(work: Work, row_id: int, text: str, version: str, **told: Any) -> int | None:
    """The new row's number; None when somebody else has just written one of that number."""
    return work.write_once(RuleBookVersion, id=row_id, version=version, text=text, seen_at=work.now, **told)


def _says(row: RuleBookVersion, version: str) -> bool:
    """Whether it is that text: one that was kept long ago may bear a name that counted what nobody sees."""
    return version in (row.version, rules.version_of(row.text))


def _plain(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "expected": problem.expected}
