"""Who asks what, and when: people who come at random moments, as they do, but the same ones at each run."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from random import Random

from flask import Flask

from associations.who_may import MAY
from bench.crash.city import City
from bench.crash.crowd import Crowd, Model
from bench.load.opened import Request
from hub import signin
from hub.models import Member, Proof, Role

PAGE, REGISTRATION, RECEIPT, PORTAL = "page", "registration", "receipt", "portal"
SEE_OTHER = 303
QUARTERS = (0.9, 1.5, 1.0, 0.6)
"""How many come in each quarter of the hour, where one is the mean: most soon after the lesson, or the message."""
COOKIE = "hub_session"
LOOKS = 6


@dataclass(frozen=True, slots=True)
class Scene:
    """So many within so many seconds; ``waves``: how many come in each part of them, where one is the mean."""

    name: str
    seconds: float
    pages: int
    registrations: int
    portal: int
    waves: tuple[float, ...] = (1.0,)


PEAK = Scene("peak hour", 3600, 16_800, 2_100, 2_100, QUARTERS)
"""A hundred times today's: each who registers opens eight pages, and partners one for each."""
TELEVISION = Scene("television minute", 60, 6_000, 300, 30)


def shortened(scene: Scene, seconds: float, share: float = 1.0) -> Scene:
    """The same people within fewer seconds: they press harder, never less.  ``share``: of them."""
    counts = (round(count * share) for count in (scene.pages, scene.registrations, scene.portal))
    pages, registrations, portal = counts
    return Scene(scene.name, min(seconds, scene.seconds), pages, registrations, portal, scene.waves)


def requests(scene: Scene, city: City, crowd: Crowd) -> Iterator[Request]:
    """Everything that will be asked, every other page one of the first that people open.

    It is made before the first leaves: making it would cost the doors their processor.
    """
    chance = Random(scene.registrations)  # noqa: S311 (a repeatable load, no secret)
    public, partners = city.public.port, city.partners.port
    pages = [_get(public, path) for path in public_pages(crowd.door)]
    favourites = [_get(public, path) for path in ("/", *{model.form for model in crowd.models})]
    for at in _moments(chance, scene, scene.pages):
        yield Request(at, PAGE, public, chance.choice(chance.choice((pages, favourites))))
    for number, at in enumerate(_moments(chance, scene, scene.registrations)):
        yield _registration(crowd, public, number, at)
    desks = list(_portal_pages(city))
    for at in _moments(chance, scene, scene.portal):
        yield Request(at, PORTAL, partners, chance.choice(desks))


def first_looks(city: City, crowd: Crowd) -> Iterator[Request]:
    """Each page a few times, before anything is measured: a door makes its pages when they are first asked for."""
    public, partners = city.public.port, city.partners.port
    for turn in range(LOOKS):
        for path in public_pages(crowd.door):
            yield Request(turn, PAGE, public, _get(public, path))
        for content in _portal_pages(city):
            yield Request(turn, PORTAL, partners, content)


def public_pages(door: Flask) -> list[str]:
    """Those that a stranger may open, by their addresses."""
    client = door.test_client()
    plain = (
        rule.rule
        for rule in door.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ())
    )
    return [path for path in sorted(set(plain)) if _is_page(client.get(path))]


def _is_page(answer: object) -> bool:
    return getattr(answer, "status_code", 0) == 200 and getattr(answer, "mimetype", "") == "text/html"  # noqa: PLR2004


def _moments(chance: Random, scene: Scene, many: int) -> list[float]:
    """As many, at random, thicker where the wave is."""
    parts, long = range(len(scene.waves)), scene.seconds / len(scene.waves)
    chosen = chance.choices(parts, scene.waves, k=many)
    return [long * (part + chance.random()) for part in chosen]


def _registration(crowd: Crowd, port: int, number: int, at: float) -> Request:
    model, token = crowd.models[number % len(crowd.models)], secrets.token_hex(16)
    body, headers = crowd.form(model, number, token)
    content = _post(port, f"{model.form}/verifier", headers, body.encode())
    return Request(at, REGISTRATION, port, content, SEE_OTHER, partial(_receipt, port, model, headers))


def _receipt(port: int, model: Model, headers: dict[str, str], head: bytes) -> Request:
    """What the browser opens next, with the cookies that came."""
    jar = SimpleCookie()
    for line in head.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            jar.load(value)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items() if morsel.value)
    return Request(0, RECEIPT, port, _get(port, f"{model.form}/recu", {**headers, "Cookie": cookies}))


def _portal_pages(city: City) -> Iterator[bytes]:
    """Every page without a name in its address that a manager, and the desk, may open."""
    with city.town.portal.begin() as work:
        members = {member.role: member for member in work.session.query(Member)}
        tokens = {
            role: signin.open_session(work, member, proof=Proof.PASSKEY) for role, member in members.items()
        }
    for role, token in tokens.items():
        client = city.town.partners.test_client()
        client.set_cookie(COOKIE, token)
        for path in portal_paths(city.town.partners, role):
            if _is_page(client.get(path)):
                yield _get(city.partners.port, path, {"Cookie": f"{COOKIE}={token}"})


def portal_paths(door: Flask, role: Role) -> Iterable[str]:
    for rule in door.url_map.iter_rules():
        known = MAY.get(rule.endpoint)
        plain = "GET" in (rule.methods or ()) and not rule.arguments
        if plain and known and role in known.who and None not in known.who:
            yield rule.rule


def _get(port: int, path: str, headers: dict[str, str] | None = None) -> bytes:
    return _head("GET", port, path, headers or {}) + b"\r\n"


def _post(port: int, path: str, headers: dict[str, str], body: bytes) -> bytes:
    return _head("POST", port, path, {**headers, "Content-Length": str(len(body))}) + b"\r\n" + body


def _head(method: str, port: int, path: str, headers: dict[str, str]) -> bytes:
    told = {"Host": f"localhost:{port}", "Accept": "text/html", "Accept-Encoding": "gzip", **headers}
    lines = (f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()))
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")
