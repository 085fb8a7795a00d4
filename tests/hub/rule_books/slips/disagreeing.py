"""Parts of a rule book that do not agree."""

from __future__ import annotations

from tests.hub.rule_books.slips.slip import LYCEE, REUNION, TEXT, Slip

PRIORITY = TEXT[TEXT.index("  publics: [ase") : TEXT.index("# ── 5.")]

DISAGREEING = {
    "answers after the end": Slip(
        "answer_days: 3 ",
        "answer_days: 12 ",
        "attendu au plus 10, comme expires_after_days, ou changez expires_after_days",
    ),
    "the hurried wait longer": Slip(
        "priority_answer_days: 1 ",
        "priority_answer_days: 4 ",
        "attendu au plus 3, comme answer_days, ou changez answer_days",
    ),
    "old before being new": Slip(
        "fresh_days: 45",
        "fresh_days: 90",
        "attendu moins que stale_days (90) : une déclaration vieillit après avoir été neuve",
    ),
    "places kept for nobody": Slip(
        PRIORITY,
        "  publics: []\n  situations: []\n  overseas: false\n  reserved_percent: 5\n\n",
        "des places sont gardées et aucun public n’est prioritaire : mettez 0, ou nommez un public",
        3,
    ),
    "an exception of nowhere": Slip(
        "overrides: []",
        REUNION.replace('    departments: ["974"]\n', ""),
        "attendu au moins un département ou une région (departments, regions)",
        1,
    ),
    "an exception to nothing": Slip(
        "overrides: []",
        REUNION.replace("    answer_days: 5\n", ""),
        "cette exception ne change rien : attendu weights, first, never ou answer_days",
        1,
    ),
    "the first and never": Slip(
        "overrides: []",
        REUNION + "    first: [jobirl]\n    never: [afev, jobirl]\n",
        "« jobirl » ne peut pas être à la fois la première et écartée : enlevez-la de first ou de never",
        5,
    ),
    "two exceptions of one name": Slip(
        "overrides: []",
        REUNION + REUNION.removeprefix("overrides:\n").replace("974", "976"),
        "deux fois le nom « La Réunion » : donnez un autre nom à celui-ci",
        4,
    ),
    "a référente from outside": Slip(
        "consortia: []",
        LYCEE.replace("referente: proxite", "referente: afev"),
        "« afev » n’est pas parmi les membres : ajoutez-la à members",
        4,
    ),
    "a consortium of one": Slip(
        "consortia: []",
        LYCEE.replace("[proxite, jobirl]", "[proxite]"),
        "un consortium compte de 2 à 8 associations",
        3,
    ),
    "a consortium of nowhere": Slip(
        "consortia: []",
        LYCEE.replace("    schools: [0590122M]\n", ""),
        "attendu au moins un établissement ou un département (schools, departments)",
        1,
    ),
    "a school with two consortia": Slip(
        "consortia: []",
        LYCEE + LYCEE.removeprefix("consortia:\n").replace("Lycée X", "Lycée Y"),
        "« 0590122M » est déjà dans le consortium « Lycée X » : enlevez-le de l’un des deux",
        6,
    ),
    "a last resort that stays at home": Slip(
        '"11-14": [mentorat-by-leo',
        '"11-14": [afev',
        "« afev » n’accompagne pas à distance dans toute la France : enlevez-la",
    ),
    "a last resort for other ages": Slip(
        '"11-14": [mentorat-by-leo',
        '"11-14": [nqt',
        "« nqt » n’accompagne personne de 11 à 14 ans : enlevez-la, ou corrigez son fichier",
    ),
}
