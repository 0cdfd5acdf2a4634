/** Pictures and pages of the command line: the same for the same bars, and with nothing later than the signal unless asked for. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it } from 'vitest';

import { SIGNAL_KINDS } from '../../src/domain/vpa/detectors/index.js';
import { runCli } from '../support/run-cli.js';

const BARS = fileURLToPath(new URL('../fixtures/worked-examples.csv', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'vpa-charts-'));
afterAll(() => rmSync(directory, { recursive: true }));

const SIGNAL = ['--symbol', 'HPG', '--date', '2025-05-30', '--kind', 'HIGH_VOLUME_NO_PROGRESS'];
const chart = (file: string, ...args: readonly string[]) => runCli(['chart', file, '--price-unit', 'kvnd', ...args]);
const count = (svg: string, name: string): number => svg.split(`<${name} `).length - 1;
/** Every element that is opened is closed, in order. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, end, name = '', self] of svg.matchAll(/<(\/?)([a-z]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (end === '/' && open.pop() !== name) return false;
    if (end === '' && self === '') open.push(name);
  }
  return open.length === 0 && !/&(?!amp;|lt;|gt;|quot;)/.test(svg);
}

describe('vpa chart', () => {
  it('draws the bars before a signal, its levels and its texts in both languages', async () => {
    const { code, stdout } = await chart(BARS, ...SIGNAL, '--bars', '40');
    expect(code).toBe(0);
    expect(isWellFormed(stdout)).toBe(true);
    // The ground, the stripe of the signal, and 41 candles and volumes.
    expect(count(stdout, 'rect')).toBe(2 + 2 * 41);
    for (const words of ['HPG · 2025-05-30 · HIGH_VOLUME_NO_PROGRESS', 'support 19.5', 'resistance 22.12', 'ends beyond 22.43'])
      expect(stdout).toContain(`>${words}</text>`);
    const { stdout: vietnamese } = await chart(BARS, ...SIGNAL, '--lang', 'vi');
    expect(vietnamese).toContain('>kháng cự 22.12</text>');
    expect(vietnamese).toContain('Khối lượng lớn ở vùng cao');
  });

  it('knows nothing of later bars, unless they are asked for', async () => {
    const lines = readFileSync(BARS, 'utf8').trim().split('\n');
    const cut = join(directory, 'cut.csv');
    writeFileSync(cut, lines.filter((line) => !line.startsWith('HPG,') || line < 'HPG,2025-05-31').join('\n'));
    const [whole, early, after] = await Promise.all([
      chart(BARS, ...SIGNAL),
      chart(cut, ...SIGNAL),
      chart(BARS, ...SIGNAL, '--after', '5'),
    ]);
    expect(early.stdout).toBe(whole.stdout);
    expect(count(after.stdout, 'rect')).toBe(count(whole.stdout, 'rect') + 10);
  });

  it('says where a rule did not fire, and refuses what is not there', async () => {
    const none = await chart(BARS, '--symbol', 'HPG', '--date', '2025-05-30', '--kind', 'SPRING');
    expect(none.stdout).toContain('SPRING: did not fire');
    expect(none.stdout).not.toContain('ends beyond');
    expect(await chart(BARS, '--symbol', 'HPG', '--date', '2025-06-01', '--kind', 'SPRING')).toMatchObject({ code: 1, stdout: '' });
    expect(await chart(BARS, ...SIGNAL, '--bars', '999')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('vpa stats --page', () => {
  it('writes a page that names every kind and says what shows no edge, with charts', async () => {
    const page = join(directory, 'record.md');
    const { code, stdout } = await runCli(['stats', BARS, '--page', page]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const text = readFileSync(page, 'utf8');
    for (const kind of SIGNAL_KINDS) expect(text).toContain(`| ${kind} | `);
    expect(text).toContain(`**No edge is shown for ${SIGNAL_KINDS.length} of ${SIGNAL_KINDS.length} kinds**`);
    const charts = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path!);
    expect(charts).toEqual(['record/edge.svg', 'record/hits.svg', 'record/horizons.svg']);
    for (const path of charts) expect([path, isWellFormed(readFileSync(join(directory, path), 'utf8'))]).toEqual([path, true]);
  });
});
