import { parentPort, workerData } from 'node:worker_threads';

import { evaluatePoints } from '../../domain/backtest/search/evaluate-points.js';
import type { StudyStock } from '../../domain/backtest/search/study-stock.js';
import type { PoolAnswer, PoolTask } from './search-pool.js';

const stocks = workerData as readonly StudyStock[];
parentPort?.on('message', ({ id, points, options }: PoolTask) => {
  parentPort?.postMessage({ id, outcomes: evaluatePoints(stocks, points, options) } satisfies PoolAnswer);
});
