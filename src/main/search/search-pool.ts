import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { EvaluateOptions, PointOutcome } from '../../domain/backtest/search/evaluate-points.js';
import type { GridPoint } from '../../domain/backtest/search/grid.js';
import type { Evaluate } from '../../domain/backtest/search/search-market.js';
import type { StudyStock } from '../../domain/backtest/search/study-stock.js';

/** What a thread is asked. */
export interface PoolTask {
  readonly id: number;
  readonly points: readonly GridPoint[];
  readonly options: EvaluateOptions;
}

export interface PoolAnswer {
  readonly id: number;
  readonly outcomes: readonly PointOutcome[];
}

/** Threads that evaluate points over stocks in shared memory. */
export interface SearchPool {
  readonly evaluate: Evaluate;
  close(): Promise<void>;
}

const MAX_THREADS = 8;

/** Starts one thread a core, at most 8; the columns of the stocks are copied into shared memory once. */
export async function openSearchPool(
  stocks: readonly StudyStock[],
  threads = Math.min(MAX_THREADS, availableParallelism()),
): Promise<SearchPool> {
  const shared = stocks.map(shareStock);
  const workers = Array.from({ length: threads }, () => new Worker(new URL('search-worker.js', import.meta.url), { workerData: shared }));
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  let ids = 0;
  const ask = (worker: Worker, points: readonly GridPoint[], options: EvaluateOptions) =>
    new Promise<readonly PointOutcome[]>((resolve, reject) => {
      const id = (ids += 1);
      const end = (settle: () => void) => {
        worker.off('message', onMessage);
        worker.off('error', onError);
        settle();
      };
      const onMessage = (answer: PoolAnswer) => {
        if (answer.id === id) end(() => resolve(answer.outcomes));
      };
      const onError = (error: unknown) => end(() => reject(error instanceof Error ? error : new Error('a search thread failed')));
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.postMessage({ id, points, options } satisfies PoolTask);
    });
  return {
    evaluate: async (points, options) => {
      const size = Math.ceil(points.length / workers.length);
      const slices = workers.map((worker, place) => [worker, points.slice(place * size, (place + 1) * size)] as const);
      const answers = await Promise.all(
        slices.filter(([, slice]) => slice.length > 0).map(([worker, slice]) => ask(worker, slice, options)),
      );
      return answers.flat();
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

function shareStock(stock: StudyStock): StudyStock {
  const { bars, deliveries } = stock;
  return {
    ...stock,
    bars: {
      length: bars.length,
      epochDay: share(bars.epochDay, Int32Array),
      open: share(bars.open, Float64Array),
      high: share(bars.high, Float64Array),
      low: share(bars.low, Float64Array),
      close: share(bars.close, Float64Array),
      volume: share(bars.volume, Float64Array),
    },
    deliveries: { first: deliveries.first, day: share(deliveries.day, Int32Array), isFromNoon: share(deliveries.isFromNoon, Uint8Array) },
    volumeRatio: share(stock.volumeRatio, Float64Array),
    closePosition: share(stock.closePosition, Float64Array),
    fired: share(stock.fired, Int32Array),
  };
}

function share<T extends Float64Array | Int32Array | Uint8Array>(column: T, Column: new (buffer: SharedArrayBuffer) => T): T {
  const copy = new Column(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}
