#!/usr/bin/env bash
# Formats, validates and tests every module and environment that has tests. No account is needed: AWS is mocked.
# Where the provider cannot be downloaded, TF_CLI_CONFIG_FILE may name a file with a filesystem_mirror.
set -euo pipefail
cd "$(dirname "$0")"
terraform fmt -check -recursive .
for folder in modules/*/ envs/*/; do
  [ -d "${folder}tests" ] || [ "$#" -gt 0 ] || continue
  echo "== $folder"
  terraform -chdir="$folder" init -backend=false -input=false > /dev/null
  terraform -chdir="$folder" validate > /dev/null
  [ ! -d "${folder}tests" ] || terraform -chdir="$folder" test
done
