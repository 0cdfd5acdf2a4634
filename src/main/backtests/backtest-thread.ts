import { parentPort, workerData } from 'node:worker_threads';

import type { BacktestCheckpoint, BacktestOutcome, ClaimedBacktest } from '../../application/ports/backtests.js';
import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { runOrder, type MarketSeries } from './run-order.js';

/** What the thread is given. */
export interface ThreadTask {
  readonly claimed: ClaimedBacktest;
  readonly market: readonly MarketSeries[];
}

/** What it tells. Nothing follows DONE and REFUSED. */
export type ThreadNews =
  | { readonly type: 'PROGRESS'; readonly progress: number }
  | { readonly type: 'CHECKPOINT'; readonly checkpoint: BacktestCheckpoint }
  | { readonly type: 'DONE'; readonly outcome: BacktestOutcome }
  | { readonly type: 'REFUSED'; readonly code: ErrorCode; readonly message: string };

/** Progress is told at most so often. */
const TELL_EVERY_MS = 100;

const { claimed, market } = workerData as ThreadTask;
const tell = (news: ThreadNews): void => parentPort?.postMessage(news);
let toldAt = -Infinity;
try {
  const outcome = runOrder(claimed, market, {
    checkpoint: claimed.checkpoint,
    onProgress: (progress) => {
      if (performance.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = performance.now();
      tell({ type: 'PROGRESS', progress });
    },
    onCheckpoint: (checkpoint) => tell({ type: 'CHECKPOINT', checkpoint }),
  });
  tell({ type: 'DONE', outcome });
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  tell({ type: 'REFUSED', code: error.code, message: error.message });
}
