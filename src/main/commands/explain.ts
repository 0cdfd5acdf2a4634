import { resolve } from 'node:path';

import type { Command } from 'commander';

import { readCsvColumns } from '../../adapters/providers/csv-columns.js';
import { DomainError } from '../../domain/errors.js';
import { isIndexSymbol } from '../../domain/market/stock.js';
import { tradingDateAt } from '../../domain/market/trading-date.js';
import { analyseWith } from '../../domain/vpa/analyse-series.js';
import { evidenceLine, explanationText, type EvidenceLine } from '../../domain/vpa/evidence/evidence-text.js';
import { explainSignal } from '../../domain/vpa/evidence/explain-signal.js';
import type { Language } from '../../domain/vpa/evidence/words.js';
import { ruleOf } from '../../domain/vpa/rule-sets/index.js';
import { TEXTBOOK } from '../../domain/vpa/rule-sets/textbook.js';
import { workingDirectory } from '../config.js';
import { EXIT_OK } from '../exit-codes.js';
import { dayOf } from './day-option.js';
import { RefusedRows } from './refused-rows.js';
import { RULES_HELP, ruleSetFrom } from './rules-option.js';
import { asOption } from './usage.js';

interface ExplainOptions {
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly symbol: string;
  readonly date: string;
  readonly kind: string;
  readonly rules: string;
  readonly lang: Language;
  readonly json?: true;
}

/** `vpa explain FILE`: why a rule fired on a bar, or why it did not, without a database. */
export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('Tell why a rule fired on a bar of a CSV or CSV.gz file, or which of its conditions failed and by how much.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume')
    .addOption(
      program
        .createOption('--price-unit <unit>', 'unit of the prices in the file (never of an index)')
        .choices(['vnd', 'kvnd'])
        .makeOptionMandatory(),
    )
    .requiredOption('--symbol <symbol>', 'ticker of the stock')
    .requiredOption('--date <date>', 'trading date, YYYY-MM-DD')
    .requiredOption('--kind <kind>', 'name of the rule, or what its source calls it')
    .option('--rules <set>', RULES_HELP, TEXTBOOK.name)
    .addOption(program.createOption('--lang <language>', 'language of the texts').choices(['vi', 'en']).default('en'))
    .option('--json', 'print measured values and thresholds for programs')
    .addHelpText(
      'after',
      '\n✓ holds, ✗ does not; in brackets, by how much. Exit code 0 whether it fired or not; 1 where there is no such bar.',
    )
    .action(async (file: string, options: ExplainOptions) => {
      process.exitCode = await explain(resolve(workingDirectory(), file), options);
    });
}

async function explain(path: string, options: ExplainOptions): Promise<number> {
  const symbol = options.symbol.toUpperCase();
  const day = dayOf('--date', options.date, NaN);
  const ruleSet = await ruleSetFrom(options.rules);
  const rule = asOption(() => ruleOf(ruleSet, options.kind));
  const refused = new RefusedRows();
  const file = { priceUnit: options.priceUnit, symbols: new Set([symbol]), today: tradingDateAt(new Date()) };
  const [stock] = await readCsvColumns(path, file, (row) => refused.add(row));
  const t = stock?.bars.epochDay.subarray(0, stock.bars.length).indexOf(day) ?? -1;
  if (stock === undefined || t < 0) throw new DomainError('NOT_FOUND', `the file has no bar of ${symbol} on ${options.date}`);

  const explanation = explainSignal(analyseWith(ruleSet, stock.bars, { symbol, isIndex: isIndexSymbol(symbol) }), t, rule.kind);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ symbol, tradingDate: options.date, ...explanation }, null, 2)}\n`);
    return EXIT_OK;
  }
  const lines = explanation.conditions.flatMap((condition) => printed(evidenceLine(condition, options.lang), 1));
  process.stdout.write(`${explanationText(explanation, options.lang)}\n\n${lines.join('\n')}\n`);
  return EXIT_OK;
}

function printed({ holds, text, parts }: EvidenceLine, depth: number): readonly string[] {
  return [`${'  '.repeat(depth)}${holds ? '✓' : '✗'} ${text}`, ...parts.flatMap((part) => printed(part, depth + 1))];
}
