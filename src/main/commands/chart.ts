import { resolve } from 'node:path';

import type { Command } from 'commander';

import { signalChart } from '../../adapters/charts/signal-chart.js';
import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { DomainError } from '../../domain/errors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { analyseSeries } from '../../domain/vpa/analyse-series.js';
import { explainSignal } from '../../domain/vpa/evidence/explain-signal.js';
import type { Language } from '../../domain/vpa/evidence/words.js';
import { invalidationLevel } from '../../domain/vpa/lifecycle/invalidation-level.js';
import { ruleOf } from '../../domain/vpa/rule-sets/index.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import { workingDirectory } from '../config.js';
import { EXIT_OK } from '../exit-codes.js';
import { dayOf } from './day-option.js';
import { RefusedRows } from './refused-rows.js';

interface ChartOptions {
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly symbol: string;
  readonly date: string;
  readonly kind: string;
  readonly bars: string;
  readonly after: string;
  readonly lang: Language;
}

const MOST_BARS = 250;
const WORDS = {
  en: { support: 'support', resistance: 'resistance', level: 'ends beyond', meanVolume: 'mean of 20', none: 'did not fire' },
  vi: { support: 'hỗ trợ', resistance: 'kháng cự', level: 'hết hiệu lực', meanVolume: 'trung bình 20', none: 'không xuất hiện' },
};

/** `vpa chart FILE`: the bars around a signal as a picture, without a database. */
export function registerChart(program: Command): void {
  program
    .command('chart')
    .description('Draw the bars and volumes around a signal of a CSV or CSV.gz file as an SVG on standard output.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume')
    .addOption(
      program
        .createOption('--price-unit <unit>', 'unit of the prices in the file (never of an index)')
        .choices(['vnd', 'kvnd'])
        .makeOptionMandatory(),
    )
    .requiredOption('--symbol <symbol>', 'ticker of the stock')
    .requiredOption('--date <date>', 'trading date, YYYY-MM-DD')
    .requiredOption('--kind <kind>', 'name of the rule')
    .option('--bars <count>', 'bars before that of the signal', '60')
    .option('--after <count>', 'bars after it', '0')
    .addOption(program.createOption('--lang <language>', 'language of the texts').choices(['vi', 'en']).default('en'))
    .action(async (file: string, options: ChartOptions) => {
      process.exitCode = await chart(resolve(workingDirectory(), file), options);
    });
}

async function chart(path: string, { symbol: given, date, kind, lang, priceUnit, ...options }: ChartOptions): Promise<number> {
  const symbol = given.toUpperCase();
  const day = dayOf('--date', date, NaN);
  const [before, after] = [countOf('--bars', options.bars), countOf('--after', options.after)];
  const rule = ruleOf(TEXTBOOK, kind);
  const refused = new RefusedRows();
  const wanted = { priceUnit, symbols: new Set([symbol]), today: tradingDateAt(new Date()) };
  const [stock] = await readCsvColumns(path, wanted, (row) => refused.add(row));
  const t = stock?.bars.epochDay.subarray(0, stock.bars.length).indexOf(day) ?? -1;
  if (stock === undefined || t < 0) throw new DomainError('NOT_FOUND', `the file has no bar of ${symbol} on ${date}`);

  const analysis = analyseSeries(stock.bars, { symbol, isIndex: isIndexSymbol(symbol) });
  const { state } = analysis;
  const { hasFired, direction, summary } = explainSignal(analysis, t, rule.kind);
  const isBullish = direction === 'BULLISH';
  const words = WORDS[lang];
  process.stdout.write(
    signalChart({
      title: `${symbol} · ${date} · ${rule.kind}${hasFired ? '' : `: ${words.none}`}`,
      subtitle: summary[lang],
      state,
      t,
      isBullish,
      before,
      after,
      level: hasFired ? invalidationLevel(rule.kind, isBullish, state, t) : null,
      words,
      price: (value) => value.toLocaleString('en-US', { maximumFractionDigits: 2 }),
    }),
  );
  return EXIT_OK;
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (/^\d{1,3}$/.test(text) && count <= MOST_BARS) return count;
  throw new DomainError('INVALID_INPUT', `${option}: not a number from 0 to ${MOST_BARS}: ${text}`, { details: { usage: true } });
}
