"""nginx before a door: what it passes on, what it answers by itself, and what it never writes down."""

from __future__ import annotations

import os
import pwd
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

import wsgi
from hub.config import ABOUT_US
from hub.shield import HEADERS, OVER_HTTPS
from hub.supervisor import LOOPBACK, free_port, is_taken
from tests.deploy.test_deploy import DEPLOY, ROOT, asked, program
from tests.parts.browser import faults_by_day_and_by_night, fits_everywhere
from tests.parts.patience import PATIENCE, until
from tests.parts.town import Town
from tests.parts.validator import faults
from tests.parts.wire import Answer, answering

HOST = "mentor.example"
SECRET = f"/suivi/{'s' * 32}"
"""The address of a page that only one person knows."""
TOO_MUCH = b"0" * (3 * 2**20 + 1)
AT_ONCE = 300
INCLUDED = ("hub.conf", "manners.conf", "answers.conf")
OF_A_DISTRIBUTION = (
    "sendfile on; tcp_nopush on; types_hash_max_size 2048; default_type application/octet-stream; "
    "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; server_tokens on; gzip on;"
)
"""What Debian's own file has said before it includes ours."""
EVERYWHERE = {**HEADERS, **OVER_HTTPS}
ANSWERS = DEPLOY / "nginx" / "answers"


class Line(HTTPSConnection):
    """To the loopback, by the name that the certificate is for."""

    def __init__(self, port: int, name: str = HOST) -> None:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        super().__init__(LOOPBACK, port, timeout=PATIENCE, context=trusting)
        self._trusting, self._name = trusting, name

    def connect(self) -> None:
        HTTPConnection.connect(self)
        self.sock = self._trusting.wrap_socket(self.sock, server_hostname=self._name)


