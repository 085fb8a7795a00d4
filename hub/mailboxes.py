"""Where a letter arrives: some carriers are open to anybody, and let many addresses lead to one mailbox."""

from __future__ import annotations

from importlib.resources import files

FREE_MAIL = frozenset(
    line
    for line in files("hub").joinpath("free_mail.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
"""Where anybody may have an address: it proves no profession."""
FREE_MAILERS = frozenset({"aol", "gmail", "gmx", "googlemail", "hotmail", "live", "msn", "outlook", "yahoo"})
"""The same, whatever country follows their name: yahoo.es, hotmail.co.uk."""
GMAIL = frozenset({"gmail.com", "googlemail.com"})
"""One carrier, to whom points in a name are nothing."""


def is_free_mail(domain: str) -> bool:
    """One that the list names, or one below it."""
    labels = domain.split(".")
    above = {".".join(labels[start:]) for start in range(len(labels))}
    return bool(above & FREE_MAIL) or labels[0] in FREE_MAILERS


def mailbox_of(address: str) -> str:
    """The same for each way of writing an address, and for those that its owner made of it by a « + ».

    Elsewhere than at free carriers, what a « + » means is not ours to say: it may be somebody else.
    """
    name, _, domain = address.strip().casefold().rpartition("@")
    if not is_free_mail(domain):
        return f"{name}@{domain}"
    name = name.partition("+")[0] or name
    return f"{name.replace('.', '')}@gmail.com" if domain in GMAIL else f"{name}@{domain}"
