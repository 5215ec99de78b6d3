# The site as one small image: no compiler, no PostgreSQL, no secrets; static files collected; not root.
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
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build STATIC_ROOT=/srv/static \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home hefei && install -d -o hefei /srv/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
WORKDIR /srv/hefei
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HTTPS=on STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
USER hefei
EXPOSE 8000
VOLUME /srv/media
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=2)"]
# Without DATABASE_URL or SECRET_KEY the settings refuse to load and the first line stops the container.
# A killed worker is put back (granian would else stop the whole server). Workers x threads is how many
# connections PostgreSQL must allow this container: 2 x 8 here, each kept for CONN_MAX_AGE seconds.
CMD ["sh", "-c", "python manage.py check --deploy --fail-level ERROR && exec granian --interface wsgi \
  --host 0.0.0.0 --port 8000 --workers ${WORKERS:-2} --blocking-threads ${THREADS:-8} --backpressure 64 \
  --respawn-failed-workers --respawn-interval 0.5 --workers-kill-timeout 30 --http1-header-read-timeout 10000 \
  --log-level warning hefei_site.wsgi:application"]
