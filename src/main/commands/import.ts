import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { ImportSummary } from '../../application/market-data/import-bars.js';
import { workingDirectory } from '../config.js';
import { EXIT_OK, EXIT_PARTIAL } from '../exit-codes.js';
import { symbolsOf } from './symbol-list.js';

interface ImportOptions {
  readonly priceUnit: 'vnd' | 'kvnd';
  readonly symbols?: string;
}

/** `vpa import FILE`: bars of a file into the database. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('Store the daily bars of a CSV or CSV.gz file. Repeating it changes nothing; rows that are no bars go to quarantine.')
    .argument('<file>', 'columns symbol|ticker, date|time, open, high, low, close, volume')
    .addOption(
      program
        .createOption('--price-unit <unit>', 'unit of the prices in the file (never of an index)')
        .choices(['vnd', 'kvnd'])
        .makeOptionMandatory(),
    )
    .option('--symbols <list>', 'only these symbols, separated by commas')
    .addHelpText(
      'after',
      '\nExit code 0; 3 where some rows were refused (the good ones are stored); 1 where nothing was; 2 for a wrong call.',
    )
    .action(async (file: string, { priceUnit, symbols }: ImportOptions) => {
      const wanted = symbolsOf(symbols);
      const { runImport } = await import('../import.js');
      const summary = await runImport(resolve(workingDirectory(), file), { priceUnit, symbols: wanted });
      process.stdout.write(`${describe(summary)}\n`);
      process.exitCode = summary.refused === 0 ? EXIT_OK : EXIT_PARTIAL;
    });
}

function describe({ read, stocks, inserted, updated, unchanged, refused, refusedByReason }: ImportSummary): string {
  const stored = `${read} rows of ${stocks} stocks: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${refused} refused`;
  const reasons = Object.entries(refusedByReason).map(([reason, count]) => `${reason} ${count}`);
  return reasons.length === 0 ? stored : `${stored} (${reasons.join(', ')})`;
}
