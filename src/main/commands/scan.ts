import type { Command } from 'commander';

import { EXIT_PARTIAL } from '../exit-codes.js';

/** `vpa scan`: everything that is due now, then the end. */
export function registerScan(program: Command): void {
  program
    .command('scan')
    .description('Scan every stock whose bars changed since its last scan, store the signals and their events, and end. Prints one line.')
    .action(async () => {
      const { runScan } = await import('../scan.js');
      const { stocks, signals, events, failed } = await runScan();
      process.stdout.write(`scanned ${stocks} stocks: ${signals} new signals, ${events} of them live, ${failed} stocks failed\n`);
      if (failed > 0) process.exitCode = EXIT_PARTIAL;
    });
}
