import type { Command } from 'commander';

import { EXIT_PARTIAL } from '../exit-codes.js';
import { symbolsOf } from './symbol-list.js';

/** `vpa backfill`: what the histories lack, from the configured providers, then the end. */
export function registerBackfill(program: Command): void {
  program
    .command('backfill')
    .description(
      'Fetch from the providers of VPA_PROVIDERS what the daily bars lack since VPA_INGEST_FROM, store it, and end. Prints one line.',
    )
    .option('--symbols <list>', 'put these on the list first; without it those of VPA_INGEST_SYMBOLS, or every stock that is known')
    .action(async ({ symbols }: { readonly symbols?: string }) => {
      const { runBackfill } = await import('../backfill.js');
      const sum = await runBackfill(symbolsOf(symbols));
      process.stdout.write(
        `filled ${sum.symbols} symbols: ${sum.bars} bars fetched, ${sum.refused} refused, ${sum.failed} symbols incomplete\n`,
      );
      if (sum.failed > 0) process.exitCode = EXIT_PARTIAL;
    });
}
