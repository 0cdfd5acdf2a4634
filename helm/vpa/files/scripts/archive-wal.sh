#!/usr/bin/env bash
# Streams the write-ahead log of REPLICATION_URL into BACKUP_DIR/wal as it is written, until it is told to end.
# The slot keeps what was not received yet, across restarts of both sides: bound it by max_slot_wal_keep_size of the server.
# A restored server has another history: it needs a BACKUP_DIR of its own, and gets a slot of its own here.
set -euo pipefail
: "${REPLICATION_URL:?}" "${BACKUP_DIR:?}"
slot="${SLOT:-vpa_archive}"
child=''
trap '[ -z "$child" ] || kill "$child" 2> /dev/null || true; exit 0' TERM INT

mkdir -p "$BACKUP_DIR/wal"
receive() {
  pg_receivewal --dbname="$REPLICATION_URL" --no-password --no-loop --slot="$slot" "$@" &
  child=$!
  wait "$child"
}
while true; do
  # A segment has its own name once it is whole; the one being written is called .partial, and each commit in it is flushed at once.
  if receive --create-slot --if-not-exists; then receive --synchronous --directory="$BACKUP_DIR/wal" || true; fi
  echo "archive: the server is away, trying again" >&2
  sleep 1
done
