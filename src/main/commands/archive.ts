import { resolve } from 'node:path';

import type { Command } from 'commander';

import { DomainError } from '../../domain/errors.js';
import { workingDirectory } from '../config.js';

/** `vpa archive` and `vpa unarchive`: whole years of daily bars as files with a checksum, and back. */
export function registerArchive(program: Command): void {
  program
    .command('archive')
    .description('Write the daily bars of old years into files, each with a manifest that has its rows and its checksum.')
    .requiredOption('--before <year>', 'archive every year before this one')
    .requiredOption('--to <directory>', 'where the files go')
    .option('--remove', 'remove the bars of a year from the database once its file was read back and is right')
    .action(async ({ before, to, remove = false }: { before: string; to: string; remove?: boolean }) => {
      const year = Number(before);
      if (!/^\d{4}$/.test(before)) throw new DomainError('INVALID_INPUT', `--before: not a year: ${before}`, { details: { usage: true } });
      const { runArchive } = await import('../archive.js');
      await runArchive({ before: year, directory: resolve(workingDirectory(), to), isRemoved: remove }, ({ file, rows, sha256 }) => {
        process.stdout.write(`${file} ${rows} rows sha256 ${sha256}${remove ? ', removed' : ''}\n`);
      });
    });
  program
    .command('unarchive')
    .description('Put archived bars back. What is in the database stays as it is; a damaged file changes nothing.')
    .argument('<manifest>', 'market_data_<year>.manifest.json, beside its file')
    .action(async (manifest: string) => {
      const { runUnarchive } = await import('../archive.js');
      process.stdout.write(`${await runUnarchive(resolve(workingDirectory(), manifest))} bars were missing and are back\n`);
    });
}
