#!/bin/bash
# Run once, when the volume is new: each stack has a role of its own, with its metadata database and its warehouse.
set -euo pipefail
for stack in airflow dagster; do
  password=${stack^^}_DATABASE_PASSWORD
  psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    -v role="$stack" -v password="${!password}" -v metadata="$stack" -v warehouse="${stack}_warehouse" <<'SQL'
create role :"role" login password :'password';
create database :"metadata" owner :"role";
create database :"warehouse" owner :"role";
revoke connect on database :"metadata" from public;
revoke connect on database :"warehouse" from public;
SQL
done
