import { Worker } from 'node:worker_threads';

import type { BacktestRunner } from '../../application/ports/backtest-runner.js';
import type { BacktestOutcome } from '../../application/ports/backtests.js';
import { DomainError } from '../../domain/errors.js';
import type { BarColumns } from '../../domain/market/bar.js';
import type { ThreadNews, ThreadTask } from './backtest-thread.js';

export interface ThreadLimits {
  /** A run has at most so long. */
  readonly timeoutMs: number;
  /** Heap of its thread, MB. Who takes more little by little is ended alone; who takes very much at once may take the process along, and the attempt counts. */
  readonly heapMb: number;
}

const THREAD = new URL('backtest-thread.js', import.meta.url);

/** Each run in a thread of its own, which ends with it: it can be stopped at any instant, and takes nobody along when it breaks. */
export function threadRunner({ timeoutMs, heapMb }: ThreadLimits, thread = THREAD): BacktestRunner {
  return {
    run: async (claimed, market, { onProgress, onCheckpoint }, signal) => {
      signal.throwIfAborted();
      const task: ThreadTask = {
        claimed,
        market: market.map(({ symbol, sector, exchange, isIndex, bars }) => ({
          symbol,
          sector,
          exchange,
          isIndex,
          bars: ownColumns(bars),
        })),
      };
      const worker = new Worker(thread, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        return await new Promise<BacktestOutcome>((resolve, reject) => {
          worker.on('message', (news: ThreadNews) => {
            if (news.type === 'PROGRESS') onProgress(news.progress);
            else if (news.type === 'CHECKPOINT') onCheckpoint(news.checkpoint);
            else if (news.type === 'DONE') resolve(news.outcome);
            else reject(new DomainError(news.code, news.message));
          });
          worker.once('error', (cause) => reject(new DomainError('INTERNAL', 'the thread of the backtest broke', { cause })));
          worker.once('exit', () => reject(new DomainError('INTERNAL', 'the thread of the backtest ended early')));
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          timeout.addEventListener('abort', () => reject(new DomainError('INTERNAL', 'the backtest took too long')), { once: true });
        });
      } finally {
        await worker.terminate();
      }
    },
  };
}

/** The columns alone: a column that is a part of a longer one would take all of that along. */
function ownColumns({ length, epochDay, open, high, low, close, volume }: BarColumns): BarColumns {
  const own = (column: Float64Array): Float64Array => column.slice(0, length);
  return {
    length,
    epochDay: epochDay.slice(0, length),
    open: own(open),
    high: own(high),
    low: own(low),
    close: own(close),
    volume: own(volume),
  };
}
