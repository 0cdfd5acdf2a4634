/**
 * Seconds from `npm ci && npm start` in a fresh clone of the committed state to the first answered query, cold (nothing
 * built, no data) and warm (built, data kept), and from Ctrl-C to the end. Needs git, npm and the package registry.
 *
 *   npm run bench:start
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { keepResult } from './support/result.js';

const LIMIT_MS = 180_000;
const QUERY = JSON.stringify({ query: '{ signals(first: 3) { edges { node { kind } } } }' });

const directory = mkdtempSync(join(tmpdir(), 'vpa-start-'));
try {
  execFileSync('git', ['clone', '-q', '.', directory]);
  const installed = performance.now();
  execFileSync('npm', ['ci'], { cwd: directory, stdio: 'ignore' });
  const ciSeconds = seconds(installed);
  const cold = await startOnce();
  const warm = await startOnce();
  keepResult('start', { ciSeconds, cold, warm, coldWithInstallSeconds: round(ciSeconds + cold.firstAnswerSeconds) });
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function startOnce(): Promise<{ readonly firstAnswerSeconds: number; readonly stopSeconds: number }> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: directory,
    env: { ...process.env, PORT: String(port), METRICS_PORT: '0' },
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    await firstAnswer(`http://127.0.0.1:${port}/graphql`, begun);
    const firstAnswerSeconds = seconds(begun);
    const stopped = performance.now();
    interrupt(child.pid);
    await ended;
    return { firstAnswerSeconds, stopSeconds: seconds(stopped) };
  } catch (error) {
    interrupt(child.pid);
    throw error;
  }
}

/** As the terminal does it: to the whole group. */
function interrupt(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGINT');
}

async function firstAnswer(url: string, begun: number): Promise<void> {
  while (performance.now() - begun < LIMIT_MS) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: QUERY,
      signal: AbortSignal.timeout(5_000),
    })
      .then((response) => response.text())
      .catch(() => '');
    if (answer.includes('"kind"')) return;
    await delay(100);
  }
  throw new Error(`no answer within ${LIMIT_MS / 1000} s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

function seconds(since: number): number {
  return round((performance.now() - since) / 1000);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
