"""What a hub asks its database meanwhile, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from hub.work import Hub


@contextmanager
def statements(hub: Hub) -> Iterator[list[str]]:
    engine, sent = hub.sessions.kw["bind"], list[str]()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
