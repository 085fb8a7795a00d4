# The two commands of a newcomer are `make run` and `make test`; `make help` lists them all.

PYTHON ?= python3
BIN := .venv/bin
HUB := $(BIN)/hub
RUNS := .venv/runs-$(firstword $(shell cat requirements.lock setup.cfg | cksum))
TESTS := .venv/tests-$(firstword $(shell cat requirements-test.lock setup.cfg | cksum))
CODE := wsgi.py worker.py hub forms associations emails migrations tests bench

# Seven interpreters start in a run: without compiled files each takes three times as long.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: load machines help run test check sound format story bench-web bench-routing bench-simulate bench-races bench-mail bench-kills crash lives demo reset audit leak bench-cards mutants sbom

help: ## Les commandes, une par ligne
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

run: $(RUNS) ## Tout démarrer ici : les deux portes, l'ouvrier, Redis, la boîte aux lettres
	@$(HUB) run

# One more test at once than there are processors, since some wait for a browser or a server; `make test PYTEST=tests/emails` runs a part.
PYTEST ?= -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --dist worksteal

test: $(TESTS) ## Les tests, avec PostgreSQL, Redis et un navigateur quand on peut les avoir
	@$(BIN)/python -m tests.parts.browser
	$(BIN)/python -m pytest $(PYTEST)

check: sound ## Ce que dit sound, et la maison
	$(BIN)/python -m pytest -q tests/house

sound: $(TESTS) ## Forme, types, contrats, répertoire, règlement, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.parts.bandited
	$(HUB) directory check
	$(HUB) rules check
	@$(BIN)/python -m tests.parts.migrated

format: $(TESTS) ## Mettre en forme
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-web: $(TESTS) ## Ce que coûte une requête, ici et dans deux autres cadres
	@$(BIN)/python -m bench

bench-routing: $(TESTS) ## Ce que coûte une décision expliquée, ici et chez d'autres ; INTO=docs refait les chiffres
	@$(BIN)/python -m bench.routing $(if $(INTO),--into $(INTO))

bench-simulate: $(TESTS) ## Dix années simulées, et ce qui était visé (quelques minutes) ; INTO=docs refait les chiffres
	@$(BIN)/python -m bench.simulating $(if $(INTO),--into $(INTO))

bench-races: $(TESTS) ## Mille dossiers, huit mains sur chacun au même instant : un gagnant, aucun nom aux autres (un quart d’heure)
	@$(BIN)/python -m bench.races

story: $(TESTS) ## Une année scolaire jouée en minutes, cent inscriptions suivies à chaque instant ; une faute finit en erreur
	@$(BIN)/python -m bench.story

bench-mail: $(TESTS) ## La boîte d'envoi vidée par lots sur une connexion, et une lettre par tâche : dix fois plus vite
	@$(BIN)/python -m bench.post.rate

bench-kills: $(TESTS) ## Soixante facteurs tués en tournée : aucune lettre perdue, peu de copies
	@$(BIN)/python -m bench.post.kills

crash: $(TESTS) ## 500 kill -9 partout pendant 20 000 inscriptions, Redis vidé 50 fois : rien de perdu, rien en double (des heures)
	@$(BIN)/python -m bench.crash kills $(KILLS)
	@$(BIN)/python -m bench.crash redis

lives: $(TESTS) ## Des vies entières tirées au sort, pas à pas : 20 000 pas, cinq fois, ce qui doit tenir tient (des heures)
	@$(BIN)/python -m bench.lives $(LIVES)

fuzz: $(TESTS) ## Cent mille requêtes hostiles ici, vingt mille par HTTP, fichiers et règlements pièges ; FUZZ="--inside 1000 --wire 0"
	@nice -n 10 $(BIN)/python -m bench.fuzz $(FUZZ)

bench-portal: $(TESTS) ## Ce que coûtent chaque page, une inscription et un balayage, 10 000 puis 1 000 000 d'inscriptions dans la base
	@$(BIN)/python -m bench.portal

leak: $(TESTS) ## Mille inscriptions, douze mots rares de chacune cherchés partout où ils ne doivent pas être
	@$(BIN)/python -m bench.leak

machines: $(TESTS) ## Trois machines en une (root) : une tuée, une coupée, et rien d'acquitté n'est perdu
	@$(BIN)/python -m bench.machines

load: $(TESTS) ## Cent fois l'heure de pointe, une minute de télévision, sur les deux bases (une heure) ; INTO=docs refait les chiffres
	@$(BIN)/python -m bench.load $(if $(INTO),--into $(INTO))

bench-cards: $(TESTS) ## Ce que dit une fiche et combien la partagent, sur 60 000 inscriptions ; INTO=docs refait les chiffres
	@$(BIN)/python -m bench.cards $(if $(INTO),--into $(INTO))

mutants: $(TESTS) ## De petites fautes mises dans ce qui ne doit pas en avoir : neuf sur dix au moins sont remarquées (une heure)
	@$(BIN)/python -m bench.mutants

sbom: $(TESTS) ## La liste de tout ce qui est installé en production, avec son empreinte (CycloneDX), dans build/
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements requirements.lock --of JSON --output-reproducible -o build/sbom.cdx.json

audit: $(TESTS) ## Lighthouse et EcoIndex de chaque page publique (Node.js et Chromium, 15 s par page)
	@$(BIN)/python -m bench.audit

demo: $(RUNS) ## Une demi-année d'inscriptions inventées, dans une base vide
	@$(HUB) demo

reset: ## Vider var/ : la base, les clés, Redis, les lettres
	@rm -rf var && echo "var/ est vide."

# One stamp for each content of the lock, so that nothing is installed twice and everything is after a pull.
$(RUNS): LOCK := requirements.lock
$(TESTS): LOCK := requirements-test.lock
$(RUNS) $(TESTS):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus récent est nécessaire." if sys.version_info < (3, 11) else 0)'
	@echo "Installation dans .venv (une seule fois)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@sh .ci/install $(LOCK)
	@touch $@
