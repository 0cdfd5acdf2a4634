#!/usr/bin/env bash
# Makes DATA_DIR the server of BACKUP_DIR as it was at TARGET_TIME (such as 2026-11-27T03:15:00.250Z), or, with "latest", at the
# last commit that reached the archive. What was committed up to the target is there, what came after is not.
# Nobody can connect meanwhile. Then the event numbers of RESTORE_DATABASE begin a new epoch, and the server is stopped: start it.
# Exits with an error, and leaves DATA_DIR for inspection, where the log does not reach the target.
set -euo pipefail
: "${BACKUP_DIR:?}" "${DATA_DIR:?}" "${TARGET_TIME:?}" "${RESTORE_DATABASE:?}"
user="${RESTORE_USER:-postgres}"
timeout="${RESTORE_TIMEOUT_SECONDS:-14400}"

if [ -d "$DATA_DIR" ] && [ -n "$(ls -A "$DATA_DIR")" ]; then
  echo "restore: $DATA_DIR is not empty, move it away first" >&2
  exit 1
fi
if [ "$TARGET_TIME" = latest ]; then bound='base-9'; else
  stamp="$(date -u -d "$TARGET_TIME" +%Y%m%dT%H%M%SZ)" || { echo "restore: TARGET_TIME is no time: $TARGET_TIME" >&2; exit 1; }
  bound="base-$stamp"
  # The server reads no "Z" at that place.
  target="$(date -u -d "$TARGET_TIME" '+%Y-%m-%d %H:%M:%S.%6N+00')"
fi
base=''
while read -r name; do
  if [[ "$name" < "$bound" ]]; then base="$name"; fi
done < <(find "$BACKUP_DIR" -maxdepth 1 -type d -name 'base-*' -printf '%f\n' | sort)
[ -n "$base" ] || { echo "restore: no base backup was finished before $TARGET_TIME" >&2; exit 1; }

started="$(date +%s%N)"
pg_verifybackup --quiet "$BACKUP_DIR/$base"
mkdir -p "$DATA_DIR"
chmod 700 "$DATA_DIR"
cp --archive "$BACKUP_DIR/$base/." "$DATA_DIR/"

scratch="$(mktemp -d)"
trap 'pg_ctl --pgdata="$DATA_DIR" --silent --mode=fast stop > /dev/null 2>&1 || true; rm -rf "$scratch"' EXIT
echo 'local all all trust' > "$scratch/hba"
touch "$DATA_DIR/postgresql.conf" "$DATA_DIR/recovery.signal"
export BACKUP_DIR
{
  # The segment that was being written when the archive ended is there under another name.
  echo "restore_command = 'cp \"\$BACKUP_DIR/wal/%f\" \"%p\" || cp \"\$BACKUP_DIR/wal/%f.partial\" \"%p\"'"
  echo "recovery_target_action = 'promote'"
  if [ "$TARGET_TIME" != latest ]; then echo "recovery_target_time = '$target'"; fi
} >> "$DATA_DIR/postgresql.auto.conf"

fail() {
  grep -E 'FATAL|ERROR|PANIC|recovery' "$scratch/log" | tail -n 20 >&2 || true
  echo "restore: the server could not be brought to $TARGET_TIME" >&2
  exit 1
}
ask() { psql --host="$scratch" --username="$user" --dbname="$RESTORE_DATABASE" --no-psqlrc --quiet --tuples-only --no-align "$@"; }

# hot_standby=off: nobody reads a state between, and the server need not be as large as the one it was copied from.
pg_ctl --pgdata="$DATA_DIR" --wait --timeout="$timeout" --silent --log="$scratch/log" \
  --options="-c listen_addresses='' -c unix_socket_directories='$scratch' -c hba_file='$scratch/hba' -c hot_standby=off -c ssl=off" \
  start > /dev/null 2>&1 || fail
until ask --dbname=template1 --command='SELECT 1' > /dev/null 2>&1; do
  pg_ctl --pgdata="$DATA_DIR" status > /dev/null || fail
  [ "$SECONDS" -lt "$timeout" ] || fail
  sleep 0.2
done
ask --set=ON_ERROR_STOP=1 <<'SQL'
UPDATE event_counter SET epoch = gen_random_uuid()::text
RETURNING 'restore: epoch ' || epoch || ' begins after event ' || last_seq;
ALTER SYSTEM RESET restore_command;
ALTER SYSTEM RESET recovery_target_action;
ALTER SYSTEM RESET recovery_target_time;
SQL
pg_ctl --pgdata="$DATA_DIR" --wait --silent --mode=fast stop
trap 'rm -rf "$scratch"' EXIT
echo "restore: $base brought to $TARGET_TIME in $(( ($(date +%s%N) - started) / 1000000 )) ms"
