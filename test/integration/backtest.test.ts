/** The backtest command as a user calls it: the built program as a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

import type { BacktestReport } from '../../src/domain/backtest/report.js';
import { PRESETS } from '../../src/domain/backtest/strategy-presets.js';
import { runCli } from '../support/run-cli.js';

const FILE = fileURLToPath(new URL('../fixtures/fpt-vnindex-bars.csv', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'vpa-backtest-'));
afterAll(() => rmSync(directory, { recursive: true }));
const SECTORS = join(directory, 'sectors.csv');
writeFileSync(SECTORS, 'symbol,sector\nFPT,Technology\n');

const backtest = (...args: readonly string[]) => runCli(['backtest', FILE, ...args]);
const reportOf = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await backtest('--format', 'json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as BacktestReport;
};

describe('vpa backtest', () => {
  test('prints the figures, what they rest on and the verdict on look-ahead', async () => {
    const { code, stdout, stderr } = await backtest('--strategy', 'no-supply');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^no-supply on 1 stocks, \d{4}-\d{2}-\d{2} to /);
    expect(stdout).toMatch(/look-ahead: none found, tried at 3 cuts/);
    expect(stdout).toMatch(/^VNINDEX +-?\d+\.\d\d %$/m);
    for (const label of ['total return', 'Sharpe', 'VNINDEX', 'profit factor', 'drawn anew', 'by exit', 'NO_SUPPLY'])
      expect(stdout).toContain(label);
  });

  test('prints the same bytes for the same input, with every trade adding up', async () => {
    const [once, twice] = await Promise.all([1, 2].map(() => backtest('--strategy', 'no-supply', '--format', 'json')));
    expect(once?.stdout).toBe(twice?.stdout);
    const report = JSON.parse(once!.stdout) as BacktestReport;
    expect(report.trades.length).toBeGreaterThan(4);
    expect(report.dataHash).toMatch(/^[0-9a-f]{64}$/);
    for (const { profit, shares, entryPrice, exitPrice, entryFee, exitFee, saleTax, entryDate, signalDate } of report.trades) {
      expect(profit).toBe(shares * (exitPrice - entryPrice) - entryFee - exitFee - saleTax);
      expect(shares % 10).toBe(0);
      expect(entryDate > signalDate).toBe(true);
    }
    expect(report.curve).toHaveLength(report.metrics.sessions);
    const closed = report.trades.reduce((sum, { profit }) => sum + profit, 0);
    if (report.open.length === 0) expect(report.finalEquity).toBe(report.initialCash + closed);
  });

  test('takes strategies from files, and scores where they are asked for', async () => {
    const own = join(directory, 'own.json');
    writeFileSync(
      own,
      JSON.stringify({ ...PRESETS[0], name: 'own', exit: { stop: { from: 'ENTRY', belowBasisPoints: 300 }, maxBars: 5 } }),
    );
    const report = await reportOf('--strategy', own);
    expect(report.strategy).toMatchObject({ name: 'own', exit: { trail: null, kinds: [] } });
    expect(new Set(report.byReason.map(([reason]) => reason))).not.toContain('TARGET');
    const scored = await reportOf('--strategy', 'strength', '--sectors', SECTORS);
    expect(scored.lookAhead.verdict).toBe('NONE_FOUND');
  });

  test('trades the period and by the terms it is told', async () => {
    const usual = await reportOf('--strategy', 'no-supply', '--from', '2024-11-01', '--to', '2025-03-31');
    expect([usual.from >= '2024-11-01', usual.to <= '2025-03-31']).toEqual([true, true]);
    const free = await reportOf('--strategy', 'no-supply', '--fee', '0', '--sale-tax', '0', '--slippage', '0');
    expect([free.total.fees, free.total.saleTax]).toEqual([0, 0]);
    const loose = await reportOf('--strategy', 'no-supply', '--no-exchange-rules');
    expect(loose.trades.some(({ shares }) => shares % 100 !== 0)).toBe(true);
  });

  test('writes a page with charts that loads nothing', async () => {
    const { code, stdout } = await backtest('--strategy', 'no-supply', '--format', 'html');
    expect(code).toBe(0);
    expect(stdout.match(/<svg /g)).toHaveLength(2);
    expect(stdout).not.toMatch(/<script|<link|https?:|src=|NaN|undefined/);
    expect(stdout.match(/<tr><td>FPT<\/td>/g)!.length).toBeGreaterThan(4);
  });

  test.each([
    [['--strategy', 'winning'], 2, /no strategy winning; there are stopping-volume, /],
    [['--strategy', 'strength'], 2, /needs? --sectors/],
    [['--strategy', 'missing.json'], 1, /cannot read missing\.json/],
    [['--strategy', 'spring', '--cash', '10'], 1, /cash has to be from 1000000 to/],
    [['--strategy', 'spring', '--fee', 'little'], 2, /--fee: not a number: little/],
    [['--strategy', 'spring', '--from', '2035-01-01'], 1, /there is no session to trade/],
    [[], 2, /required option '--strategy/],
  ])('ends with %j with %d and one plain message', async (args, expected, message) => {
    const { code, stdout, stderr } = await backtest(...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
