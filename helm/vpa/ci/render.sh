#!/usr/bin/env bash
# Renders the chart with each value file of this folder into rendered/ (or into the folder given), as a 1.32 cluster would.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="${1:-$here/rendered}"
mkdir -p "$out"
for values in "$here"/*-values.yaml; do
  name="$(basename "$values" -values.yaml)"
  "${HELM:-helm}" lint --strict --quiet "$here/.." --values "$values"
  "${HELM:-helm}" template vpa "$here/.." --namespace vpa --kube-version 1.32.0 --values "$values" > "$out/$name.yaml"
done