@dataclass(frozen=True, slots=True)
class Nginx:
    folder: Path
    plain: int
    secure: int

    def ask(
        self, path: str = "/", *, method: str = "GET", body: bytes | None = None, packed: bool = False
    ) -> Answer:
        return self.ask_all([path], method=method, body=body, packed=packed)[0]

    def ask_all(
        self, paths: Sequence[str], *, method: str = "GET", body: bytes | None = None, packed: bool = False
    ) -> list[Answer]:
        """On one line.  ``packed``: by a browser that unpacks."""
        line, answers = Line(self.secure), []
        try:
            for path in paths:
                line.request(
                    method, path, body, {"Host": HOST, **({"Accept-Encoding": "gzip"} if packed else {})}
                )
                answer = line.getresponse()
                answers.append(Answer(answer.status, answer.getheaders(), answer.read()))
        finally:
            line.close()
        return answers

    def written_down(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


def configured(folder: Path, ports: Mapping[str, int]) -> Path:
    """The files as they are given, with a certificate, a folder and ports of their own."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}", "-days", "1")
    asked(program("openssl"), "req", *made, "-keyout", key, "-out", certificate)
    for name in INCLUDED:
        told = (DEPLOY / "nginx" / name).read_text()
        told = re.sub(r"/etc/letsencrypt/\S+/fullchain.pem", str(certificate), told)
        told = re.sub(r"/etc/letsencrypt/\S+/privkey.pem", str(key), told)
        told = told.replace("/var/log/nginx/", f"{folder}/")
        told = told.replace("/srv/hub/deploy/nginx/answers/", f"{ANSWERS}/")
        told = re.sub(r"/srv/hub/deploy/nginx/(\w+\.conf)", rf"{folder}/\1", told)
        told = re.sub(r"listen (80|443)", lambda found: f"listen {LOOPBACK}:{ports[found[1]]}", told)
        told = re.sub(r"server 127.0.0.1:80\d\d", f"server {LOOPBACK}:{ports['door']}", told)
        (folder / name).write_text(told)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    account = pwd.getpwuid(os.getuid()).pw_name
    whole = folder / "nginx.conf"
    whole.write_text(
        f"user {account}; pid {folder}/pid; daemon off; error_log {folder}/main.log crit; events {{}}\n"
        f"http {{ {temporary} {OF_A_DISTRIBUTION} include {folder}/hub.conf; }}\n"
    )
    return whole


@contextmanager
def nginx_before(door: int, folder: Path) -> Iterator[Nginx]:
    """Before whatever answers at this port."""
    tool, ports = program("nginx"), {"80": free_port(), "443": free_port(), "door": door}
    process = subprocess.Popen([tool, "-e", "stderr", "-c", str(configured(folder, ports))])
    try:
        until(lambda: is_taken(ports["443"]), "nginx")
        yield Nginx(folder, ports["80"], ports["443"])
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Nginx]:
    """No door answers behind it."""
    with nginx_before(free_port(), tmp_path) as nginx:
        yield nginx


@pytest.fixture
def nginx(town: Town, tmp_path: Path) -> Iterator[Nginx]:
    """Before the public door."""
    about_us = dict.fromkeys(ABOUT_US, "Réseau Exemple, 1 rue du Pont, 59000 Lille")
    door = wsgi.public(town.environ | about_us | {"HUB_PUBLIC_URL": f"https://{HOST}", "HUB_PROXIES": "1"})
    with answering(door) as port, nginx_before(port, tmp_path) as nginx:
        yield nginx
    door.extensions["hub"].sessions.kw["bind"].dispose()


def header(answer: Answer, name: str) -> list[str]:
    return [value for each, value in answer.headers if each.lower() == name.lower()]


def test_nginx_reads_its_file(tmp_path: Path) -> None:
    tool = program("nginx")
    whole = configured(tmp_path, {"80": 10080, "443": 10443, "door": 10000})
    assert "syntax is ok" in asked(tool, "-t", "-e", "stderr", "-c", whole)


def test_a_door_is_reached_over_tls_alone(nginx: Nginx) -> None:
    page = nginx.ask()
    assert page.status_code == HTTPStatus.OK and "Je trouve un mentor" in page.text
    for name, value in EVERYWHERE.items():
        assert header(page, name) == [value], "said once, by the door"
    line = HTTPConnection(LOOPBACK, nginx.plain, timeout=PATIENCE)
    line.request("GET", SECRET, headers={"Host": HOST})
    moved = line.getresponse()
    assert moved.status == HTTPStatus.PERMANENT_REDIRECT
    assert moved.headers["Location"] == f"https://{HOST}{SECRET}"
    line.close()


def test_whoever_asks_for_another_name_gets_no_answer(alone: Nginx) -> None:
    with pytest.raises(ssl.SSLError), socket.create_connection((LOOPBACK, alone.secure)) as raw:
        ssl.create_default_context().wrap_socket(raw, server_hostname="autre.example")


def test_only_a_door_packs_a_page_and_only_one_that_is_the_same_for_all(nginx: Nginx) -> None:
    """Even where a distribution's nginx packs whatever it can."""
    _first, ready = nginx.ask_all(["/", "/"], packed=True)
    assert header(ready, "Content-Encoding") == ["gzip"]
    for personal in ("/trouver-un-mentor?source=ecole", "/nulle-part"):
        page = nginx.ask(personal, packed=True)
        assert "</html>" in page.text and header(page, "Content-Encoding") == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_no_door_answers_a_page_says_so(alone: Nginx, method: str) -> None:
    page = alone.ask("/trouver-un-mentor/verifier", method=method, body=b"a=1" if method == "POST" else None)
    assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Notre service fait une pause" in page.text and "il ne comptera qu’une fois" in page.text
    assert header(page, "Retry-After") == ["60"]


def test_what_is_too_large_is_said_to_be(nginx: Nginx) -> None:
    page = nginx.ask("/inscrire-un-jeune/plusieurs", method="POST", body=TOO_MUCH)
    assert page.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "C’est trop lourd pour nous" in page.text


def test_a_crowd_from_one_address_is_asked_to_wait(alone: Nginx) -> None:
    pages = alone.ask_all(["/"] * AT_ONCE)
    kept = [page for page in pages if page.status_code == HTTPStatus.TOO_MANY_REQUESTS]
    assert kept and pages[0] not in kept
    assert "Beaucoup de demandes à la fois" in kept[0].text and header(kept[0], "Retry-After") == ["5"]
    style = alone.ask("/hub-answers/answers.css")
    assert style.status_code == HTTPStatus.OK and header(style, "Content-Type") == ["text/css"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_for_the_inside(nginx: Nginx, path: str) -> None:
    page = nginx.ask(path)
    assert page.status_code == HTTPStatus.NOT_FOUND and "Cette page n’existe pas" in page.text


def test_what_it_answers_by_itself_has_the_headers_of_a_door(alone: Nginx) -> None:
    for page in (alone.ask(), alone.ask("/healthz"), alone.ask("/", method="POST", body=TOO_MUCH)):
        policy = header(page, "Content-Security-Policy")
        assert len(policy) == 1 and policy[0].startswith("default-src 'none'; style-src 'self';")
        assert header(page, "Cache-Control") == ["no-store"] and not re.search(r"nginx/\d", page.head)
        for name, value in EVERYWHERE.items():
            assert name == "Content-Security-Policy" or header(page, name) == [value]


def test_it_writes_down_neither_who_came_nor_what_they_read(nginx: Nginx) -> None:
    assert nginx.ask(SECRET).status_code == HTTPStatus.SEE_OTHER
    until(lambda: '"status":303' in nginx.written_down(), "its line")
    assert LOOPBACK not in nginx.written_down() and SECRET not in nginx.written_down()


def test_nginx_writes_down_nobody_and_passes_on_who_they_are_at_once() -> None:
    hub = (DEPLOY / "nginx" / "hub.conf").read_text()
    (kept,) = re.findall(r"log_format .*?;", hub, re.DOTALL)
    assert set(re.findall(r"\$(\w+)", kept)) == {
        *("time_iso8601", "server_name", "request_method", "status", "body_bytes_sent"),
        *("request_time", "upstream_response_time"),
    }
    assert set(re.findall(r"^\s*access_log ([^;]+);", hub, re.MULTILINE)) == {
        "off",
        "/var/log/nginx/hub.access.log hub_nobody",
    }
    assert "proxy_set_header Host $host;" in hub
    assert "$proxy_add_x_forwarded_for" not in hub, "what a visitor says of where they come from is dropped"


def test_an_update_stops_no_door_before_nginx_tries_the_one_before_again() -> None:
    """It would know of none that answers."""
    (paused,) = re.findall(
        r"^ +sleep (\d+) +# nginx", (ROOT / "docs" / "exploitation.md").read_text(), re.MULTILINE
    )
    held = re.findall(r"fail_timeout=(\d+)s", (DEPLOY / "nginx" / "hub.conf").read_text())
    assert held and int(paused) > max(map(int, held))


def test_its_pages_are_valid(tmp_path: Path) -> None:
    assert faults({path.stem: path.read_text() for path in ANSWERS.glob("*.html")}, tmp_path) == []


@pytest.mark.browser
def test_its_pages_can_be_read_by_everybody(phone: Page) -> None:
    folder = Flask(__name__, static_folder=str(ANSWERS), static_url_path="/hub-answers")
    with answering(folder) as port:
        for path in ANSWERS.glob("*.html"):
            phone.goto(f"http://{LOOPBACK}:{port}/hub-answers/{path.name}")
            assert faults_by_day_and_by_night(phone) == [] and fits_everywhere(phone)
