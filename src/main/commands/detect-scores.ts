import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { readSectors } from '../../adapters/providers/csv-sectors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { openMarketScoring } from '../../domain/vpa/scoring/score-market.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import { EXIT_OK } from '../exit-codes.js';
import { reportOnFile } from './file-report.js';
import { marketOf } from './file-market.js';
import { Output } from './output.js';
import { RefusedRows } from './refused-rows.js';
import { createRowWriter, type RowFormat } from './row-writer.js';
import { printScore, SCORE_COLUMNS } from './score-rows.js';

export interface DetectScoresOptions {
  readonly path: string;
  readonly sectorsPath: string;
  readonly priceUnit: 'vnd' | 'kvnd';
  /** What is printed; all of the file counts. */
  readonly symbols: ReadonlySet<string> | undefined;
  /** Days since 1970-01-01. */
  readonly from: number;
  readonly to: number;
  readonly format: RowFormat;
}

const FLUSH_BYTES = 1 << 16;

/** Prints every signal of a file with its score, confidence and status. Indices are measured, not scored. */
export async function detectScores({ path, sectorsPath, priceUnit, symbols, from, to, format }: DetectScoresOptions): Promise<number> {
  const sectors = await readSectors(sectorsPath);
  const refused = new RefusedRows();
  const series = await readCsvColumns(path, { priceUnit, today: tradingDateAt(new Date()) }, (row) => refused.add(row));
  const stocks = series.filter(({ symbol }) => !isIndexSymbol(symbol));

  const market = marketOf(series, new Workspace());
  const scoreStock = openMarketScoring(stocks, { market, sectors, priceUnitVnd: priceUnit === 'kvnd' ? 1000 : 1 });

  const writer = createRowWriter(format, SCORE_COLUMNS);
  const output = new Output();
  writer.begin();
  for (const { symbol, bars } of stocks) {
    if (symbols !== undefined && !symbols.has(symbol)) continue;
    for (const { t, signals } of scoreStock({ symbol, bars })) {
      const day = bars.epochDay[t] as number;
      if (day < from || day > to) continue;
      for (const signal of signals) printScore(writer, symbol, bars.epochDay, t, signal);
    }
    if (writer.out.length >= FLUSH_BYTES && !(await output.write(writer.out.take()))) return EXIT_OK;
  }
  await output.write(writer.out.take());
  return reportOnFile(series, symbols, refused);
}
