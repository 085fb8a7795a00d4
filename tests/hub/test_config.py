from __future__ import annotations

from pathlib import Path

import pytest

from hub.config import ABOUT_US, UnsafeSettings, absolute, settings_for
from hub.vault import Process, keys


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A complete and safe environment."""
    keys.make(tmp_path / "keys")
    return {
        "DATABASE_URL": "postgresql://hub@localhost/hub",
        "REDIS_URL": "redis://localhost/0",
        "HUB_KEYS_DIR": str(tmp_path / "keys"),
        "HUB_PUBLIC_URL": "https://mentorat.example/",
        "HUB_PARTNERS_URL": "https://partenaires.mentorat.example",
        "MAIL_SERVER": "smtp.mentorat.example",
        "MAIL_PORT": "587",
        "MAIL_SENDER": "La Passerelle <hub@mentorat.example>",
        "MAIL_TLS": "1",
        **dict.fromkeys(ABOUT_US, "Réseau Exemple, 1 rue du Pont, 59000 Lille"),
        "HUB_DPO_CONTACT": "Ana Canari, dpo@mentorat.example, 1 rue du Pont, 59000 Lille",
    }


def refusal(process: Process, environ: dict[str, str]) -> str:
    with pytest.raises(UnsafeSettings) as refused:
        settings_for(process, environ)
    return str(refused.value)


@pytest.mark.parametrize("process", Process)
def test_complete_settings_are_accepted(process: Process, environ: dict[str, str]) -> None:
    settings = settings_for(process, environ)
    assert settings.public_url == "https://mentorat.example"
    assert settings.mail_port == 587 and settings.mail_tls


def test_nothing_given_means_the_embedded_defaults(environ: dict[str, str]) -> None:
    settings = settings_for(Process.PUBLIC, {"HUB_KEYS_DIR": environ["HUB_KEYS_DIR"]})
    assert settings.database_url == f"sqlite:///{Path('var/hub.db').absolute()}"
    assert settings.redis_url == ""


def test_everything_that_is_wrong_is_said_at_once(environ: dict[str, str]) -> None:
    keys_folder = Path(environ["HUB_KEYS_DIR"])
    (keys_folder / "worker" / "answers.key").unlink()
    (keys_folder / "worker" / "sign_in.key").chmod(0o644)
    said = refusal(
        Process.WORKER,
        environ
        | {
            "DATABASE_URL": "mysql://hub",
            "REDIS_URL": "localhost:6379",
            "FLASK_DEBUG": "1",
            "MAIL_SERVER": "",
            "MAIL_PORT": "smtp",
            "MAIL_SENDER": "nobody",
            "MAIL_TLS": "yes",
            "HUB_PUBLIC_URL": "http://mentorat.example",
            "HUB_RULES": "nowhere.yaml",
        },
    )
    for word in (
        *("answers.key", "sign_in.key", "DATABASE_URL", "REDIS_URL", "FLASK_DEBUG", "MAIL_SERVER"),
        *("MAIL_PORT", "MAIL_SENDER", "MAIL_TLS", "HUB_PUBLIC_URL", "HUB_RULES"),
    ):
        assert word in said, word


def test_a_refusal_shows_no_secret(environ: dict[str, str]) -> None:
    said = refusal(
        Process.PUBLIC,
        environ | {"DATABASE_URL": "oracle://hub:s3cret@localhost", "REDIS_URL": "x://:s3cret@localhost"},
    )
    assert "s3cret" not in said


def test_settings_never_print_themselves(environ: dict[str, str]) -> None:
    assert repr(settings_for(Process.WORKER, environ)) == "Settings(…)"


def test_the_worker_needs_a_post_office_and_the_doors_do_not(environ: dict[str, str]) -> None:
    without = environ | {"MAIL_SERVER": "", "MAIL_SENDER": ""}
    settings_for(Process.PUBLIC, without)
    assert "MAIL_SERVER" in refusal(Process.WORKER, without)


def test_each_process_needs_its_own_keys_only(environ: dict[str, str]) -> None:
    for path in (Path(environ["HUB_KEYS_DIR"]) / "worker").iterdir():
        path.unlink()
    settings_for(Process.PUBLIC, environ)
    assert "intake_private.key" in refusal(Process.WORKER, environ)


def test_the_worker_opens_no_door(environ: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings):
        _ = settings_for(Process.WORKER, environ).session_key


def test_a_relative_sqlite_path_counts_from_where_the_process_was_started() -> None:
    assert absolute("sqlite:///var/hub.db") == f"sqlite:///{Path('var/hub.db').absolute()}"
    assert absolute("sqlite:////srv/hub.db") == "sqlite:////srv/hub.db"
    assert absolute("postgresql://hub@localhost/hub") == "postgresql://hub@localhost/hub"


def test_a_public_door_that_does_not_say_who_runs_it_stays_shut(environ: dict[str, str]) -> None:
    unsaid = environ | {"HUB_PUBLISHER": "", "HUB_DPO_CONTACT": ""}
    assert "HUB_PUBLISHER manque" in (said := refusal(Process.PUBLIC, unsaid))
    assert "HUB_DPO_CONTACT manque" in said
    settings_for(Process.PARTNERS, unsaid)


def test_the_worker_knows_where_the_officer_is_written_to(environ: dict[str, str]) -> None:
    assert settings_for(Process.WORKER, environ).dpo_address == "dpo@mentorat.example"
    said = refusal(Process.WORKER, environ | {"HUB_DPO_CONTACT": "au 01 23 45 67 89"})
    assert "HUB_DPO_CONTACT doit contenir une adresse" in said
    here = environ | {"HUB_PUBLIC_URL": "http://localhost:8000", "HUB_DPO_CONTACT": ""}
    assert settings_for(Process.WORKER, here).dpo_address.endswith(".example")


def test_on_this_machine_what_is_not_said_is_shown_as_missing(environ: dict[str, str]) -> None:
    here = environ | {"HUB_PUBLIC_URL": "http://localhost:8000", "HUB_CONTACT": ""}
    said = dict(settings_for(Process.PUBLIC, here).about_us)
    assert said["contact"] == "(à indiquer : HUB_CONTACT)"
    assert said["publisher"].startswith("Réseau Exemple")
