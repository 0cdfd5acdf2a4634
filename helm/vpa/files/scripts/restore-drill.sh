#!/usr/bin/env bash
# Restores the newest dump of BACKUP_DIR into a server of its own in SCRATCH_DIR, and checks what came back.
# Exits with an error when there is no dump, when it is older than MAX_AGE_HOURS, damaged, or holds no stocks table.
set -euo pipefail
: "${BACKUP_DIR:?}" "${SCRATCH_DIR:?}"
max_age_hours="${MAX_AGE_HOURS:-26}"

newest="$(find "$BACKUP_DIR" -maxdepth 1 -name 'vpa-*.dump' -printf '%f\n' | sort | tail -n 1)"
[ -n "$newest" ] || { echo "drill: no dump in $BACKUP_DIR" >&2; exit 1; }
age=$(( ($(date +%s) - $(stat -c %Y "$BACKUP_DIR/$newest")) / 3600 ))
[ "$age" -lt "$max_age_hours" ] || { echo "drill: $newest is $age hours old" >&2; exit 1; }
(cd "$BACKUP_DIR" && sha256sum --check --quiet "$newest.sha256")

started="$(date +%s)"
data="$SCRATCH_DIR/data"
rm -rf "$data"
initdb --pgdata="$data" --username=drill --auth=trust --no-sync > /dev/null
pg_ctl --pgdata="$data" --wait --silent --log="$SCRATCH_DIR/server.log" \
  --options="-c listen_addresses='' -c unix_socket_directories='$SCRATCH_DIR' -c fsync=off" start
trap 'pg_ctl --pgdata="$data" --silent --mode=immediate stop; rm -rf "$data"' EXIT

export PGHOST="$SCRATCH_DIR" PGUSER=drill
createdb vpa
pg_restore --dbname=vpa --no-owner --no-privileges --exit-on-error "$BACKUP_DIR/$newest"
psql --dbname=vpa --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 <<'SQL'
ANALYZE;
SELECT 'drill: rows ' || relname || ' ' || n_live_tup FROM pg_stat_user_tables ORDER BY relname;
SELECT 'drill: stocks ' || count(*) FROM stocks;
SQL
echo "drill: restored $newest in $(( $(date +%s) - started )) s"
