import { resolve } from 'node:path';

import type { Command } from 'commander';

import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { readSectors } from '../../adapters/providers/csv-sectors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { analyseSeries } from '../../domain/vpa/analyse-series.js';
import { openContextBook } from '../../domain/vpa/context/context-book.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import { readPhases } from '../../domain/vpa/wyckoff/phase-series.js';
import { workingDirectory } from '../config.js';
import { EXIT_OK } from '../exit-codes.js';
import { dayOf } from './day-option.js';
import { marketOf } from './file-market.js';
import { reportOnFile } from './file-report.js';
import { Output } from './output.js';
import { PHASE_COLUMNS, printPhase } from './phase-rows.js';
import { RefusedRows } from './refused-rows.js';
import { createRowWriter, ROW_FORMATS, type RowFormat } from './row-writer.js';
import { symbolsOf } from './symbol-list.js';

interface PhasesOptions {
  readonly sectors: string;
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly symbols?: string;
  readonly from?: string;
  readonly to?: string;
  readonly format: RowFormat;
}

/** `vpa phases FILE`: Wyckoff phases and their context over a file, without a database. */
export function registerPhases(program: Command): void {
  program
    .command('phases')
    .description('Read the Wyckoff phase, market health and sector strength on every bar of a CSV or CSV.gz file. Needs no database.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume; the market is VNINDEX')
    .requiredOption('--sectors <file>', 'columns symbol|ticker, sector')
    .addOption(
      program
        .createOption('--price-unit <unit>', 'unit of the prices in the file, for the check of its bars; levels are printed in it')
        .choices(['vnd', 'kvnd'])
        .default('kvnd'),
    )
    .option('--symbols <list>', 'print only these symbols, separated by commas (all of the file still count)')
    .option('--from <date>', 'print from this trading date on, YYYY-MM-DD (bars before it still count)')
    .option('--to <date>', 'print up to this trading date')
    .addOption(
      program
        .createOption('--format <format>', 'how rows are printed')
        .choices([...ROW_FORMATS])
        .default('csv'),
    )
    .addHelpText(
      'after',
      '\nOnly rows go to stdout. Exit code 0; 3 where some rows of the file were refused (a summary goes to stderr); 1 where a file was.',
    )
    .action(async (file: string, options: PhasesOptions) => {
      process.exitCode = await phases(resolve(workingDirectory(), file), options);
    });
}

const FLUSH_BYTES = 1 << 16;

async function phases(path: string, options: PhasesOptions): Promise<number> {
  const wanted = symbolsOf(options.symbols);
  const from = dayOf('--from', options.from, -Infinity);
  const to = dayOf('--to', options.to, Infinity);
  const sectors = await readSectors(resolve(workingDirectory(), options.sectors));
  const refused = new RefusedRows();
  const series = await readCsvColumns(path, { priceUnit: options.priceUnit, today: tradingDateAt(new Date()) }, (row) => refused.add(row));

  const workspace = new Workspace();
  const market = marketOf(series, workspace);
  const book = openContextBook(market, sectors);
  const readings = series.map(({ symbol, bars }) => {
    const isIndex = isIndexSymbol(symbol);
    const analysis = analyseSeries(bars, { symbol, isIndex }, workspace);
    if (!isIndex) book.addStock(symbol, analysis);
    return wanted === undefined || wanted.has(symbol) ? readPhases(analysis, isIndex).readings : [];
  });

  const writer = createRowWriter(options.format, PHASE_COLUMNS);
  const output = new Output();
  writer.begin();
  for (const [i, { symbol, bars }] of series.entries()) {
    for (const [t, reading] of (readings[i] ?? []).entries()) {
      const day = bars.epochDay[t] as number;
      if (day < from || day > to) continue;
      printPhase(writer, symbol, day, reading, { health: market.healthOn(day), standing: book.standingOn(symbol, day) });
    }
    if (writer.out.length >= FLUSH_BYTES && !(await output.write(writer.out.take()))) return EXIT_OK;
  }
  await output.write(writer.out.take());
  return reportOnFile(series, wanted, refused);
}
