import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const VERSION = 'v3.16.4';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const CHART = `${ROOT}helm/vpa`;

/**
 * The helm to test with: the one on the PATH, one built before, or one built now where Go is (a minute or two, kept in node_modules).
 * @returns its path, or null where neither helm nor Go can be had
 */
export function findHelm(): string | null {
  if (runs('helm', ['version', '--short'])) return 'helm';
  const folder = `${ROOT}node_modules/.cache/helm-${VERSION}`;
  const built = `${folder}/helm`;
  if (existsSync(built)) return built;
  if (!runs('go', ['version'])) return null;
  mkdirSync(folder, { recursive: true });
  const build = spawnSync('go', ['install', `helm.sh/helm/v3/cmd/helm@${VERSION}`], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
    timeout: 600_000,
  });
  return build.status === 0 && existsSync(built) ? built : null;
}

/** Renders the chart, as a cluster of the given version would see it. */
export function render(helm: string, args: readonly string[], kubeVersion = '1.32.0'): { readonly ok: boolean; readonly text: string } {
  const run = spawnSync(helm, ['template', 'vpa', CHART, '--namespace', 'vpa', '--kube-version', kubeVersion, ...args], {
    encoding: 'utf8',
  });
  return { ok: run.status === 0, text: run.status === 0 ? run.stdout : run.stderr };
}

/** Runs `helm lint --strict`. @throws when it finds anything */
export function lint(helm: string, valuesFile: string): string {
  return execFileSync(helm, ['lint', '--strict', CHART, '--values', valuesFile], { encoding: 'utf8' });
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
