import type { Command } from 'commander';

/** `vpa migrate`: the schema of the database up to date. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Bring the schema of the database up to date. Any number may run at once, and repeating it changes nothing.')
    .action(async () => {
      const { runMigrate } = await import('../migrate.js');
      const names = await runMigrate();
      process.stdout.write(names.length === 0 ? 'nothing to migrate\n' : names.map((name) => `migrated ${name}\n`).join(''));
    });
}
