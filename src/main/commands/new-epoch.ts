import type { Command } from 'commander';

/** `vpa new-epoch`: the last step of a restore, before anything else runs. */
export function registerNewEpoch(program: Command): void {
  program
    .command('new-epoch')
    .description('After a restore: give the event numbers another meaning, so that every cursor from before is answered by a gap.')
    .action(async () => {
      const { runNewEpoch } = await import('../new-epoch.js');
      const { epoch, seq } = await runNewEpoch();
      process.stdout.write(`epoch ${epoch} begins after event ${seq}\n`);
    });
}
