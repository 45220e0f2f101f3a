#!/bin/sh
# Reports, exports and the API, timed at ten learners and at PEOPLE, in a site of their own; on the database that
# BRS_DATABASE_URL names, else on SQLite. Takes the Python to run.
set -eu
python=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
export BRS_DATA="$folder" BRS_DEBUG=false DJANGO_SETTINGS_MODULE=brs.settings.local
export BRS_DATABASE_URL="${BRS_DATABASE_URL:-sqlite:///$folder/db.sqlite3}"
echo "Preparing a site with the starter catalogue …"
"$python" manage.py demo --prepare-only >/dev/null 2>&1
"$python" manage.py collectstatic --noinput -v0
for more in 10 "${PEOPLE:-100000}"; do
  "$python" -m tests.benchmarks.crowd "$more"
  "$python" -m tests.benchmarks.reports
done
