import { Worker } from 'node:worker_threads';

import { parseOptions } from './embedded/options.js';
import type { EmbeddedOptions } from './embedded/options.js';
import { fail, type ThreadReport } from './embedded/thread-report.js';
import { EXIT_FAILURE, EXIT_OK } from './exit-codes.js';

/** Ctrl-C must be over in three seconds; the database survives the harder way too. */
const STOP_LIMIT_MS = 2_000;

/**
 * `npm start`: the whole platform in one process, with nothing to install and nothing to set. The work is done in a thread,
 * because the database in it computes for seconds on end now and then: this one is always there to answer Ctrl-C.
 */
function start(options: EmbeddedOptions): void {
  const thread = new Worker(new URL('./embedded/embedded-thread.js', import.meta.url), { workerData: options });
  thread.on('message', hear);
  thread.on('error', (error) => hear(fail(error)));
  thread.on('exit', (code) => process.exit(code));

  let isStopping = false;
  // The first signal asks the thread to end; the second, or a stop that takes too long, ends the process where it stands.
  const stop = () => {
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    thread.postMessage('stop', []);
    setTimeout(() => process.exit(EXIT_OK), STOP_LIMIT_MS);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function hear(report: ThreadReport): void {
  if (report.type === 'NEWS') {
    process.stdout.write(`${report.text}\n`);
    return;
  }
  process.stderr.write(report.text);
  process.exit(report.code);
}

try {
  start(parseOptions(process.argv.slice(2)));
} catch (error) {
  hear(fail(error));
}
