/** The stats command as a user calls it: the built program as a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { fromEpochDay } from '../../src/domain/market/trading-date.js';
import { restlessBars } from '../support/restless-bars.js';
import { runCli } from '../support/run-cli.js';

const SYMBOLS = ['AAA', 'BBB', 'CCC', 'DDD'];
const DAYS = 200;
const directory = mkdtempSync(join(tmpdir(), 'vpa-stats-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Closes of the stocks by date, for the test's own arithmetic. */
const closes = new Map<string, ReadonlyMap<string, readonly [number, number | undefined]>>();
const rows = ['symbol,date,open,high,low,close,volume'];
for (const [i, symbol] of [...SYMBOLS, 'VNINDEX'].entries()) {
  const bars = restlessBars(DAYS, { seed: i + 1 });
  const dates = Array.from(bars.epochDay, fromEpochDay);
  for (const [t, date] of dates.entries())
    rows.push([symbol, date, bars.open[t], bars.high[t], bars.low[t], bars.close[t], bars.volume[t]].join(','));
  if (symbol !== 'VNINDEX') closes.set(symbol, new Map(dates.map((date, t) => [date, [bars.close[t]!, bars.close[t + 5]]])));
}
const FILE = join(directory, 'bars.csv');
const LIST = join(directory, 'list.csv');
writeFileSync(FILE, rows.join('\n'));
writeFileSync(LIST, 'symbol,sector\nAAA,Steel\nBBB,Steel\n');

type Row = Readonly<Record<string, string>>;

function parse(csv: string): readonly Row[] {
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])));
}

const stats = (...args: readonly string[]) => runCli(['stats', FILE, '--price-unit', 'vnd', ...args]);

describe('vpa stats', () => {
  test('prints a row for each kind, regime and horizon', async () => {
    const { code, stdout, stderr } = await stats();
    expect([code, stderr]).toEqual([0, '']);
    const printed = parse(stdout);
    expect(printed).toHaveLength(27 * 6 * 5);
    const sum = (regimes: (regime: string) => boolean) =>
      printed.filter((row) => row['horizon'] === '1' && regimes(row['regime']!)).reduce((total, row) => total + Number(row['signals']), 0);
    expect(sum((regime) => regime === 'ALL')).toBeGreaterThan(100);
    expect(sum((regime) => regime !== 'ALL')).toBe(sum((regime) => regime === 'ALL'));
  });

  test('counts the signals that detect prints, and means what became of them', async () => {
    const signals = parse((await runCli(['detect', FILE, '--price-unit', 'vnd'])).stdout).filter((row) => row['symbol'] !== 'VNINDEX');
    const kind = 'STRENGTH_ON_RALLY';
    const [row] = parse((await stats('--horizon', '5', '--regime', 'ALL')).stdout).filter((each) => each['kind'] === kind);
    const own = signals.filter((signal) => signal['kind'] === kind);
    expect(row?.['signals']).toBe(String(own.length));
    const change = ([close, later]: readonly [number, number | undefined]) => (later === undefined ? undefined : (later / close - 1) * 100);
    const returns = own.flatMap((signal) => change(closes.get(signal['symbol']!)!.get(signal['trading_date']!)!) ?? []);
    expect(row?.['outcomes']).toBe(String(returns.length));
    expect(Number(row?.['mean_return_pct'])).toBeCloseTo(returns.reduce((sum, value) => sum + value, 0) / returns.length, 8);
    const excess = own.flatMap((signal) => {
      const date = signal['trading_date']!;
      const market = SYMBOLS.flatMap((symbol) => change(closes.get(symbol)!.get(date)!) ?? []);
      const ofSignal = change(closes.get(signal['symbol']!)!.get(date)!);
      return ofSignal === undefined ? [] : ofSignal - market.reduce((sum, value) => sum + value, 0) / market.length;
    });
    expect(Number(row?.['mean_excess_pct'])).toBeCloseTo(excess.reduce((sum, value) => sum + value, 0) / excess.length, 8);
  });

  test('counts what the options ask for', async () => {
    const bars = async (...args: readonly string[]) =>
      Number(parse((await stats('--horizon', '5', '--regime', 'ALL', ...args)).stdout)[0]?.['bars']);
    const all = SYMBOLS.length * (DAYS - 20);
    expect(await bars()).toBe(all);
    expect(await bars('--sectors', LIST)).toBe(all / 2);
    expect(await bars('--known-before', '1999-01-01')).toBe(0);
    expect(await bars('--from', '2025-05-01', '--to', '2025-05-12')).toBe(SYMBOLS.length * 6);
  });

  test('takes the costs of a trade as they are given', async () => {
    const net = async (...args: readonly string[]) =>
      Number(
        parse((await stats('--horizon', '5', '--regime', 'ALL', ...args)).stdout).find((row) => row['kind'] === 'SPRING')?.['mean_net_pct'],
      );
    const [usual, free] = [await net(), await net('--fee', '0', '--sale-tax', '0')];
    expect((1 + usual / 100) / (1 + free / 100)).toBeCloseTo(0.9975 / 1.0015, 9);
  });

  test.each([
    [['--horizon', '4'], 2],
    [['--regime', 'GOOD'], 2],
    [['--fee', 'much'], 2],
    [['--fee', '10.5'], 1],
    [['--from', '2025-02-30'], 2],
    [['--sectors', 'missing.csv'], 1],
  ])('ends with %j with %d and one plain message', async (args, expected) => {
    const { code, stdout, stderr } = await stats(...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
