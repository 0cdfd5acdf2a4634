import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A program that tests need and Debian has. */
export interface Tool {
  readonly program: string;
  /** Where it may be besides PATH; a `*` stands for one folder's name, the highest version wins. */
  readonly folders: readonly string[];
  readonly debianPackages: readonly string[];
}

const APT_TIMEOUT_MS = 900_000;

/**
 * Installs without starting a service and without PostgreSQL's default cluster. One installation at a time on
 * this machine: apt has no queue of its own for `update`.
 */
const APT_SCRIPT = `
set -e
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
fi
apt-get -qq update
apt-get -qq install -y --no-install-recommends -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold "$@"
`;

/**
 * The path of the program. Where it is missing, it is installed on Debian as root; anywhere else this fails
 * with one line that says how to get it.
 */
export async function findOrInstall(tool: Tool): Promise<string> {
  const found = find(tool);
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(missing(tool));
  process.stderr.write(`tests: installing ${tool.debianPackages.join(', ')} (once)\n`);
  try {
    await run('flock', ['/tmp/vpa-apt.lock', 'bash', '-c', APT_SCRIPT, 'apt', ...tool.debianPackages], {
      timeout: APT_TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const cause = error instanceof Error ? error.message.trim().split('\n').slice(-3).join(' | ') : String(error);
    throw new Error(`${missing(tool)} (${cause})`, { cause: error });
  }
  const installed = find(tool);
  if (installed === null) throw new Error(missing(tool));
  return installed;
}

function missing(tool: Tool): string {
  return `the tests need ${tool.program}: apt-get install ${tool.debianPackages.join(' ')}`;
}

function find(tool: Tool): string | null {
  const folders = [...tool.folders.flatMap(expand), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, tool.program)).find(isExecutable) ?? null;
}

function expand(pattern: string): string[] {
  const [parent, rest] = pattern.split('/*');
  if (parent === undefined || rest === undefined) return [pattern];
  if (!existsSync(parent)) return [];
  const versions = readdirSync(parent).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return versions.map((version) => join(parent, version, rest));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
