"""The adapter of one machine: short texts appear on the trial telephone, and go nowhere else."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from emails.carrier import Carrier
from emails.letterbox.shelf import TELEPHONES
from emails.texts import Text, Texter


def on_the_trial_telephone(carry: Carrier, sender: Address) -> Texter:
    def texter(text: Text) -> None:
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = Address(addr_spec=f"{text.phone.removeprefix('+')}@{TELEPHONES}")
        message["Subject"] = "SMS"
        message.set_raw("Message-ID", f"<{text.number}@{TELEPHONES}>")
        message.set_content(text.words)
        carry(message)

    return texter
