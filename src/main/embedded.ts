import { CommanderError } from 'commander';

import { DomainError } from '../domain/errors.js';
import { loadConfig } from './config.js';
import { parseOptions } from './embedded/options.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_USAGE } from './exit-codes.js';

/** Ctrl-C must be over in three seconds; PGlite survives the harder way too. */
const STOP_LIMIT_MS = 2_700;

/** `npm start`: the whole platform in one process, with nothing to install and nothing to set. */
async function main(): Promise<number> {
  const signal = stopSignal();
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  try {
    const options = parseOptions(process.argv.slice(2));
    // Whoever reads a terminal wants news, not records.
    const config = loadConfig(undefined, { logLevel: 'warn' });
    const database = { kind: 'pglite', directory: `${config.dataDir}/database` } as const;
    const { runEmbedded } = await import('./embedded/run-embedded.js');
    await runEmbedded({ config: { ...config, database, bus: { kind: 'in-process' } }, options, signal, say });
    return EXIT_OK;
  } catch (error) {
    if (signal.aborted && error === signal.reason) return EXIT_OK;
    return tell(error);
  }
}

/** Aborts at the first SIGINT or SIGTERM; the second, or a stop that takes too long, ends the process where it stands. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) process.exit(EXIT_FAILURE);
    stopping.abort();
    setTimeout(() => process.exit(EXIT_OK), STOP_LIMIT_MS).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stopping.signal;
}

/** One line on standard error, and the exit code that goes with it. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
  if (error instanceof DomainError) {
    process.stderr.write(`vpa: ${error.message}\n`);
    return error.details['usage'] === true ? EXIT_USAGE : EXIT_FAILURE;
  }
  const [what = 'unknown', where = ''] = error instanceof Error ? (error.stack ?? error.message).split('\n') : [String(error)];
  process.stderr.write(`vpa: unexpected ${what} ${where.trim()}\n`);
  return EXIT_FAILURE;
}

process.on('uncaughtException', (error) => process.exit(tell(error)));
process.exit(await main());
