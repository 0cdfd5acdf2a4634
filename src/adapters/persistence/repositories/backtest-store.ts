import type { BacktestStore } from '../../../application/ports/backtests.js';
import type { Db } from '../orm.js';
import { createBacktestBook } from './backtest-book.js';
import { createBacktestQueue } from './backtest-queue.js';

export function createBacktestStore(db: Db): BacktestStore {
  return { ...createBacktestBook(db), ...createBacktestQueue(db) };
}
