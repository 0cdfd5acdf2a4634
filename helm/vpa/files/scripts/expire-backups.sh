#!/usr/bin/env bash
# Removes base backups, and the log before them, that no moment of the last RETENTION_DAYS needs.
# The newest base backup before that span stays, as its first moments are restored from it. Nothing is removed while the newest one
# is older than MAX_AGE_HOURS: where backups have stopped, the old ones are all there is.
set -euo pipefail
: "${BACKUP_DIR:?}" "${RETENTION_DAYS:?}"
max_age_hours="${MAX_AGE_HOURS:-26}"

mapfile -t bases < <(find "$BACKUP_DIR" -maxdepth 1 -type d -name 'base-*' -printf '%f\n' | sort)
[ "${#bases[@]}" -gt 0 ] || { echo "expire: no base backup in $BACKUP_DIR" >&2; exit 1; }
newest="${bases[-1]}"
[[ "$newest" > "base-$(date -u -d "-$max_age_hours hours" +%Y%m%dT%H%M%SZ)" ]] || {
  echo "expire: $newest is older than $max_age_hours hours, nothing is removed" >&2
  exit 1
}

bound="base-$(date -u -d "-$RETENTION_DAYS days" +%Y%m%dT%H%M%SZ)"
first="${bases[0]}"
for base in "${bases[@]}"; do
  if [[ ! "$base" > "$bound" ]]; then first="$base"; fi
done
# The log goes first: a base backup without its log is found by the next run, a log without its base backup is of no use.
segment="$(sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]\{24\}\))$/\1/p' "$BACKUP_DIR/$first/backup_label")"
[ -n "$segment" ] || { echo "expire: $first does not tell where its log begins" >&2; exit 1; }
pg_archivecleanup "$BACKUP_DIR/wal" "$segment"
for base in "${bases[@]}"; do
  [[ "$base" < "$first" ]] || break
  rm -rf "${BACKUP_DIR:?}/$base"
  echo "expire: removed $base"
done
echo "expire: any moment since ${first#base-} can be restored"
