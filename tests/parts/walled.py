"""A town on PostgreSQL whose three processes log in each as themselves, behind the second wall."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url

import worker
import wsgi
from hub.models import Base
from hub.walls import Login, orders, present
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@dataclass(frozen=True)
class Walled:
    """A town whose three processes log in each as themselves."""

    town: Town
    url: str

    def engine(self, login: Login) -> Engine:
        return create_engine(_as(self.url, login))

    @contextmanager
    def asking(self, login: Login, token: str = "") -> Iterator[Connection]:
        engine = self.engine(login)
        try:
            with engine.connect() as connection:
                present(connection, token)
                yield connection
        finally:
            engine.dispose()


def _as(url: str, login: str) -> str:
    return make_url(url).set(username=login).render_as_string(hide_password=False)


@pytest.fixture
def walled(own_postgresql_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Walled]:
    with town_at(own_postgresql_url, tmp_path, letterbox) as town:
        owner: Engine = town.hub.sessions.kw["bind"]
        with owner.begin() as connection:
            for order in orders(Base.metadata):
                connection.exec_driver_sql(order)
        environs = {login: town.environ | {"DATABASE_URL": _as(own_postgresql_url, login)} for login in Login}
        office = worker.office(environs[Login.WORKER], clock=town.clock)
        inside = replace(town, office=office)
        doors = {
            "public": wsgi.public(environs[Login.PUBLIC], clock=town.clock),
            "partners": wsgi.partners(environs[Login.PARTNERS], clock=town.clock),
        }
        vars(inside).update(doors)
        vars(inside).update(
            front=doors["public"].extensions["hub"], portal=doors["partners"].extensions["hub"]
        )
        yield Walled(inside, own_postgresql_url)
        inside.close()
