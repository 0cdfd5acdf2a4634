/** The option --rules as a user gives it: the built program as a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

import { runCli } from '../support/run-cli.js';

const BARS = fileURLToPath(new URL('../fixtures/worked-examples.csv', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'vpa-rule-sets-'));
afterAll(() => rmSync(directory, { recursive: true }));

const OWN = {
  name: 'mine',
  version: 'mine-3',
  summary: { en: 'Mine.', vi: 'Của tôi.' },
  detectors: [
    {
      kind: 'LOW_VOLUME_ADVANCE',
      direction: 'BEARISH',
      stars: 2,
      setsBackground: false,
      summary: { en: 'A rise on little volume.', vi: 'Giá tăng với khối lượng thấp.' },
      conditions: [
        { type: 'threshold', column: 'volumeRatio', comparison: 'below', threshold: 0.8 },
        { type: 'threshold', column: 'changePct', comparison: 'above', threshold: 1 },
      ],
    },
  ],
};

function fileOf(name: string, value: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

type Row = Readonly<Record<string, string>>;

async function rowsOf(...args: readonly string[]): Promise<readonly Row[]> {
  const { code, stdout, stderr } = await runCli(args);
  expect([code, stderr]).toEqual([0, '']);
  const [header = '', ...lines] = stdout.trim().split('\n');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [header.split(',')[i] ?? '', cell])));
}

const detect = (...args: readonly string[]) => rowsOf('detect', BARS, '--price-unit', 'kvnd', ...args);

describe('vpa detect --rules', () => {
  test('the textbook is the default, and says its version where it is asked for', async () => {
    const byDefault = await detect();
    const asked = await detect('--rules', 'textbook');
    expect(asked).toEqual(byDefault.map((row) => ({ ...row, rule_version: 'textbook-1', original_name: '' })));
    expect(await detect('--rules', 'textbook-1')).toEqual(asked);
  });

  test('the series finds by its own thresholds', async () => {
    const rows = await detect('--rules', 'series');
    expect(rows.length).toBeGreaterThan(100);
    expect(new Set(rows.map((row) => row['rule_version']))).toEqual(new Set(['series-1']));
    const rallies = rows.filter(({ kind }) => kind === 'LOW_VOLUME_ADVANCE');
    expect(rallies.length).toBeGreaterThan(0);
    for (const row of rallies) {
      expect(Number(row['volume_ratio'])).toBeLessThan(0.8);
      expect(Number(row['change_pct'])).toBeGreaterThan(1);
      expect(row['original_name']).toBe('No Supply 5.1');
    }
    const stopping = rows.filter(({ kind }) => kind === 'STOPPING_VOLUME');
    expect(stopping.length).toBeGreaterThan((await detect()).filter(({ kind }) => kind === 'STOPPING_VOLUME').length);
  });

  test('the quick rules have honest names and tell the original ones', async () => {
    const rows = await detect('--rules', 'quick-1');
    const names = new Map(rows.map((row) => [row['kind'], row['original_name']]));
    expect(rows.length).toBeGreaterThan(5);
    expect(names.get('DEMAND_SURGE')).toBe('No Supply');
    for (const row of rows) expect(Number(row['volume_ratio'])).toBeGreaterThan(2.5);
  });

  test('rules of your own come from a file, and find what the same rules of the series find', async () => {
    const rows = await detect('--rules', fileOf('mine.json', OWN));
    const same = (await detect('--rules', 'series')).filter(({ kind }) => kind === 'LOW_VOLUME_ADVANCE');
    expect(rows.map((row) => [row['symbol'], row['trading_date']])).toEqual(same.map((row) => [row['symbol'], row['trading_date']]));
    expect(rows[0]?.['rule_version']).toBe('mine-3');
  });

  test.each([
    [['--rules', 'vsa'], 2, 'no rule set vsa; there are textbook (textbook-1), series (series-1), quick (quick-1)'],
    [['--rules', 'series-2'], 2, 'no rule set series-2; there are'],
    [['--rules', 'series', '--scores', '--sectors', 'x.csv'], 2, 'scores are defined on the rules of textbook-1 alone'],
    [['--rules', join(directory, 'none.json')], 1, 'cannot read'],
    [['--rules', fileOf('text.json', '{')], 1, 'is no JSON'],
    [['--rules', fileOf('taken.json', { ...OWN, name: 'series', version: 'series-2' })], 1, 'series is taken'],
    [
      ['--rules', fileOf('broken.json', { ...OWN, detectors: [{ ...OWN.detectors[0], stars: 9 }] })],
      1,
      'rule set: detectors[0].stars: 9 is none of',
    ],
  ])('%j ends with one line', async (args, expected, message) => {
    const { code, stdout, stderr } = await runCli(['detect', BARS, '--price-unit', 'kvnd', ...args]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('vpa detect --formula', () => {
  test('prints the score of the series and its verdict, as it is written, over what was measured', async () => {
    const rows = await detect('--formula', 'series-stopping-volume');
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect([row['kind'], row['rule_version'], row['formula']]).toEqual(['STOPPING_VOLUME', 'series-1', 'series-stopping-volume']);
      const volumeRatio = Number(row['volume_ratio']);
      const steps = [1.2, 1.5, 2, 2.5, 3].filter((step) => volumeRatio >= step).length;
      const value = 12 * steps + 40 * Number(row['close_position']);
      expect(Number(row['value'])).toBeCloseTo(value, 6);
      expect(row['verdict']).toBe(value > 70 ? 'GOOD' : value >= 50 ? 'MEDIUM' : 'WEAK');
    }
  });

  test('takes the signals of another rule set where one is named, and needs no sectors', async () => {
    const rows = await detect('--scores', '--formula', 'series-no-supply', '--rules', 'textbook');
    expect(new Set(rows.map((row) => row['kind']))).toEqual(new Set(['NO_SUPPLY', 'LOW_VOLUME_ADVANCE']));
    // From 29.57 to 29.32 on 0.303063881 of its volume: 10 · (29.32 / 29.57 − 1) · 100 is −8.4545, 125 · 0.496936119 is 62.1170.
    const worked = rows.find((row) => row['symbol'] === 'TCB' && row['trading_date'] === '2025-06-11');
    expect(worked).toMatchObject({ kind: 'NO_SUPPLY', rule_version: 'textbook-1', verdict: 'MEDIUM' });
    expect(Number(worked?.['value'])).toBeCloseTo(53.6625, 4);
  });

  test('prints the confidence of the quick rules', async () => {
    for (const row of await detect('--formula', 'quick-confidence')) {
      const [volumeRatio, isSurge] = [Number(row['volume_ratio']), row['kind'] === 'DEMAND_SURGE'];
      expect(Number(row['value'])).toBeCloseTo(Math.min(isSurge ? 0.8 : 0.9, volumeRatio / (isSurge ? 5 : 4)), 6);
    }
  });

  test.each([
    [['--formula', 'series'], 'no formula series; there are series-stopping-volume, series-no-supply, quick-confidence'],
    [['--formula', 'series-no-supply', '--features'], '--formula and --features exclude each other'],
    [
      ['--formula', 'series-no-supply', '--rules', 'quick'],
      'series-no-supply is for NO_SUPPLY, LOW_VOLUME_ADVANCE; rule set quick-1 has none of them',
    ],
  ])('%j ends with one line', async (args, message) => {
    const { code, stdout, stderr } = await runCli(['detect', BARS, '--price-unit', 'kvnd', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('other commands with --rules', () => {
  const explain = (...args: readonly string[]) =>
    runCli(['explain', BARS, '--price-unit', 'kvnd', '--symbol', 'HPG', '--date', '2025-05-30', ...args]);

  test('explain tells by which rules, also under the original name', async () => {
    const { code, stdout } = await explain('--rules', 'quick', '--kind', 'No Supply');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^No DEMAND_SURGE \(quick-1\): 1\/2 conditions hold/);
  });

  test('explain knows no rule that the set does not have', async () => {
    const { code, stderr } = await explain('--rules', 'series', '--kind', 'HIDDEN_DEMAND');
    expect(code).toBe(2);
    expect(stderr).toContain('rule set series-1 has no rule HIDDEN_DEMAND; there are STOPPING_VOLUME');
  });

  test('stats counts by the rules of the set', async () => {
    const rows = await rowsOf('stats', BARS, '--rules', 'quick', '--regime', 'ALL', '--horizon', '5');
    expect(rows.map((row) => [row['kind'], row['rule_version']])).toEqual([
      ['DEMAND_SURGE', 'quick-1'],
      ['EFFORT_NO_RESULT', 'quick-1'],
    ]);
    const found = (await detect('--rules', 'quick')).filter((row) => row['symbol'] !== 'VNINDEX' && row['illiquid'] === 'false');
    expect(rows.reduce((sum, row) => sum + Number(row['signals']), 0)).toBe(found.length);
  });

  test('backtest trades the signals of the set and keeps its version', async () => {
    const report = async (...args: readonly string[]) => {
      const { code, stdout } = await runCli(['backtest', BARS, '--strategy', 'stopping-volume', '--format', 'json', ...args]);
      expect(code).toBe(0);
      return JSON.parse(stdout) as { readonly ruleVersion: string; readonly orders: number };
    };
    const [textbook, series] = [await report(), await report('--rules', 'series')];
    expect([textbook.ruleVersion, series.ruleVersion]).toEqual(['textbook-1', 'series-1']);
    expect(series.orders).not.toBe(textbook.orders);
  });

  test('backtest refuses scores of rules that have none', async () => {
    const sectors = fileURLToPath(new URL('../fixtures/worked-sectors.csv', import.meta.url));
    const { code, stderr } = await runCli(['backtest', BARS, '--strategy', 'strength', '--sectors', sectors, '--rules', 'series']);
    expect(code).toBe(1);
    expect(stderr).toBe('vpa: strategy strength asks for scores, which are not defined on the rules of series-1\n');
  });

  test('backtest refuses provisional rules', async () => {
    const { code, stderr } = await runCli(['backtest', BARS, '--strategy', 'stopping-volume', '--rules', 'quick']);
    expect(code).toBe(2);
    expect(stderr).toContain('no rule set quick; there are textbook (textbook-1), series (series-1)');
  });
});
