#!/bin/sh
# The simple auth manager reads passwords from a file; the one user's comes from the environment.
set -eu
umask 077
printf '{"admin": "%s"}' "$AIRFLOW_ADMIN_PASSWORD" >"$AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"
exec airflow api-server
