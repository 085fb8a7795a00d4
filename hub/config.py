"""Settings, read once from the environment: complete and safe, or the process does not start.

Everything that is wrong is said at once, in sentences that show no secret.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from hub.vault.distrust import wrong
from hub.vault.keys import Keys, Process
from hub.vault.watching import WatchedFolder

DEFAULTS: Mapping[str, str] = {
    "DATABASE_URL": "sqlite:///var/hub.db",
    "REDIS_URL": "",
    "MAIL_SERVER": "",
    "MAIL_PORT": "25",
    "MAIL_USERNAME": "",
    "MAIL_PASSWORD": "",
    "MAIL_TLS": "",
    "MAIL_SENDER": "",
    "HUB_TEXTS": "",
    "MAIL_RETURNS": "",
    "MAIL_RETURNS_DIR": "",
    "HUB_KEYS_DIR": "var/keys",
    "HUB_PUBLIC_URL": "http://127.0.0.1:8000",
    "HUB_PARTNERS_URL": "http://localhost:8001",
    "HUB_PROXIES": "0",
    "HUB_RELEASES": "300/1500",
    "HUB_RELEASES_EACH": "40/150",
    "HUB_BACKUPS_DIR": "",
    "HUB_LOGS": "",
    "HUB_METRICS_TOKEN": "",
    "HUB_RULES": str(Path(__file__).resolve().parents[1] / "routing_rules.yaml"),
    "HUB_PUBLISHER": "",
    "HUB_PUBLICATION_DIRECTOR": "",
    "HUB_HOST": "",
    "HUB_CONTROLLER": "",
    "HUB_DPO_CONTACT": "",
    "HUB_CONTACT": "",
}
"""Every setting with its embedded default.

``REDIS_URL`` empty: no bell, the sweep does the work.  ``HUB_TEXTS`` empty: no short text leaves.  ``HUB_PROXIES``:
how many of our own proxies stand before a door, whose word on where a visitor comes from is taken.
``HUB_RELEASES``: how many names may leave in an hour and in a day, to all associations together; ``_EACH``: to one.
"""

ABOUT_US = (
    "HUB_PUBLISHER",
    "HUB_PUBLICATION_DIRECTOR",
    "HUB_HOST",
    "HUB_CONTROLLER",
    "HUB_DPO_CONTACT",
    "HUB_CONTACT",
)
"""What the law wants the public pages to say of whoever runs this hub: required outside this machine."""

REQUIRED = {Process.WORKER: ("MAIL_SERVER", "MAIL_SENDER")}
SQLITE = "sqlite:///"
DATABASES = (SQLITE, "postgresql://", "postgresql+psycopg://")
LOOPBACK = ("http://127.0.0.1", "http://localhost", "http://[::1]")
HIGHEST_PORT = 65535


ADDRESS = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.[a-z]{2,}", re.IGNORECASE)
DPO_HERE = "dpo@reseau.example"
"""Who hears of a name that the desk opens, on a machine where nobody was said."""

NOT_SAID = "(à indiquer : %s)"
CANNOT_START = "ces réglages empêchent de démarrer :"


class UnsafeSettings(Exception):
    """The process will not start like this.  The message lists every reason, one a line."""


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    database_url: str
    redis_url: str
    mail_server: str
    mail_port: int
    mail_username: str
    mail_password: str
    mail_tls: bool
    mail_sender: str
    texts: str
    mail_returns: str
    mail_returns_folder: Path | None
    public_url: str
    partners_url: str
    proxies: int
    releases: tuple[int, int]
    releases_each: tuple[int, int]
    about_us: tuple[tuple[str, str], ...]
    rules: Path
    backups_folder: Path | None
    logs: str
    metrics_token: str
    held: WatchedFolder

    def __repr__(self) -> str:
        return "Settings(…)"

    @property
    def keys(self) -> Keys:
        """As they are now in the folder of this process."""
        return self.held()

    @property
    def dpo_address(self) -> str:
        """Where the data-protection officer is written to: the first address of what the site says of them."""
        found = ADDRESS.search(dict(self.about_us)["dpo_contact"])
        return found[0] if found else DPO_HERE

    @property
    def session_key(self) -> bytes:
        """The key of a door's cookies.  The worker has no door, and none."""
        if self.keys.session is None:
            raise UnsafeSettings("this process has no session key: it opens no door")
        return self.keys.session


def setting(name: str) -> str:
    """One of them as the environment says it, for a command that starts no process."""
    return os.environ.get(name) or DEFAULTS[name]


def settings_for(process: Process, environ: Mapping[str, str]) -> Settings:
    """Read what this process needs.  Raises :class:`UnsafeSettings` with every reason at once."""
    values = {name: environ.get(name) or default for name, default in DEFAULTS.items()}
    keys_folder = Path(values["HUB_KEYS_DIR"])
    reasons = [*_wrong_settings(process, values, environ), *wrong(keys_folder, process)]
    if reasons:
        raise UnsafeSettings("\n".join([CANNOT_START, *(f"- {reason}" for reason in reasons)]))
    return Settings(
        database_url=absolute(values["DATABASE_URL"]),
        redis_url=values["REDIS_URL"],
        mail_server=values["MAIL_SERVER"],
        mail_port=int(values["MAIL_PORT"]),
        mail_username=values["MAIL_USERNAME"],
        mail_password=values["MAIL_PASSWORD"],
        mail_tls=values["MAIL_TLS"] == "1",
        mail_sender=values["MAIL_SENDER"],
        texts=values["HUB_TEXTS"],
        mail_returns=values["MAIL_RETURNS"],
        mail_returns_folder=Path(values["MAIL_RETURNS_DIR"]) if values["MAIL_RETURNS_DIR"] else None,
        public_url=values["HUB_PUBLIC_URL"].rstrip("/"),
        partners_url=values["HUB_PARTNERS_URL"].rstrip("/"),
        proxies=int(values["HUB_PROXIES"]),
        releases=_pace(values["HUB_RELEASES"]),
        releases_each=_pace(values["HUB_RELEASES_EACH"]),
        about_us=tuple((_in_the_texts(name), values[name] or NOT_SAID % name) for name in ABOUT_US),
        rules=Path(values["HUB_RULES"]),
        backups_folder=Path(values["HUB_BACKUPS_DIR"]) if values["HUB_BACKUPS_DIR"] else None,
        logs=values["HUB_LOGS"],
        metrics_token=values["HUB_METRICS_TOKEN"],
        held=WatchedFolder(keys_folder, process),
    )


