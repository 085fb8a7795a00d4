"""What leaves this house, as its settings say: the letterhead, and the carrier of letters."""

from __future__ import annotations

from emails.carrier import Carrier, smtp
from emails.envelopes import one_address, one_sender
from emails.letters import Letterhead
from emails.line import MailServer
from hub.config import Settings


def letterhead_of(settings: Settings) -> Letterhead:
    return Letterhead(
        one_sender(settings.mail_sender),
        settings.public_url,
        settings.partners_url,
        settings.dpo_address,
        one_address(settings.mail_returns) if settings.mail_returns else None,
    )


def carrier_of(settings: Settings) -> Carrier:
    return smtp(
        MailServer(
            host=settings.mail_server,
            port=settings.mail_port,
            username=settings.mail_username,
            password=settings.mail_password,
            tls=settings.mail_tls,
        )
    )
