#!/bin/sh
# The database of the site and its two roles: hefei_owner owns the tables, the site itself is hefei and can change no record.
# To be run once as PostgreSQL's superuser: by the image's initialisation, or as in docs/production.md. Safe to repeat.
# The passwords come from files under SECRETS and stand on no command line. With a replication_password (deploy/machines) there is
# a third role, replicator, as which standbys follow.
set -eu
SECRETS=${SECRETS:-/etc/hefei/secrets/database}
export SECRETS
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set owner_password `cat "$SECRETS/owner_password"`
\set site_password `cat "$SECRETS/site_password"`
SET password_encryption = 'scram-sha-256';
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SELECT 'CREATE ROLE ' || name FROM unnest(ARRAY['hefei_owner', 'hefei']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE hefei_owner LOGIN PASSWORD :'owner_password';
ALTER ROLE hefei LOGIN PASSWORD :'site_password';
SELECT 'CREATE DATABASE hefei OWNER hefei_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'hefei') \gexec
REVOKE ALL ON DATABASE hefei FROM PUBLIC;
GRANT CONNECT ON DATABASE hefei TO hefei;
\connect hefei
ALTER SCHEMA public OWNER TO hefei_owner;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
[ -s "$SECRETS/replication_password" ] || exit 0
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "$SECRETS/replication_password"`
SET password_encryption = 'scram-sha-256';
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SELECT 'CREATE ROLE replicator' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replicator') \gexec
ALTER ROLE replicator LOGIN REPLICATION PASSWORD :'password';
SQL