def absolute(database_url: str) -> str:
    """A relative SQLite path counts from where the process was started, whoever opens it."""
    if not database_url.startswith(SQLITE):
        return database_url
    return SQLITE + str(Path(database_url.removeprefix(SQLITE)).absolute())


def _pace(value: str) -> tuple[int, int]:
    an_hour, _slash, a_day = value.partition("/")
    return int(an_hour), int(a_day)


def _wrong_settings(process: Process, values: Mapping[str, str], environ: Mapping[str, str]) -> Iterator[str]:
    for name in ("FLASK_DEBUG", "PYTHONDEVMODE"):
        if environ.get(name, "0") not in ("", "0"):
            yield f"{name} est allumé : une page d’erreur montrerait ce qui doit rester caché"
    if not values["DATABASE_URL"].startswith(DATABASES):
        yield f"DATABASE_URL doit commencer par l’un de {', '.join(DATABASES)}"
    if not re.match(r"(redis|rediss|unix)://|$", values["REDIS_URL"]):
        yield "REDIS_URL doit commencer par redis://, rediss:// ou unix://"
    if not Path(values["HUB_RULES"]).is_file():
        yield f"HUB_RULES : il n’y a pas de règlement à {values['HUB_RULES']}"
    yield from _wrong_watch(values)
    yield from _left_unsaid(process, values)
    yield from _wrong_addresses(values)
    yield from _wrong_mail(process, values)


def _wrong_watch(values: Mapping[str, str]) -> Iterator[str]:
    """What concerns those who keep the machines."""
    if values["HUB_LOGS"] not in ("", "json"):
        yield "HUB_LOGS doit valoir json, ou rien"
    if values["HUB_METRICS_TOKEN"] and not re.fullmatch(r"[\x21-\x7e]{24,}", values["HUB_METRICS_TOKEN"]):
        yield "HUB_METRICS_TOKEN doit avoir 24 signes au moins, sans espace (`openssl rand -hex 24`)"
    if values["HUB_BACKUPS_DIR"] and not Path(values["HUB_BACKUPS_DIR"]).is_dir():
        yield "HUB_BACKUPS_DIR doit être un dossier qui existe"


def _left_unsaid(process: Process, values: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{name} manque" for name in REQUIRED.get(process, ()) if not values[name])
    here = values["HUB_PUBLIC_URL"].startswith(LOOPBACK)
    if process is Process.WORKER and not here and not ADDRESS.search(values["HUB_DPO_CONTACT"]):
        yield "HUB_DPO_CONTACT doit contenir une adresse e-mail\u202f: chaque bris de glace y est annoncé"
    if process is Process.PUBLIC and not values["HUB_PUBLIC_URL"].startswith(LOOPBACK):
        missing = (name for name in ABOUT_US if not values[name])
        yield from (f"{name} manque : la loi veut que le site le dise" for name in missing)


def _in_the_texts(name: str) -> str:
    """``HUB_DPO_CONTACT`` is written ``%(dpo_contact)s`` in a page."""
    return name.removeprefix("HUB_").lower()


def _wrong_addresses(values: Mapping[str, str]) -> Iterator[str]:
    for name in ("HUB_PUBLIC_URL", "HUB_PARTNERS_URL"):
        if not values[name].startswith(("https://", *LOOPBACK)):
            yield f"{name} doit commencer par https:// (http tout court n’est que pour cette machine)"
    if not re.fullmatch(r"[0-9]", values["HUB_PROXIES"]):
        yield "HUB_PROXIES doit être un nombre de 0 à 9"
    for name in ("HUB_RELEASES", "HUB_RELEASES_EACH"):
        if not re.fullmatch(r"[1-9][0-9]{0,5}/[1-9][0-9]{0,5}", values[name]):
            yield f"{name} doit être deux nombres, par heure et par jour (40/150)"


def _wrong_mail(process: Process, values: Mapping[str, str]) -> Iterator[str]:
    if not values["MAIL_PORT"].isdecimal() or not 0 < int(values["MAIL_PORT"]) <= HIGHEST_PORT:
        yield "MAIL_PORT doit être un numéro de port"
    if values["MAIL_SENDER"] and "@" not in parseaddr(values["MAIL_SENDER"])[1]:
        yield "MAIL_SENDER doit être une adresse e-mail"
    if values["MAIL_TLS"] not in ("", "0", "1"):
        yield "MAIL_TLS doit valoir 0 ou 1"
    if values["MAIL_RETURNS"] and not ADDRESS.fullmatch(values["MAIL_RETURNS"]):
        yield "MAIL_RETURNS doit être une adresse e-mail, sans nom devant"
    folder = values["MAIL_RETURNS_DIR"] if process is Process.WORKER else ""
    if folder and not all((Path(folder) / part).is_dir() for part in ("new", "cur")):
        yield "MAIL_RETURNS_DIR doit être un dossier Maildir (il contient new, cur et tmp)"
