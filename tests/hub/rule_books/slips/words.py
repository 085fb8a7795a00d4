"""Words, values, lines and sentences that are not as they should be."""

from __future__ import annotations

from tests.hub.rule_books.slips.slip import LYCEE, REUNION, Slip

PLAIN_WORD = "entre accolades, attendu un mot seul, sans point, sans crochet ni deux-points"

WORDS = {
    # Somebody typed a word wrong.
    "a weight misspelt": Slip(
        "  theme: 20", "  thème: 20", "clé inconnue « thème » ; vouliez-vous dire « theme » ?"
    ),
    "a part misspelt": Slip(
        "webinars:", "webinaires:", "clé inconnue « webinaires » ; vouliez-vous dire « webinars » ?"
    ),
    "a public misspelt": Slip(
        "[ase, handicap,",
        "[ase, handicapé,",
        "attendu un de ces codes : ase, handicap, refugie, boursier, qpv, rural, outre_mer, rep, filles, engage ; "
        "vouliez-vous dire « handicap » ?",
    ),
    "a situation misspelt": Slip(
        "[lycee_pro]",
        "[lycée pro]",
        "attendu un de ces codes : primaire, college, lycee_gt, lycee_pro, apprentissage, superieur, "
        "recherche_emploi, sans_activite, service_civique, emploi, creation ; vouliez-vous dire « lycee_pro » ?",
    ),
    "an association misspelt": Slip(
        '"11-14": [mentorat-by-leo',
        '"11-14": [mentorat by leo',
        "« mentorat by leo » : aucune association de l’annuaire ne s’appelle ainsi ; "
        "vouliez-vous dire « mentorat-by-leo » ?",
    ),
    "an association that nobody knows": Slip(
        '"5-10": []',
        '"5-10": [ma-bonne-etoile]',
        "« ma-bonne-etoile » : aucune association de l’annuaire ne s’appelle ainsi",
    ),
    "a département by its name": Slip(
        "overrides: []",
        REUNION.replace('"974"', "La Réunion"),
        "« La Réunion » : attendu le code d’un département, entre guillemets ; vouliez-vous dire « 974 » ?",
        2,
    ),
    "a département without its zero": Slip(
        "overrides: []",
        REUNION.replace('"974"', "1"),
        "« 1 » : attendu le code d’un département, entre guillemets ; vouliez-vous dire « 01 » ?",
        2,
    ),
    "a region by its name": Slip(
        "overrides: []",
        REUNION.replace('departments: ["974"]', "regions: [Occitanie]"),
        "« Occitanie » : attendu le code d’une région, entre guillemets ; vouliez-vous dire « 76 » ?",
        2,
    ),
    "a school whose letter is wrong": Slip(
        "consortia: []",
        LYCEE.replace("0590122M", "0590122A"),
        "la lettre ne va pas avec les chiffres ; vouliez-vous dire « 0590122M » ?",
        2,
    ),
    "a school by its name": Slip(
        "consortia: []",
        LYCEE.replace("0590122M", "Baggio"),
        "attendu un UAI : sept chiffres et une lettre, entre guillemets",
        2,
    ),
    "yes in French": Slip(
        "overseas: true", "overseas: oui", "attendu true ou false ; vouliez-vous dire « true » ?"
    ),
    # A value of another kind, or out of bounds.
    "a number in letters": Slip(
        "answer_days: 3 ", "answer_days: trois ", "attendu un nombre entier de 1 à 3660"
    ),
    "half a point": Slip("  region: 25", "  region: 25.5", "attendu un nombre entier de 0 à 1000"),
    "a negative weight": Slip("  load: 3 ", "  load: -3 ", "attendu un nombre entier de 0 à 1000"),
    "a percent sign": Slip(
        "reserved_percent: 1\n", "reserved_percent: 10 %\n", "attendu un nombre entier de 0 à 90"
    ),
    "every place kept": Slip(
        "reserved_percent: 1\n", "reserved_percent: 100\n", "attendu un nombre entier de 0 à 90"
    ),
    "a card shown to nobody else": Slip("card_k: 10", "card_k: 1", "attendu un nombre entier de 2 à 1000"),
    "an hour that is none": Slip(
        'at: "12:30"', 'at: "24:30"', 'attendu une heure entre guillemets, comme "12:30"'
    ),
    "an address that is not safe": Slip(
        "link: https:", "link: http:", "attendu une adresse qui commence par https://"
    ),
    "one where a list was expected": Slip(
        "situations: [lycee_pro]",
        "situations: lycee_pro",
        "attendu une liste, entre crochets ou avec des tirets",
    ),
    "the same twice": Slip("[ase, handicap,", "[ase, ase,", "attendu une seule fois dans la liste"),
    # Something is there twice, or missing.
    "a line written twice": Slip(
        "  remote: 5 ", "  remote: 5\n  remote: 6 ", "clé « remote » écrite deux fois", 1
    ),
    "a line forgotten": Slip("  theme: 20 ", "  # theme: 20 ", "clés manquantes : theme", 1),
    # Sentences.
    "an attribute in a sentence": Slip("{youngest} à", "{youngest.__class__} à", PLAIN_WORD),
    "an index in a sentence": Slip("{youngest} à", "{youngest[0]} à", PLAIN_WORD),
    "a conversion in a sentence": Slip("{youngest} à", "{youngest!r} à", PLAIN_WORD),
    "a format in a sentence": Slip("{youngest} à", "{youngest:>99999999} à", PLAIN_WORD),
    "a word that another sentence has": Slip(
        "{youngest} à",
        "{youngst} à",
        "« {youngst} » est inconnu ici ; cette phrase peut dire {oldest}, {youngest} ; "
        "vouliez-vous dire « youngest » ?",
    ),
    "a word where there is none": Slip(
        "A suspendu", "{name} a suspendu", "cette phrase n’a aucun mot à remplacer : enlevez {name}"
    ),
    "a brace left open": Slip(
        "{youngest} à", "{youngest à", "accolade seule : attendu {mot} avec ses deux accolades, ou aucune"
    ),
    "a sentence of nothing": Slip(
        '"A suspendu l’accueil de nouveaux jeunes."',
        '""',
        "attendu une phrase entre guillemets, sur une ligne, de 300 signes au plus",
    ),
    "a sentence that is null": Slip(
        '"A suspendu l’accueil de nouveaux jeunes."',
        "null",
        "attendu une phrase entre guillemets, sur une ligne, de 300 signes au plus",
    ),
    "a sign that turns the text round": Slip(
        "A suspendu",
        "A\u202esuspendu",
        "un signe invisible (U+202E) s’est glissé dans ce texte : retapez-le au clavier",
    ),
}
