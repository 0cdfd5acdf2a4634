import { resolve } from 'node:path';

import type { Command } from 'commander';

import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { readSectors } from '../../adapters/providers/csv-sectors.js';
import { DomainError } from '../../domain/errors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { fromEpochDay, tradingDateAt } from '../../domain/market/trading-date.js';
import { analyseWith } from '../../domain/vpa/analyse-series.js';
import { marketState } from '../../domain/vpa/context/market-health.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import type { RuleKind } from '../../domain/vpa/kinds.js';
import { HORIZONS } from '../../domain/vpa/track-record/horizons.js';
import { addBars, newOutcomeBook } from '../../domain/vpa/track-record/outcome-book.js';
import { REGIMES, trackRecordOf } from '../../domain/vpa/track-record/track-record.js';
import { checkCosts, USUAL_COSTS } from '../../domain/vpa/track-record/trading-costs.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import { workingDirectory } from '../config.js';
import { dayOf } from './day-option.js';
import { reportOnFile } from './file-report.js';
import { marketOf } from './file-market.js';
import { Output } from './output.js';
import { RefusedRows } from './refused-rows.js';
import { createRowWriter, ROW_FORMATS, type RowFormat } from './row-writer.js';
import { RULES_HELP, ruleSetFrom } from './rules-option.js';
import { printTrackRecord, STATS_COLUMNS } from './stats-rows.js';
import { writeTrackRecordPage } from './track-record-page.js';

interface StatsOptions {
  readonly sectors?: string;
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly from?: string;
  readonly to?: string;
  readonly knownBefore?: string;
  readonly horizon?: string;
  readonly regime?: string;
  readonly fee: string;
  readonly saleTax: string;
  readonly format: RowFormat;
  readonly rules: string;
  readonly page?: string;
}

/** `vpa stats FILE`: what followed each kind of signal, over a file, without a database. */
export function registerStats(program: Command): void {
  const choice = (flags: string, text: string, choices: readonly string[]) => program.createOption(flags, text).choices([...choices]);
  program
    .command('stats')
    .description('Count what followed each kind of signal in a CSV or CSV.gz file of daily bars. Needs no database.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume; the market is VNINDEX')
    .option('--sectors <file>', 'count only stocks that this list names, columns symbol|ticker, sector')
    .addOption(choice('--price-unit <unit>', 'unit of the prices in the file, for the check of its bars', ['vnd', 'kvnd']).default('kvnd'))
    .option('--from <date>', 'count bars from this trading date on, YYYY-MM-DD (bars before it still serve to measure)')
    .option('--to <date>', 'count bars up to this trading date (bars after it still serve as outcomes)')
    .option('--known-before <date>', 'count only stocks with a bar before this trading date')
    .addOption(choice('--horizon <sessions>', 'print only this horizon', HORIZONS.map(String)))
    .addOption(choice('--regime <name>', 'print only this regime of the market', ['ALL', ...REGIMES]))
    .option('--fee <percent>', 'fee of a trade, per cent of its value', String(USUAL_COSTS.feePercent))
    .option('--sale-tax <percent>', 'tax on sales, per cent of their value', String(USUAL_COSTS.saleTaxPercent))
    .option('--rules <set>', RULES_HELP, TEXTBOOK.name)
    .addOption(choice('--format <format>', 'how rows are printed', ROW_FORMATS).default('csv'))
    .option('--page <file>', 'write a page with charts (Markdown, SVG) instead of printing rows')
    .addHelpText(
      'after',
      '\nCounted are bars of stocks whose 20 bars before have a mean volume of 100 000 shares. Excess is beside all counted bars of the same day.' +
        '\nOnly rows go to stdout. Exit code 0; 3 where some rows of the file were refused (a summary goes to stderr); 1 where a file was.',
    )
    .action(async (file: string, options: StatsOptions) => {
      process.exitCode = await stats(resolve(workingDirectory(), file), options);
    });
}

async function stats(path: string, options: StatsOptions): Promise<number> {
  const days = { from: dayOf('--from', options.from, -Infinity), to: dayOf('--to', options.to, Infinity) };
  const knownBefore = dayOf('--known-before', options.knownBefore, Infinity);
  const costs = checkCosts({ feePercent: percentOf('--fee', options.fee), saleTaxPercent: percentOf('--sale-tax', options.saleTax) });
  const ruleSet = await ruleSetFrom(options.rules);
  const listed = options.sectors === undefined ? undefined : await readSectors(resolve(workingDirectory(), options.sectors));
  const refused = new RefusedRows();
  const series = await readCsvColumns(path, { priceUnit: options.priceUnit, today: tradingDateAt(new Date()) }, (row) => refused.add(row));

  const workspace = new Workspace();
  const market = marketOf(series, workspace);
  const book = newOutcomeBook<RuleKind>();
  let stocks = 0;
  for (const { symbol, bars } of series) {
    const isCounted = !isIndexSymbol(symbol) && (listed?.has(symbol) ?? true) && (bars.epochDay[0] ?? Infinity) < knownBefore;
    if (!isCounted) continue;
    stocks += 1;
    addBars(book, analyseWith(ruleSet, bars, { symbol, isIndex: false }, workspace), days);
  }

  const regimeOn = (day: number) => {
    const health = market.healthOn(day);
    return health === null ? 'UNKNOWN' : marketState(health);
  };
  const rows = trackRecordOf(ruleSet.detectors, book, regimeOn, costs);
  if (options.page !== undefined) {
    const counted = [...book.all.keys()];
    if (counted.length === 0) throw new DomainError('INVALID_INPUT', 'there is no bar to count');
    await writeTrackRecordPage(resolve(workingDirectory(), options.page), {
      rows,
      ruleVersion: ruleSet.version,
      bars: [...book.all.values()].reduce((sum, day) => sum + day.bars, 0),
      from: fromEpochDay(Math.min(...counted)),
      to: fromEpochDay(Math.max(...counted)),
      stocks,
      ...costs,
    });
    return reportOnFile(series, undefined, refused);
  }
  const writer = createRowWriter(options.format, STATS_COLUMNS);
  writer.begin();
  for (const row of rows) {
    const isWanted = (options.horizon ?? String(row.horizon)) === String(row.horizon) && (options.regime ?? row.regime) === row.regime;
    if (isWanted) printTrackRecord(writer, row, ruleSet.version);
  }
  await new Output().write(writer.out.take());
  return reportOnFile(series, undefined, refused);
}

function percentOf(option: string, text: string): number {
  if (/^\d{1,2}(\.\d{1,4})?$/.test(text)) return Number(text);
  throw new DomainError('INVALID_INPUT', `${option}: not a number of per cent: ${text}`, { details: { usage: true } });
}
