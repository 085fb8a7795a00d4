"""Rule books as people break them: each is refused with its file, its line, and what to do about it."""

from __future__ import annotations

from time import process_time
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub import directory, rules, strict_yaml
from hub.strict_yaml import BadFile, Problem

PATIENCE_SECONDS = 10
FILE = "routing_rules.yaml"
TEXT = rules.DEFAULT.read_text(encoding="utf-8")
KNOWN = {entry.profile.slug: entry.profile for entry in directory.read()}
REUNION = 'overrides:\n  - name: La Réunion\n    departments: ["974"]\n    answer_days: 5\n'
LYCEE = (
    "consortia:\n  - name: Lycée X\n    schools: [0590122M]\n    members: [proxite, jobirl]\n"
    "    referente: proxite\n"
)
FIRST_KEY = 1 + TEXT[: TEXT.index("sentences:")].count("\n")
PRIORITY = TEXT[TEXT.index("  publics: [ase") : TEXT.index("# ── 5.")]
PLAIN_WORD = "entre accolades, attendu un mot seul, sans point, sans crochet ni deux-points"


class Slip(NamedTuple):
    """``old`` becomes ``new``; what is said, and how many lines below ``old`` it is said."""

    old: str
    new: str
    said: str
    below: int = 0


NO_SUCH_SIGN = (
    "code de caractère qui n’existe pas après une barre oblique inverse, ou version de YAML illisible"
)
NO_COLON = (
    "ce n’est pas du YAML lisible : attendu deux-points puis une espace ordinaire, comme « card_k: 10 »"
)

SLIPS = {
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
    # Parts that do not agree.
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
    # What is no YAML, or more than people need.
    "a tab": Slip(
        "  publics: [ase",
        "\tpublics: [ase",
        "ce n’est pas du YAML lisible : une tabulation : n’utilisez que des espaces",
    ),
    "a bracket left open": Slip(
        "situations: [lycee_pro]",
        "situations: [lycee_pro",
        "ce n’est pas du YAML lisible : crochet ou virgule manquants dans une liste",
    ),
    "a colon in a bare text": Slip(
        '"A suspendu l’accueil de nouveaux jeunes."',
        "Attention : plus d’accueil",
        "ce n’est pas du YAML lisible : deux-points imprévus : mettez le texte entre guillemets, "
        "ou vérifiez le retrait",
    ),
    "an anchor": Slip(
        "publics: [ase",
        "publics: &publics [ase",
        "les ancres (&) et les renvois (*) sont refusés : recopiez la valeur, ou mettez le texte entre guillemets",
    ),
    "a bomb of aliases": Slip(
        "situations: [lycee_pro]",
        "situations: *publics",
        "les ancres (&) et les renvois (*) sont refusés : recopiez la valeur, ou mettez le texte entre guillemets",
    ),
    "a tag": Slip(
        "card_k: 10",
        "card_k: !!python/object/apply:os.getcwd []",
        "les types en « ! » sont refusés : écrivez la valeur seule, ou mettez le texte entre guillemets",
    ),
    "too many levels": Slip(
        "overrides: []", "overrides: [[[[[[[[]]]]]]]]", "trop de niveaux les uns dans les autres : 8 au plus"
    ),
    "a second rule book below": Slip(
        "  seats: 30\n",
        "  seats: 30\n---\n",
        "un seul document par fichier : enlevez cette ligne « --- » et ce qui la suit",
        1,
    ),
    "a control character": Slip(
        "A suspendu", "A\x07suspendu", "caractère de contrôle interdit (U+0007) : effacez-le"
    ),
    # Somebody pasted what no eye sees, or what nobody can read.
    "a sign beyond all signs": Slip("  theme: 20", '  "\\U00110000": 20', NO_SUCH_SIGN),
    "half a sign": Slip(
        "  theme: 20", '  "theme\\ud800": 20', "caractère de contrôle interdit (U+D800) : effacez-le"
    ),
    "an order to the terminal": Slip(
        "  theme: 20", '  "\\x1b[31mtheme": 20', "caractère de contrôle interdit (U+001B) : effacez-le"
    ),
    "a version of YAML without end": Slip(
        "# LE RÈGLEMENT", "%YAML 1." + 5000 * "9" + "\n---\n# LE RÈGLEMENT", NO_SUCH_SIGN
    ),
    "another version of YAML": Slip(
        "# LE RÈGLEMENT",
        "%YAML 2.0\n---\n# LE RÈGLEMENT",
        "ce n’est pas du YAML lisible : enlevez cette ligne qui commence par %",
    ),
    "no space after a colon": Slip("card_k: ", "card_k:", NO_COLON),
    "a space that does not break after a colon": Slip("card_k: ", "card_k:\u00a0", NO_COLON),
    "an equals sign": Slip("card_k: ", "card_k = ", NO_COLON),
    "two commas": Slip(
        "[ase, handicap,",
        "[ase,, handicap,",
        "ce n’est pas du YAML lisible : crochet ou virgule en trop, ou manquants, dans une liste",
    ),
    "two versions that nobody joined": Slip(
        "card_k: ",
        "<<<<<<< HEAD\ncard_k: ",
        "marque d’un conflit de Git : gardez une seule des deux versions, et effacez les marques",
    ),
    "a code that looks like another": Slip(
        "overrides: []",
        'overrides: [{name: Corse, departments: ["20"], answer_days: 5}]',
        "« 20 » : attendu le code d’un département, entre guillemets",
    ),
}


