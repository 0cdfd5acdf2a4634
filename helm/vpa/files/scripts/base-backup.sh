#!/usr/bin/env bash
# Copies the server of REPLICATION_URL into BACKUP_DIR/base-<time it was finished>, from where restore-to-time.sh goes on with the log.
# A copy gets its name only once every file in it agrees with its checksum.
set -euo pipefail
: "${REPLICATION_URL:?}" "${BACKUP_DIR:?}"

part="$BACKUP_DIR/.base.part"
rm -rf "$part"
trap 'rm -rf "$part"' EXIT

pg_basebackup --dbname="$REPLICATION_URL" --no-password --pgdata="$part" --checkpoint=fast --wal-method=stream --manifest-checksums=SHA256
pg_verifybackup --quiet "$part"
name="base-$(date -u +%Y%m%dT%H%M%SZ)"
mv --no-target-directory "$part" "$BACKUP_DIR/$name"
sync "$BACKUP_DIR"
echo "base-backup: wrote $name, $(du -sb "$BACKUP_DIR/$name" | cut -f1) bytes"
