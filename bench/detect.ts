/**
 * `vpa detect`, `vpa phases` and `vpa stats` as processes beside a bare Node program that only unpacks and splits the same file, rounds alternated.
 *
 *   node dist/bench/detect.js [bars.csv.gz] [node]
 *
 * The second argument is the Node to run both with (default: the one that runs this).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { fromEpochDay } from '../src/domain/market/trading-date.js';
import { keepResult, median } from './support/result.js';
import { loadSeries } from './support/series.js';

const ROUNDS = 9;
const CLI = fileURLToPath(new URL('../src/main/cli.js', import.meta.url));
const BARE = `
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
let cells = 0;
for (const line of gunzipSync(readFileSync(process.argv[2])).toString('latin1').split('\\n')) cells += line.split(',').length;
process.stdout.write(cells + '\\n');
`;

const directory = mkdtempSync(join(tmpdir(), 'vpa-bench-'));
const path = process.argv[2] ?? (await simulatedFile());
const node = process.argv[3] ?? process.execPath;
const bare = join(directory, 'bare.mjs');
writeFileSync(bare, BARE);
const sectors = join(directory, 'sectors.csv');
writeFileSync(sectors, await sectorsOf(path));

const commands = {
  bare: [bare, path],
  detect: [CLI, 'detect', path, '--price-unit', 'kvnd'],
  detectFeatures: [CLI, 'detect', path, '--price-unit', 'kvnd', '--features'],
  phases: [CLI, 'phases', path, '--sectors', sectors],
  stats: [CLI, 'stats', path],
};
type Command = keyof typeof commands;
const times: Record<Command, number[]> = { bare: [], detect: [], detectFeatures: [], phases: [], stats: [] };
for (let round = -1; round < ROUNDS; round++) {
  for (const name of Object.keys(commands) as Command[]) {
    const start = performance.now();
    const { status, stderr } = spawnSync(node, commands[name], { stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.toString()}`);
    // The first round only warms the disk cache.
    if (round >= 0) times[name].push(performance.now() - start);
  }
}
rmSync(directory, { recursive: true });

const bareMs = median(times.bare);
const ratioOf = (name: Command) => Number((median(times[name]) / bareMs).toFixed(2));
keepResult('detect', {
  input: process.argv[2] === undefined ? 'simulated' : 'file',
  rounds: ROUNDS,
  node: spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim(),
  ms: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, Math.round(median(list))])),
  ratio: ratioOf('detect'),
  ratioFeatures: ratioOf('detectFeatures'),
  ratioPhases: ratioOf('phases'),
  ratioStats: ratioOf('stats'),
});

/** A list that puts the symbols of the file into twenty sectors by turns. */
async function sectorsOf(file: string): Promise<string> {
  const symbols = (await loadSeries(file)).map(({ symbol }) => symbol);
  return ['symbol,sector', ...symbols.map((symbol, i) => `${symbol},Sector ${i % 20}`)].join('\n');
}

async function simulatedFile(): Promise<string> {
  const lines = ['ticker,date,open,high,low,close,volume'];
  for (const { symbol, bars } of await loadSeries(undefined)) {
    const { epochDay, open, high, low, close, volume } = bars;
    for (let t = 0; t < bars.length; t++)
      lines.push([symbol, fromEpochDay(epochDay[t] as number), open[t], high[t], low[t], close[t], volume[t]].join(','));
  }
  const simulated = join(directory, 'bars.csv.gz');
  writeFileSync(simulated, gzipSync(lines.join('\n')));
  return simulated;
}
