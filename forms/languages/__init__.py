"""What the public door says in other languages than French: one gettext catalogue each."""

from pathlib import Path

HERE = Path(__file__).parent
CATALOGUES = {"en": HERE / "en" / "LC_MESSAGES" / "messages.po"}
