"""Words as they are sought: without accents, capitals or marks."""

from __future__ import annotations

import re
import unicodedata

BARE = {code: unicodedata.normalize("NFKD", chr(code))[0] for code in range(ord("à"), ord("ſ"))} | {
    ord("œ"): "oe",
    ord("æ"): "ae",
}
MEANT = {"st": "saint", "ste": "sainte"}


def folded(text: str) -> str:
    """« Saint-Étienne » and « saint etienne » are the same."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower().translate(BARE)).split())


def words(text: str) -> list[str]:
    """The same, word by word; « st » is how people write « saint »."""
    return [MEANT.get(word, word) for word in folded(text).split()]
