/**
 * The common task of backtest tools: a bar with more than twice the mean volume of the 20 before it and its close in the upper 40 %
 * of its range is bought at the next opening and sold after 10 bars or 3 % lower; fee 0.15 % on each side, 0.1 % tax on sales.
 * Once from bars to outcome, and a grid of 100 points, with the rules of the market off and on, beside a plain
 * program of objects in the same run, rounds alternated, the grid also on threads; and beside vectorbt where Python has it (`--python PATH`).
 *
 *   node dist/bench/backtest.js [bars.csv.gz] [--python PATH]
 */
import { execFileSync } from 'node:child_process';

import { USUAL_TERMS, type MarketTerms } from '../src/domain/backtest/market-terms.js';
import { evaluatePoints } from '../src/domain/backtest/search/evaluate-points.js';
import { gridPoints, type Grid } from '../src/domain/backtest/search/grid.js';
import { deliveriesOf, studyStock, type StudyStock } from '../src/domain/backtest/search/study-stock.js';
import { openSearchPool } from '../src/main/search/search-pool.js';
import { isIndexSymbol } from '../src/domain/market/stock.js';
import { Workspace } from '../src/domain/vpa/workspace.js';
import { objectsTask } from './support/objects-backtest.js';
import { keepResult, median } from './support/result.js';
import { loadSeries } from './support/series.js';

const ROUNDS = 15;
const WARM_UP_ROUNDS = 4;
const LONG = 1_500;
const CASH = 100_000_000;

const args = process.argv.slice(2);
const python = args.includes('--python') ? args[args.indexOf('--python') + 1] : undefined;
const path = args[0]?.startsWith('--') === true ? undefined : args[0];
const series = (await loadSeries(path)).filter(({ symbol, bars }) => !isIndexSymbol(symbol) && (path === undefined || bars.length > LONG));
const priceUnitVnd = path === undefined ? 1 : 1_000;

const workspace = new Workspace();
const deliveries = deliveriesOf(series);
const study = (): StudyStock[] => series.map((each) => studyStock(each, { exchange: 'HOSE', priceUnitVnd, deliveries, workspace }));
const stocks = study();
const OFF: MarketTerms = { ...USUAL_TERMS, hasExchangeRules: false, slippageBasisPoints: 0, volumeShareBasisPoints: null };
const ON: MarketTerms = USUAL_TERMS;
const TASK: Grid = { kinds: [], volumeRatio: [2], closePosition: [0.6], stopBasisPoints: [300], targetBasisPoints: [0], maxBars: [10] };
const HUNDRED: Grid = {
  ...TASK,
  volumeRatio: [1.5, 2, 2.5, 3],
  closePosition: [0.5, 0.6, 0.7, 0.8, 0.9],
  stopBasisPoints: [200, 300, 400, 500, 800],
};
const evaluate = (grid: Grid, terms: MarketTerms) =>
  evaluatePoints(stocks, gridPoints(grid), { kinds: -1, terms, cash: CASH, from: -Infinity, to: Infinity });
const plain = series.map(({ bars }) =>
  Array.from(bars.epochDay, (_, t) => ({
    open: bars.open[t] as number,
    high: bars.high[t] as number,
    low: bars.low[t] as number,
    close: bars.close[t] as number,
    volume: bars.volume[t] as number,
  })),
);

const pool = await openSearchPool(stocks);
const onThreads = async (grid: Grid, terms: MarketTerms) =>
  (await pool.evaluate(gridPoints(grid), { kinds: -1, terms, cash: CASH, from: -Infinity, to: Infinity })).reduce(
    (sum, { trades }) => sum + trades,
    0,
  );

const variants: Readonly<Record<string, () => number | Promise<number>>> = {
  study: () => study().length,
  pointOff: () => evaluate(TASK, OFF)[0]?.trades ?? 0,
  pointOn: () => evaluate(TASK, ON)[0]?.trades ?? 0,
  gridOff: () => evaluate(HUNDRED, OFF).reduce((sum, { trades }) => sum + trades, 0),
  gridOn: () => evaluate(HUNDRED, ON).reduce((sum, { trades }) => sum + trades, 0),
  gridOffOnThreads: () => onThreads(HUNDRED, OFF),
  gridOnOnThreads: () => onThreads(HUNDRED, ON),
  objects: () => objectsTask(plain, CASH / priceUnitVnd),
};
const names = Object.keys(variants);
const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<string, number[]>;
const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<string, number>;
for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
  for (const name of names) {
    const start = performance.now();
    counts[name] = (await variants[name]?.()) ?? 0;
    if (round >= 0) times[name]?.push(performance.now() - start);
  }
}

await pool.close();

const middle = (name: string) => median(times[name] ?? []);
const ms = (name: string) => Number(middle(name).toFixed(2));
const vectorbt =
  python === undefined || path === undefined
    ? undefined
    : (JSON.parse(execFileSync(python, [new URL('../../bench/support/vectorbt_task.py', import.meta.url).pathname, path]).toString()) as {
        readonly ms: number;
        readonly trades: number;
      });
keepResult('backtest', {
  input: path === undefined ? 'simulated' : 'file',
  stocks: series.length,
  bars: series.reduce((sum, { bars }) => sum + bars.length, 0),
  rounds: ROUNDS,
  ms: Object.fromEntries(names.map((name) => [name, ms(name)])),
  trades: { pointOff: counts['pointOff'], pointOn: counts['pointOn'], objects: counts['objects'] },
  objectsToPointOff: Number((middle('objects') / middle('pointOff')).toFixed(1)),
  ...(vectorbt === undefined ? {} : { vectorbt, vectorbtToPointOff: Number((vectorbt.ms / middle('pointOff')).toFixed(1)) }),
});
