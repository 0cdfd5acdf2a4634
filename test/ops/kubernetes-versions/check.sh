#!/usr/bin/env bash
# Decodes the committed manifests strictly into the API types of Kubernetes 1.30 to 1.34, or of the versions given (such as 0.32.5).
# Needs Go; some minutes for the first time.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
[ "$#" -gt 0 ] || set -- 0.30.14 0.31.14 0.32.10 0.33.6 0.34.2
for version in "$@"; do
  folder="$(mktemp -d)"
  cp "$here/main.go" "$folder"
  (
    cd "$folder"
    go mod init strict
    go get "k8s.io/api@v$version" "k8s.io/apimachinery@v$version" sigs.k8s.io/yaml@v1.4.0
    go mod tidy
    go build -o strict .
  ) > "$folder/log" 2>&1 || { tail -n 5 "$folder/log" >&2; exit 1; }
  printf 'Kubernetes 1.%s: ' "${version#0.}"
  "$folder/strict" "$here"/../../../helm/vpa/ci/rendered/*.yaml
  rm -rf "$folder"
done
