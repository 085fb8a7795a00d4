"""``hub database`` and ``hub metrics``: what those who keep the machines ask of the database."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine

from hub import gauges, walls
from hub.bell import bell_length
from hub.cli.starting import ROOT, administration
from hub.config import absolute, setting
from hub.models import Base
from hub.work import engine_for

READ_BY_A_COLLECTOR = 0o644
"""Of the file of measures: who collects them has an account of its own, and they tell nothing of anybody."""
NARROWS = frozenset({"drop_table", "drop_column", "alter_column", "rename_table"})
"""What code that was written before would stumble on."""


@click.group()
def database() -> None:
    """La base\u202f: où en sont ses tables."""


@database.command()
def status() -> None:
    """Dire la version des tables, celle du code, et ce que ferait `hub init`. Code 1 si les tables sont en retard."""
    engine = engine_for(absolute(setting("DATABASE_URL")))
    try:
        current = _current(engine)
    finally:
        engine.dispose()
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    newest = scripts.get_current_head()
    click.echo(f"{engine.dialect.name}, tables {current or 'aucune'}, code {newest}")
    if current and current > (newest or ""):
        click.echo("Les tables sont en avance\u202f: ce code marche encore, le suivant les attend.")
        return
    waiting = list(pending(scripts, current))
    for script, narrowing in waiting:
        kind = f"retire\u202f: {', '.join(narrowing)}" if narrowing else "ajoute"
        click.echo(f"  {script.revision}  {kind:<8}  {(script.doc or '').splitlines()[0]}")
    if any(narrowing for _, narrowing in waiting):
        click.echo("Arrêtez d’abord tout ancien processus\u202f: il lirait ce qui disparaît.")
    raise SystemExit(1 if waiting else 0)


@database.command()
@click.option("--apply", "applies", is_flag=True, help="Exécuter ces ordres, en propriétaire des tables.")
def roles(applies: bool) -> None:
    """Les trois rôles de PostgreSQL et ce que chacun peut, en SQL : à refaire après chaque mise à jour des tables."""
    said = list(walls.orders(Base.metadata))
    if not applies:
        click.echo(";\n".join((*said, "")), nl=False)
        return
    engine = engine_for(absolute(setting("DATABASE_URL")))
    if engine.dialect.name != "postgresql":
        raise click.ClickException("les rôles sont ceux de PostgreSQL : SQLite n’en a pas")
    try:
        with engine.begin() as connection:
            for order in said:
                connection.exec_driver_sql(order)
    finally:
        engine.dispose()
    click.echo(f"{len(walls.MAY)} tables, {len(walls.Login)} rôles : {', '.join(walls.Login)}.")


@click.command()
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Un fichier, remplacé d’un coup.")
def metrics(to: Path | None) -> None:
    """Les mesures du hub, comme Prometheus les lit, du compte qui possède les tables."""
    folder, hub = setting("HUB_BACKUPS_DIR"), administration()
    bell = bell_length(setting("REDIS_URL"))
    try:
        said = gauges.text(gauges.everything(hub, bell=bell, backups=Path(folder) if folder else None))
    except gauges.NotAllRows:
        raise click.ClickException("ce compte de la base ne voit pas toutes les lignes") from None
    finally:
        hub.sessions.kw["bind"].dispose()
    if to is None:
        click.echo(said, nl=False)
        return
    draft = to.with_name(f".{to.name}.draft")
    draft.write_text(said)
    draft.chmod(READ_BY_A_COLLECTOR)
    draft.replace(to)


def pending(scripts: ScriptDirectory, current: str | None) -> Iterator[tuple[Script, list[str]]]:
    """What is to be done to the tables, the first first, each with what it takes away from them."""
    waiting = scripts.iterate_revisions("head", current) if current != scripts.get_current_head() else ()
    for script in reversed(list(waiting)):
        yield script, narrowing(Path(script.path).read_text(encoding="utf-8"))


def narrowing(source: str) -> list[str]:
    """The acts of a migration's ``upgrade``, and of what it calls, that former code may stumble on."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    todo, seen, found = ["upgrade"], set(), set()
    while todo:
        name = todo.pop()
        seen.add(name)
        called = _called(functions[name])
        found |= called & NARROWS
        todo += [each for each in called if each in functions and each not in seen]
    return sorted(found)


def _called(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