def refused(content: str | bytes) -> list[Problem]:
    with pytest.raises(BadFile) as caught:
        rules.parse(content, file=FILE, known=KNOWN)
    return list(caught.value.problems)


def plain(sentence: str) -> str:
    """With plain spaces, as the sentences above are typed."""
    return sentence.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_refused_with_its_line_and_the_remedy(slip: Slip) -> None:
    assert TEXT.count(slip.old) == 1
    line = TEXT[: TEXT.index(slip.old)].count("\n") + 1 + slip.below
    said = [
        (each.file, each.line, plain(each.expected)) for each in refused(TEXT.replace(slip.old, slip.new))
    ]
    assert said == [(FILE, line, slip.said)]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "le fichier est vide"),
        ("# rien encore\n", 1, "le fichier est vide"),
        (
            "- weights\n",
            1,
            "attendu ces clés : sentences, small_town_below, weights, load, priority, overrides, "
            "consortia, fallback, delays, card_k, webinars",
        ),
        (TEXT.encode("utf-16"), 1, "le fichier n’est pas en UTF-8 : enregistrez-le dans cet encodage"),
        (
            TEXT.encode("latin-1", "replace"),
            1,
            "le fichier n’est pas en UTF-8 : enregistrez-le dans cet encodage",
        ),
        (TEXT + "#" * 65_536, 1, "le fichier est trop long : 64 Kio au plus"),
        (TEXT.replace("card_k: 10\n", ""), FIRST_KEY, "clés manquantes : card_k"),
    ],
    ids=["nothing", "remarks only", "a list", "UTF-16", "Latin-1", "endless", "a part forgotten"],
)
def test_a_whole_file_is_refused_likewise(content: str | bytes, line: int, said: str) -> None:
    assert [(each.file, each.line, plain(each.expected)) for each in refused(content)] == [(FILE, line, said)]


def test_there_are_forty_ways_of_breaking_a_rule_book_at_least() -> None:
    assert len(SLIPS) >= 40


def test_every_slip_of_a_file_is_said_at_once() -> None:
    together = [slip for slip in SLIPS.values() if slip.below == 0 and "YAML" not in slip.said][:9]
    text = TEXT
    for slip in together:
        text = text.replace(slip.old, slip.new)
    assert {plain(problem.expected) for problem in refused(text)} >= {slip.said for slip in together}


def test_the_rule_book_of_the_house_names_only_what_is_known() -> None:
    assert rules.parse(TEXT, known=KNOWN) == rules.load()


@settings(max_examples=40)
@given(cut=st.integers(0, len(TEXT) - 1), length=st.integers(0, 80), put=st.text(max_size=12))
def test_whatever_is_cut_or_typed_is_read_or_refused_in_sentences(cut: int, length: int, put: str) -> None:
    try:
        rules.parse(TEXT[:cut] + put + TEXT[cut + length :], known=KNOWN)
    except BadFile as refusal:
        assert all(problem.line >= 1 and problem.expected for problem in refusal.problems)


@pytest.mark.parametrize("endless", ["? [a]\n: b\n", "{"])
def test_a_text_made_to_keep_the_reader_busy_is_refused_soon(endless: str) -> None:
    started = process_time()
    refused(endless * (strict_yaml.MOST_BYTES // len(endless)))
    assert process_time() - started < PATIENCE_SECONDS
