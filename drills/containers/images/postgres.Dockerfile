# In the place of postgres:17-bookworm, for rehearsals where no registry can be asked.
FROM debian:bookworm-slim
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid postgres --home-dir /var/lib/postgresql --shell /bin/bash postgres && \
    apt-get update && apt-get install --yes --no-install-recommends postgresql-common tzdata && \
    echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf && \
    apt-get install --yes --no-install-recommends postgresql-15 && rm -rf /var/lib/apt/lists/* && \
    install -d -o postgres -g postgres -m 1777 /var/lib/postgresql/data && \
    install -d -o postgres -g postgres -m 3777 /var/run/postgresql && install -d /docker-entrypoint-initdb.d
COPY postgres-entry /usr/local/bin/docker-entrypoint.sh
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
VOLUME /var/lib/postgresql/data
ENTRYPOINT ["docker-entrypoint.sh"]
STOPSIGNAL SIGINT
CMD ["postgres"]
