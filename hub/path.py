"""The bridge from a registration to a first meeting, as letters and the tracking page draw it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.lifecycle import ReferralState
from hub.wording import N_

PATH = (
    N_("Inscription reçue"),
    N_("Recherche d’une association"),
    N_("Association trouvée"),
    N_("Premier contact"),
    N_("Première rencontre"),
)
"""The piers, for everybody."""

STAGES: Mapping[ReferralState, int] = MappingProxyType(
    {
        ReferralState.AWAITING_CONFIRMATION: 0,
        ReferralState.AWAITING_CHECK: 0,
        ReferralState.AWAITING_GUARDIAN: 0,
        ReferralState.LOOKING: 1,
        ReferralState.OFFERED: 1,
        ReferralState.WAITING: 1,
        ReferralState.WITH_DESK: 1,
        ReferralState.ACCEPTED: 2,
        ReferralState.UNREACHABLE: 2,
        ReferralState.CONTACTED: 3,
        ReferralState.PAIRED: 4,
    }
)
"""On which pier one stands, from 0; nowhere once it has ended."""
