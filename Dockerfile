# The site as one small image: no compiler, no PostgreSQL, no secrets; static files collected; not root; it writes to /tmp and
# /srv/media alone, so that its root file system may be read-only (compose.yaml). `--target nginx` is what stands in front of it.
FROM python:3.13-slim-bookworm AS build
WORKDIR /srv/hefei
COPY requirements.txt .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY manage.py ./
COPY hefei_site hefei_site
COPY firm firm
COPY statutes statutes
COPY articles articles
COPY templates templates
COPY static static
COPY deploy deploy
# Compiled here, since nothing may be written there later; the key and the address are used by nothing that stays.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build STATIC_ROOT=/srv/static \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 && \
    /opt/venv/bin/python -m compileall -q --invalidation-mode unchecked-hash /srv/hefei

# PostgreSQL with pgBackRest, which the project of PostgreSQL packages for it. Runs as the service `database`, and as `backup`.
FROM postgres:17-bookworm AS database
LABEL org.opencontainers.image.title="合飞 PostgreSQL" \
      org.opencontainers.image.description="PostgreSQL and its backup"
RUN apt-get update && apt-get install --yes --no-install-recommends pgbackrest && \
    rm -rf /var/lib/apt/lists/* && install -d -o postgres -g postgres -m 750 /srv/backup
COPY deploy/postgresql /srv/hefei/deploy/postgresql
COPY deploy/pgbackrest /srv/hefei/deploy/pgbackrest
COPY deploy/hefei-backup deploy/backups deploy/hand_over /srv/hefei/deploy/
COPY deploy/postgresql/roles.sh /docker-entrypoint-initdb.d/roles.sh
USER 999:999

FROM nginx:1.28-bookworm AS nginx
LABEL org.opencontainers.image.title="合飞 nginx" \
      org.opencontainers.image.description="TLS, static files and kept pages in front of the site"
# A tmpfs is mounted on it: some engines give that the mode of the folder, whatever is asked for, from the second start on.
RUN install -d -o 101 -g 101 -m 1777 /var/cache/nginx
COPY --from=build /srv/static /srv/static
COPY deploy/*.conf deploy/*.html /etc/nginx/hefei/
COPY deploy/compose/nginx.conf /etc/nginx/nginx.conf
USER 101:101
EXPOSE 8080 8443
HEALTHCHECK --interval=10s --timeout=3s --retries=6 \
  CMD ["curl", "--fail", "--silent", "http://localhost:8080/healthz"]

FROM python:3.13-slim-bookworm AS site
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="合飞" \
      org.opencontainers.image.description="A publishing system for law firms" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
# The folders of secrets are empty: volumes that are mounted there for the first time get their owner from them.
RUN groupadd --system --gid 10001 hefei && \
    useradd --system --uid 10001 --gid hefei --no-create-home --home-dir /tmp --shell /usr/sbin/nologin hefei && \
    install -d -o hefei -g hefei /srv/media && install -d -o hefei -g hefei -m 750 /secrets /secrets/site /secrets/owner \
    /secrets/database /secrets/backup /secrets/certificate
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
WORKDIR /srv/hefei
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HTTPS=on STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media HOST=0.0.0.0 PORT=8000
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --retries=6 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=2)"]
# WORKERS and THREADS are sized there; without DATABASE_URL or SECRET_KEY it stops with a sentence.
CMD ["deploy/serve"]
