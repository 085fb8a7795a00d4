"""The invented people who may sign in on a machine that no letter leaves."""

from __future__ import annotations

DEMO_DESK = "coordination@reseau.example"


def demo_address(slug: str) -> str:
    return f"mentorat@{slug}.example"
