#!/bin/sh
# Runs a command with BRS_DATABASE_URL naming a PostgreSQL of its own, in a temporary folder, reached by a socket there.
# Debian's package is installed where there is none; the server never runs as root, and ends with the command.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  echo "Installing postgresql …"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql >/dev/null
fi
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
folder=$(mktemp -d)
as_server=""
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_server="runuser -u postgres --"
fi
stop() {
  (cd / && $as_server "$bin/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop) || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM
(
  cd /
  $as_server "$bin/initdb" --pgdata="$folder/data" --username=brs --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  # Nothing here needs to survive a power cut.
  $as_server "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --silent start --options="-k $folder \
    -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
)
BRS_DATABASE_URL="postgres://brs@/postgres?host=$folder" "$@"
