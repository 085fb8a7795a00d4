"""The ways out for short texts, by the name that ``HUB_TEXTS`` gives; none by default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.headerregistry import Address
from types import MappingProxyType

from emails.carrier import Carrier
from emails.texts import Texter
from emails.texts.letterbox import on_the_trial_telephone
from hub.config import Settings, UnsafeSettings

HERE = ("127.0.0.1", "localhost", "::1")


def adapter(settings: Settings, carry: Carrier, sender: Address) -> Texter | None:
    """None: nothing leaves.  Raises UnsafeSettings."""
    if not settings.texts:
        return None
    if settings.texts not in ADAPTERS:
        raise UnsafeSettings(f"HUB_TEXTS doit être vide, ou l’un de : {', '.join(ADAPTERS)}")
    return ADAPTERS[settings.texts](settings, carry, sender)


def _letterbox(settings: Settings, carry: Carrier, sender: Address) -> Texter:
    """Handed to a server elsewhere, the numbers would leave this machine."""
    if settings.mail_server not in HERE:
        raise UnsafeSettings("HUB_TEXTS=letterbox n’est que pour cette machine et sa boîte aux lettres")
    return on_the_trial_telephone(carry, sender)


ADAPTERS: Mapping[str, Callable[[Settings, Carrier, Address], Texter]] = MappingProxyType(
    {"letterbox": _letterbox}
)
