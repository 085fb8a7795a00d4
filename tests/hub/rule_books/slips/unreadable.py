"""What is no YAML, or more of it than people need."""

from __future__ import annotations

from tests.hub.rule_books.slips.slip import Slip

NO_SUCH_SIGN = (
    "code de caractère qui n’existe pas après une barre oblique inverse, ou version de YAML illisible"
)
NO_COLON = (
    "ce n’est pas du YAML lisible : attendu deux-points puis une espace ordinaire, comme « card_k: 10 »"
)

UNREADABLE = {
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
