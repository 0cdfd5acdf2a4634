/**
 * Writes what the documents show of real bars: docs/track-record.md with its charts, and the charts of docs/explanations.md; or the same names
 * in the directory of the second argument. Needs the build.
 *
 *   node scripts/emit-charts.mjs BARS.csv.gz [DIRECTORY]
 *
 * BARS: daily bars in thousand VND from 2017 to November 2025.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLES = [
  ['HPG', '2025-05-30', 'HIGH_VOLUME_NO_PROGRESS'],
  ['TCB', '2025-05-20', 'PROFESSIONAL_VOLUME'],
  ['VIC', '2025-06-16', 'NO_DEMAND'],
];
const [bars, directory = 'docs'] = process.argv.slice(2);
if (bars === undefined) throw new Error('needs a file of bars');
const cli = fileURLToPath(new URL('../dist/src/main/cli.js', import.meta.url));
const vpa = (...args) => execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8' });

const counted = ['--from', '2018-01-01', '--to', '2025-10-31', '--known-before', '2025-01-01'];
vpa('stats', bars, ...counted, '--page', join(directory, 'track-record.md'));
mkdirSync(join(directory, 'explanations'), { recursive: true });
for (const [symbol, date, kind] of EXAMPLES) {
  const chart = vpa('chart', bars, '--price-unit', 'kvnd', '--symbol', symbol, '--date', date, '--kind', kind);
  writeFileSync(join(directory, 'explanations', `${symbol.toLowerCase()}-${date}.svg`), chart);
}
