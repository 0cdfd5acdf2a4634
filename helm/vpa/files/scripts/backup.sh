#!/usr/bin/env bash
# Dumps the database of DATABASE_URL into BACKUP_DIR and removes dumps older than RETENTION_DAYS.
# A dump gets its name only once it is whole and readable; nothing is removed unless this run's dump is.
set -euo pipefail
: "${DATABASE_URL:?}" "${BACKUP_DIR:?}" "${RETENTION_DAYS:?}"

name="vpa-$(date -u +%Y%m%dT%H%M%SZ).dump"
part="$BACKUP_DIR/.$name.part"
trap 'rm -f "$part"' EXIT

pg_dump --format=custom --compress=6 --no-owner --file="$part" --dbname="$DATABASE_URL"
pg_restore --list "$part" | grep 'TABLE DATA' > /dev/null || { echo "backup: the dump holds no table" >&2; exit 1; }
(cd "$BACKUP_DIR" && sha256sum ".$name.part" | sed "s/\.$name\.part/$name/" > "$name.sha256")
mv "$part" "$BACKUP_DIR/$name"
sync "$BACKUP_DIR/$name"

find "$BACKUP_DIR" -maxdepth 1 -name 'vpa-*.dump' ! -name "$name" -mtime "+$RETENTION_DAYS" -print | while read -r old; do
  rm -f "$old" "$old.sha256"
  echo "backup: removed $(basename "$old")"
done
echo "backup: wrote $name, $(stat -c %s "$BACKUP_DIR/$name") bytes"
