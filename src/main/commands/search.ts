import { resolve } from 'node:path';

import type { Command } from 'commander';

import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { checkTerms, USUAL_TERMS } from '../../domain/backtest/market-terms.js';
import { gridPoints, type Grid, type GridPoint } from '../../domain/backtest/search/grid.js';
import { searchGrid, studyMarket, type SearchReport, type WalkStep } from '../../domain/backtest/search/search-market.js';
import type { ReturnMoments } from '../../domain/backtest/search/sharpe-of-trades.js';
import { DomainError } from '../../domain/errors.js';
import { fromEpochDay, tradingDateAt } from '../../domain/market/trading-date.js';
import { SIGNAL_KINDS } from '../../domain/vpa/detectors/index.js';
import { workingDirectory } from '../config.js';
import { openSearchPool } from '../search/search-pool.js';
import { reportOnFile } from './file-report.js';
import { Output } from './output.js';
import { RefusedRows } from './refused-rows.js';

interface SearchOptions {
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly kinds: string;
  readonly volumeRatio: string;
  readonly closePosition: string;
  readonly stop: string;
  readonly target: string;
  readonly maxBars: string;
  readonly train: string;
  readonly test: string;
  readonly exchangeRules: boolean;
  readonly top: string;
  readonly format: 'text' | 'json';
}

/** Of each stock's own account. */
const CASH = 100_000_000;

/** `vpa search FILE`: tries a grid of thresholds and exits over a file, and tells how much of the best is luck. */
export function registerSearch(program: Command): void {
  const choice = (flags: string, text: string, choices: readonly string[]) => program.createOption(flags, text).choices([...choices]);
  program
    .command('search')
    .description('Try a grid of entry thresholds and exits over a CSV or CSV.gz file of daily bars. Needs no database.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume')
    .addOption(choice('--price-unit <unit>', 'unit of the prices in the file', ['vnd', 'kvnd']).default('kvnd'))
    .option('--kinds <list>', 'signals one of which has to have fired; none: any bar', '')
    .option('--volume-ratio <list>', 'least volume, in means of the 20 bars before', '1.5,1.8,2,2.5')
    .option('--close-position <list>', 'least place of the close in its bar, 0 to 1', '0.6,0.7,0.8')
    .option('--stop <list>', 'basis points under the price paid', '300,500')
    .option('--target <list>', 'basis points over it, 0 for none', '0')
    .option('--max-bars <list>', 'bars after which a position is sold, 0 for none', '10')
    .option('--train <sessions>', 'walk-forward: sessions to choose on, 0 for no walk-forward', '252')
    .option('--test <sessions>', 'walk-forward: sessions to be judged on', '63')
    .option('--no-exchange-rules', 'trade without bands, ticks, lots and T+2')
    .option('--top <count>', 'points to print as text', '10')
    .addOption(choice('--format <format>', 'how the report is printed', ['text', 'json']).default('text'))
    .addHelpText('after', '\nEach stock is traded alone, with 100 million VND. Confirm what looks good with `vpa backtest`.')
    .action(async (file: string, options: SearchOptions) => {
      process.exitCode = await search(resolve(workingDirectory(), file), options);
    });
}

async function search(path: string, options: SearchOptions): Promise<number> {
  const grid: Grid = {
    kinds: options.kinds === '' ? [] : options.kinds.split(',').map(kindOf),
    volumeRatio: numbers('--volume-ratio', options.volumeRatio),
    closePosition: numbers('--close-position', options.closePosition),
    stopBasisPoints: numbers('--stop', options.stop),
    targetBasisPoints: numbers('--target', options.target),
    maxBars: numbers('--max-bars', options.maxBars),
  };
  gridPoints(grid);
  const [[train = 0], [test = 0], [top = 0]] = [
    numbers('--train', options.train),
    numbers('--test', options.test),
    numbers('--top', options.top),
  ];
  const embargo = Math.max(...grid.maxBars);
  if (train > 0 && grid.maxBars.includes(0))
    throw new DomainError('INVALID_INPUT', 'walk-forward needs a limit of bars (--max-bars), or --train 0', { details: { usage: true } });
  if (train > 0 && test < 1) throw new DomainError('INVALID_INPUT', '--test: at least one session', { details: { usage: true } });
  const refused = new RefusedRows();
  const series = await readCsvColumns(path, { priceUnit: options.priceUnit, today: tradingDateAt(new Date()) }, (row) => refused.add(row));
  const stocks = studyMarket(series, { exchanges: new Map(), priceUnitVnd: options.priceUnit === 'kvnd' ? 1_000 : 1 });
  const pool = await openSearchPool(stocks);
  try {
    const report = await searchGrid(
      stocks,
      {
        grid,
        terms: checkTerms({ ...USUAL_TERMS, hasExchangeRules: options.exchangeRules }),
        cash: CASH,
        // A position that is due is sold one session later, and settled shares may come later still.
        walk: train === 0 ? null : { train, test, embargo: embargo + 5 },
      },
      pool.evaluate,
    );
    await new Output().write(Buffer.from(options.format === 'json' ? `${JSON.stringify(report)}\n` : textOf(report, top)));
  } finally {
    await pool.close();
  }
  return reportOnFile(series, undefined, refused);
}

function textOf({ stocks, points, luckySharpe, walk, outOfSample }: SearchReport, top: number): string {
  const shown = points.slice(0, top).map((each) => {
    const probability = each.deflatedSharpe === null ? '-' : each.deflatedSharpe.toFixed(3);
    return `${pointText(each.point)}  ${momentsText(each)}  skill ${probability}`;
  });
  const lines = [
    `${points.length} points on ${stocks} stocks; without skill the best of them would show ${luckySharpe.toFixed(3)} a trade`,
    ...shown,
    ...(walk.length === 0 ? [] : ['', 'walk-forward: chosen before, judged after', ...walk.map(stepText)]),
    ...(outOfSample === null ? [] : [`all tests together: ${momentsText(outOfSample)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function stepText({ testFrom, testTo, chosen, trained, tested }: WalkStep): string {
  const period = `${fromEpochDay(testFrom)} to ${fromEpochDay(testTo)}`;
  if (chosen === null || trained === null || tested === null) return `${period}  nothing to choose`;
  return `${period}  ${pointText(chosen)}  before ${sharpeText(trained)}, after ${momentsText(tested)}`;
}

function pointText({ volumeRatio, closePosition, stopBasisPoints, targetBasisPoints, maxBars }: GridPoint): string {
  return `volume ${volumeRatio} close ${closePosition} stop ${stopBasisPoints} target ${targetBasisPoints} bars ${maxBars}`;
}

function momentsText(moments: ReturnMoments): string {
  return `${moments.count} trades, mean ${(moments.mean * 100).toFixed(3)} %, Sharpe ${sharpeText(moments)}`;
}

function sharpeText({ sharpe }: ReturnMoments): string {
  return sharpe === null ? '-' : sharpe.toFixed(3);
}

function kindOf(text: string): (typeof SIGNAL_KINDS)[number] {
  const kind = SIGNAL_KINDS.find((each) => each === text);
  if (kind === undefined) throw new DomainError('INVALID_INPUT', `--kinds: no kind ${text}`, { details: { usage: true } });
  return kind;
}

function numbers(option: string, text: string): readonly number[] {
  return text.split(',').map((part) => {
    if (/^\d{1,6}(\.\d{1,4})?$/.test(part)) return Number(part);
    throw new DomainError('INVALID_INPUT', `${option}: not a list of numbers: ${text}`, { details: { usage: true } });
  });
}
