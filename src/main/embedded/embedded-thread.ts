import { parentPort, workerData } from 'node:worker_threads';

import { loadConfig } from '../config.js';
import type { EmbeddedOptions } from './options.js';
import { fail, type ThreadReport } from './thread-report.js';

/** Runs the embedded default until the main thread sends a message. */
async function main(options: EmbeddedOptions): Promise<ThreadReport> {
  const stopping = new AbortController();
  parentPort?.once('message', () => stopping.abort());
  const { signal } = stopping;
  try {
    // Whoever reads a terminal wants news, not records.
    const config = loadConfig(undefined, { logLevel: 'warn' });
    const database = { kind: 'pglite', directory: `${config.dataDir}/database` } as const;
    const { runEmbedded } = await import('./run-embedded.js');
    const say = (text: string) => report({ type: 'NEWS', text });
    const isServerNamed = config.database.kind !== 'pglite';
    if (isServerNamed || config.bus.kind !== 'in-process') {
      say('DATABASE_URL and REDIS_URL are not used here: for those run `vpa migrate`, `vpa api` and `vpa worker scanner relay`.');
    }
    await runEmbedded({ config: { ...config, database, bus: { kind: 'in-process' } }, options, isServerNamed, signal, say });
    return { type: 'END', code: 0, text: '' };
  } catch (error) {
    return signal.aborted && error === signal.reason ? { type: 'END', code: 0, text: '' } : fail(error);
  }
}

function report(what: ThreadReport): void {
  parentPort?.postMessage(what, []);
}

process.on('uncaughtException', (error) => report(fail(error)));
report(await main(workerData as EmbeddedOptions));
