import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { freePort } from './free-port.js';
import { restlessBars } from './restless-bars.js';

const BARS = 120;

export interface RunningDoor {
  readonly url: string;
  readonly port: number;
  readonly metricsPort: number;
  /** What the process said so far. */
  readonly log: string;
  /** The exit code. */
  stop(): Promise<number | null>;
}

/** Migrates the database and stores stocks AAA, AAB … with 120 bars each and their signals. */
export async function fillDatabase(databaseUrl: string, stocks: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'vpa-door-'));
  try {
    const file = join(directory, 'bars.csv');
    const rows = Array.from({ length: stocks }, (_, i) => rowsOf(symbolOf(i), i + 1));
    writeFileSync(file, ['symbol,date,open,high,low,close,volume', ...rows.flat()].join('\n'));
    const env = { ...process.env, DATABASE_URL: databaseUrl, METRICS_PORT: '0' };
    for (const args of [['migrate'], ['import', file, '--price-unit', 'vnd'], ['scan']]) {
      await promisify(execFile)(process.execPath, ['dist/src/main/cli.js', ...args], { env });
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The built API as a process of its own; ready when this resolves. */
export async function startDoor(env: Readonly<Record<string, string>>): Promise<RunningDoor> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const api = new VpaProcess({
    args: ['api'],
    env: { PORT: String(port), METRICS_PORT: String(metricsPort), ...env },
    isUp: async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true,
  });
  await api.up();
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    port,
    metricsPort,
    get log() {
      return api.log;
    },
    stop: () => api.stop(),
  };
}

function symbolOf(index: number): string {
  return [676, 26, 1].map((place) => String.fromCharCode(65 + (Math.floor(index / place) % 26))).join('');
}

function rowsOf(symbol: string, seed: number): string[] {
  const bars = restlessBars(BARS, { seed });
  return [...bars.epochDay].map((day, t) =>
    [symbol, fromEpochDay(day), bars.open[t], bars.high[t], bars.low[t], bars.close[t], bars.volume[t]].join(','),
  );
}
