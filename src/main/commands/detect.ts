import { resolve } from 'node:path';

import type { Command } from 'commander';

import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { DomainError } from '../../domain/errors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { analyseWith } from '../../domain/vpa/analyse-series.js';
import { formulaOf, FORMULAS, type Formula } from '../../domain/vpa/formulas/index.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import { workingDirectory } from '../config.js';
import { EXIT_OK } from '../exit-codes.js';
import { dayOf } from './day-option.js';
import { detectScores } from './detect-scores.js';
import { FEATURE_ROWS, formulaRows, SIGNAL_ROWS, VERSIONED_SIGNAL_ROWS, type BarPrinter } from './detect-rows.js';
import { reportOnFile } from './file-report.js';
import { Output } from './output.js';
import { RefusedRows } from './refused-rows.js';
import { createRowWriter, ROW_FORMATS, type RowFormat } from './row-writer.js';
import { RULES_HELP, ruleSetFrom } from './rules-option.js';
import { symbolsOf } from './symbol-list.js';
import { asOption } from './usage.js';

interface DetectOptions {
  readonly priceUnit?: 'vnd' | 'kvnd';
  readonly symbols?: string;
  readonly from?: string;
  readonly to?: string;
  readonly format: RowFormat;
  readonly features?: true;
  readonly scores?: true;
  readonly sectors?: string;
  readonly rules?: string;
  readonly formula?: string;
}

/** `vpa detect FILE`: the engine over a file, without a database. */
export function registerDetect(program: Command): void {
  program
    .command('detect')
    .description('Find the signals in a CSV or CSV.gz file of daily bars and print a row for each. Needs no database.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume')
    .addOption(
      program
        .createOption(
          '--price-unit <unit>',
          'unit of the prices in the file (never of an index); has to be said, except with --scores, where it is kvnd',
        )
        .choices(['vnd', 'kvnd']),
    )
    .option('--symbols <list>', 'only these symbols, separated by commas (with --scores all of the file still count)')
    .option('--from <date>', 'print from this trading date on, YYYY-MM-DD (bars before it still count)')
    .option('--to <date>', 'print up to this trading date')
    .addOption(
      program
        .createOption('--format <format>', 'how rows are printed')
        .choices([...ROW_FORMATS])
        .default('csv'),
    )
    .option('--features', 'print a row for each bar with what was measured on it')
    .option('--scores', 'print each signal with its score, confidence, record and status; needs --sectors')
    .option('--sectors <file>', 'columns symbol|ticker, sector')
    .option('--rules <set>', `${RULES_HELP}; adds the columns rule_version and original_name (default: textbook)`)
    .option(
      '--formula <name>',
      `print the signals that a formula of the original is for, with its value: ${FORMULAS.map(({ name }) => name).join(', ')}`,
    )
    .addHelpText(
      'after',
      '\nOnly rows go to stdout. Exit code 0; 3 where some rows of the file were refused (a summary goes to stderr); 1 where the file was.',
    )
    .action(async (file: string, options: DetectOptions) => {
      process.exitCode = await detect(resolve(workingDirectory(), file), options);
    });
}

const FLUSH_BYTES = 1 << 16;

async function detect(path: string, options: DetectOptions): Promise<number> {
  const symbols = symbolsOf(options.symbols);
  const from = dayOf('--from', options.from, -Infinity);
  const to = dayOf('--to', options.to, Infinity);
  const { formula: name } = options;
  const formula = name === undefined ? null : asOption(() => formulaOf(name));
  const ruleSet = options.rules === undefined ? (formula?.ruleSet ?? TEXTBOOK) : await ruleSetFrom(options.rules);
  if (options.features === true && options.scores === true) throw usage('--scores and --features exclude each other');
  if (options.features === true && formula !== null) throw usage('--formula and --features exclude each other');
  if (options.scores === true && formula === null) {
    if (options.sectors === undefined) throw usage('--scores needs --sectors');
    if (ruleSet !== TEXTBOOK) throw usage(`scores are defined on the rules of ${TEXTBOOK.version} alone`);
    const { format, priceUnit = 'kvnd' } = options;
    return detectScores({ path, sectorsPath: resolve(workingDirectory(), options.sectors), priceUnit, symbols, from, to, format });
  }
  if (options.sectors !== undefined) throw usage('--sectors goes with --scores');
  if (formula !== null && !ruleSet.detectors.some(({ kind }) => formula.kinds.includes(kind)))
    throw usage(`${formula.name} is for ${formula.kinds.join(', ')}; rule set ${ruleSet.version} has none of them`);
  if (options.priceUnit === undefined) throw usage('--price-unit has to be vnd or kvnd');
  const refused = new RefusedRows();
  const series = await readCsvColumns(path, { priceUnit: options.priceUnit, symbols, today: tradingDateAt(new Date()) }, (row) =>
    refused.add(row),
  );

  const printer = printerOf(options, formula);
  const writer = createRowWriter(options.format, printer.columns);
  const output = new Output();
  const workspace = new Workspace();
  writer.begin();
  for (const { symbol, bars } of series) {
    const analysis = analyseWith(ruleSet, bars, { symbol, isIndex: isIndexSymbol(symbol) }, workspace);
    for (let t = 0; t < bars.length; t++) {
      const day = bars.epochDay[t] as number;
      if (day >= from && day <= to) printer.print(writer, symbol, analysis, t);
    }
    if (writer.out.length >= FLUSH_BYTES && !(await output.write(writer.out.take()))) return EXIT_OK;
  }
  await output.write(writer.out.take());

  return reportOnFile(series, symbols, refused);
}

function printerOf({ features, rules }: DetectOptions, formula: Formula | null): BarPrinter {
  if (features === true) return FEATURE_ROWS;
  if (formula !== null) return formulaRows(formula);
  return rules === undefined ? SIGNAL_ROWS : VERSIONED_SIGNAL_ROWS;
}

function usage(message: string): DomainError {
  return new DomainError('INVALID_INPUT', message, { details: { usage: true } });
}
