import { Argument, type Command } from 'commander';

import { WORKER_NAMES } from '../../workers/worker.js';
import type { WorkerName } from '../../workers/worker.js';

/** `vpa worker NAME…`: the named workers until SIGTERM or SIGINT. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('Run workers until SIGTERM or SIGINT; a round at hand is ended first. Any number of each may run at once.')
    .addArgument(new Argument('<names...>', 'what to run').choices(WORKER_NAMES))
    .action(async (names: WorkerName[]) => {
      const { runWorkers } = await import('../worker.js');
      await runWorkers(names);
    });
}
