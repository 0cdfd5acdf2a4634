import { resolve } from 'node:path';

import type { Command } from 'commander';

import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { readSectors } from '../../adapters/providers/csv-sectors.js';
import { backtestMarket } from '../../domain/backtest/backtest-market.js';
import { needsScores } from '../../domain/backtest/check-strategy.js';
import { USUAL_TERMS } from '../../domain/backtest/market-terms.js';
import type { BacktestReport } from '../../domain/backtest/report.js';
import { PRESETS } from '../../domain/backtest/strategy-presets.js';
import { DomainError } from '../../domain/errors.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import { workingDirectory } from '../config.js';
import { backtestPage } from './backtest-page.js';
import { backtestText } from './backtest-text.js';
import { dayOf } from './day-option.js';
import { reportOnFile } from './file-report.js';
import { hashSeries } from '../backtests/hash-series.js';
import { Output } from './output.js';
import { RefusedRows } from './refused-rows.js';
import { CLOSED_BAR_RULES_HELP, closedBarRuleSetFrom } from './rules-option.js';
import { strategyOf } from './strategy-file.js';

const FORMATS = ['text', 'json', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface BacktestOptions {
  readonly strategy: string;
  readonly sectors?: string;
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly from?: string;
  readonly to?: string;
  readonly cash: string;
  readonly fee: string;
  readonly saleTax: string;
  readonly slippage: string;
  readonly volumeShare: string;
  readonly exchangeRules: boolean;
  readonly riskFree: string;
  readonly format: Format;
  readonly rules: string;
}

/** `vpa backtest FILE`: trades a strategy over a file, without a database. */
export function registerBacktest(program: Command): void {
  const choice = (flags: string, text: string, choices: readonly string[]) => program.createOption(flags, text).choices([...choices]);
  program
    .command('backtest')
    .description('Trade a strategy over a CSV or CSV.gz file of daily bars by the rules of the Vietnamese market. Needs no database.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume; the market is VNINDEX')
    .requiredOption('--strategy <name>', `${PRESETS.map(({ name }) => name).join(', ')}, or a JSON file`)
    .option('--sectors <file>', 'columns symbol|ticker, sector; needed by strategies that ask for scores, confidence or phases')
    .addOption(choice('--price-unit <unit>', 'unit of the prices in the file', ['vnd', 'kvnd']).default('kvnd'))
    .option('--rules <set>', CLOSED_BAR_RULES_HELP, TEXTBOOK.name)
    .option('--from <date>', 'trade from this date on, YYYY-MM-DD (bars before it still serve to measure)')
    .option('--to <date>', 'trade up to this date')
    .option('--cash <vnd>', 'at the beginning', '1000000000')
    .option('--fee <basis points>', 'fee of the broker on every trade, 15 is 0.15 %', String(USUAL_TERMS.feeBasisPoints))
    .option('--sale-tax <basis points>', 'tax on sales', String(USUAL_TERMS.saleTaxBasisPoints))
    .option('--slippage <basis points>', 'how much worse than the bar market orders are filled', String(USUAL_TERMS.slippageBasisPoints))
    .option(
      '--volume-share <basis points>',
      'how much of the volume of a bar one order may take, 10000 for all of it',
      String(USUAL_TERMS.volumeShareBasisPoints),
    )
    .option('--no-exchange-rules', 'trade without bands, ticks, lots and T+2, to compare with other engines')
    .option('--risk-free <percent>', 'a year, for Sharpe, Sortino and alpha', '0')
    .addOption(choice('--format <format>', 'how the report is printed', FORMATS).default('text'))
    .addHelpText(
      'after',
      '\nOnly the report goes to stdout. Exit code 0; 3 where some rows of the file were refused (a summary goes to stderr); 1 where a file was.',
    )
    .action(async (file: string, options: BacktestOptions) => {
      process.exitCode = await backtest(resolve(workingDirectory(), file), options);
    });
}

async function backtest(path: string, options: BacktestOptions): Promise<number> {
  const strategy = await strategyOf(options.strategy);
  if (needsScores(strategy) && options.sectors === undefined)
    throw new DomainError('INVALID_INPUT', `strategy ${strategy.name} asks for scores, which need --sectors`, { details: { usage: true } });
  const order = {
    ruleSet: await closedBarRuleSetFrom(options.rules),
    strategy,
    terms: {
      hasExchangeRules: options.exchangeRules,
      feeBasisPoints: numberOf('--fee', options.fee),
      saleTaxBasisPoints: numberOf('--sale-tax', options.saleTax),
      slippageBasisPoints: numberOf('--slippage', options.slippage),
      volumeShareBasisPoints: numberOf('--volume-share', options.volumeShare),
    },
    cash: numberOf('--cash', options.cash),
    from: dayOf('--from', options.from, -Infinity),
    to: dayOf('--to', options.to, Infinity),
    riskFreePct: numberOf('--risk-free', options.riskFree),
    priceUnitVnd: options.priceUnit === 'kvnd' ? 1_000 : 1,
    exchanges: new Map(),
    symbols: null,
  };
  const sectors = options.sectors === undefined ? new Map() : await readSectors(resolve(workingDirectory(), options.sectors));
  const refused = new RefusedRows();
  const series = await readCsvColumns(path, { priceUnit: options.priceUnit, today: tradingDateAt(new Date()) }, (row) => refused.add(row));
  const report = backtestMarket(series, { ...order, sectors, dataHash: hashSeries(series) });
  await new Output().write(Buffer.from(print(report, options.format)));
  return reportOnFile(series, undefined, refused);
}

function print(report: BacktestReport, format: Format): string {
  switch (format) {
    case 'text':
      return backtestText(report);
    case 'json':
      return `${JSON.stringify(report)}\n`;
    case 'html':
      return backtestPage(report);
  }
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,13}(\.\d{1,4})?$/.test(text)) return Number(text);
  throw new DomainError('INVALID_INPUT', `${option}: not a number: ${text}`, { details: { usage: true } });
}
