/** The search command as a user calls it: the built program as a process of its own, with its threads. */
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { evaluatePoints } from '../../src/domain/backtest/search/evaluate-points.js';
import { gridPoints } from '../../src/domain/backtest/search/grid.js';
import { studyMarket, type SearchReport } from '../../src/domain/backtest/search/search-market.js';
import { USUAL_TERMS } from '../../src/domain/backtest/market-terms.js';
import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { runCli } from '../support/run-cli.js';

const FILE = fileURLToPath(new URL('../fixtures/simulated-bars.csv', import.meta.url));
const search = (...args: readonly string[]) => runCli(['search', FILE, ...args]);

describe('vpa search', () => {
  test('comes on threads to what one thread comes to', async () => {
    const { code, stdout } = await search('--price-unit', 'vnd', '--train', '0', '--stop', '200,400,800', '--format', 'json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as SearchReport;
    const series = await readCsvColumns(FILE, { priceUnit: 'vnd', today: '2026-01-01' as never }, () => {});
    const points = gridPoints({
      kinds: [],
      volumeRatio: [1.5, 1.8, 2, 2.5],
      closePosition: [0.6, 0.7, 0.8],
      stopBasisPoints: [200, 400, 800],
      targetBasisPoints: [0],
      maxBars: [10],
    });
    const alone = evaluatePoints(studyMarket(series, { exchanges: new Map(), priceUnitVnd: 1 }), points, {
      kinds: -1,
      terms: USUAL_TERMS,
      cash: 100_000_000,
      from: -Infinity,
      to: Infinity,
    });
    expect(report.points).toHaveLength(36);
    const key = (point: unknown) => JSON.stringify(point);
    const found = new Map(report.points.map(({ point, count, wins, meanReturnPct }) => [key(point), [count, wins, meanReturnPct]]));
    expect(found).toEqual(new Map(alone.map(({ point, trades, wins, meanReturnPct }) => [key(point), [trades, wins, meanReturnPct]])));
    expect(alone.reduce((sum, { trades }) => sum + trades, 0)).toBeGreaterThan(100);
  });

  test('tells what luck would have shown, and what came after what was chosen', async () => {
    const { code, stdout } = await search('--price-unit', 'vnd', '--train', '60', '--test', '20', '--top', '3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^12 points|^24 points/);
    expect(stdout).toMatch(/without skill the best of them would show/);
    expect(stdout.match(/ skill [-0-9]/g)).toHaveLength(3);
    expect(stdout).toMatch(/walk-forward: chosen before, judged after\n\d{4}-\d{2}-\d{2} to /);
  });

  test.each([
    [['--kinds', 'SPRINGS'], 2, /--kinds: no kind SPRINGS/],
    [['--stop', 'far'], 2, /--stop: not a list of numbers/],
    [['--close-position', '2'], 1, /closePosition has to be a list of numbers from 0 to 1/],
    [['--max-bars', '0'], 2, /walk-forward needs a limit of bars/],
  ])('ends with %j with %d and one plain message', async (args, expected, message) => {
    const { code, stdout, stderr } = await search(...args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(message);
  });
});
