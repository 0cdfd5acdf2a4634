#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

import { DomainError } from '../domain/errors.js';
import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.js';

type Register = (program: Command) => void;

/** Each command lives in a module of its own and is loaded only when asked for: `detect` must not wait for a database driver. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  import: async () => (await import('./commands/import.js')).registerImport,
  backfill: async () => (await import('./commands/backfill.js')).registerBackfill,
  explain: async () => (await import('./commands/explain.js')).registerExplain,
  chart: async () => (await import('./commands/chart.js')).registerChart,
  detect: async () => (await import('./commands/detect.js')).registerDetect,
  phases: async () => (await import('./commands/phases.js')).registerPhases,
  stats: async () => (await import('./commands/stats.js')).registerStats,
  backtest: async () => (await import('./commands/backtest.js')).registerBacktest,
  search: async () => (await import('./commands/search.js')).registerSearch,
  'fake-market': async () => (await import('./commands/fake-market.js')).registerFakeMarket,
  scan: async () => (await import('./commands/scan.js')).registerScan,
  user: async () => (await import('./commands/user.js')).registerUser,
  migrate: async () => (await import('./commands/migrate.js')).registerMigrate,
  archive: async () => (await import('./commands/archive.js')).registerArchive,
  unarchive: async () => (await import('./commands/archive.js')).registerArchive,
  'new-epoch': async () => (await import('./commands/new-epoch.js')).registerNewEpoch,
  api: async () => (await import('./commands/api.js')).registerApi,
  worker: async () => (await import('./commands/worker.js')).registerWorker,
};

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('vpa')
    .description('Volume-price signals on the Vietnamese stock market: import bars, detect signals, serve them.')
    .exitOverride()
    .showHelpAfterError('(vpa --help, or vpa <command> --help)');
  const asked = COMMANDS[argv[2] ?? ''];
  for (const load of asked === undefined ? Object.values(COMMANDS) : [asked]) (await load())(program);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync([...argv]);
}

main(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
    return;
  }
  const message = error instanceof DomainError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`vpa: ${message}\n`);
  process.exitCode =
    error instanceof DomainError && error.code === 'INVALID_INPUT' && error.details['usage'] === true ? EXIT_USAGE : EXIT_FAILURE;
});
