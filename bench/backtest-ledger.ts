import { parseArgs } from 'node:util';

import { openBacktestStage, runBacktestLedger, type BacktestRunResult } from '../test/ledger/backtest-run.js';
import { keepResult } from './support/result.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    stocks: { type: 'string', default: '100' },
    sessions: { type: 'string', default: '2500' },
  },
});

// Ending this way, every process and server that was started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const [stocks, sessions] = [Number(values.stocks), Number(values.sessions)];
const results: BacktestRunResult[] = [];
const stage = await openBacktestStage(stocks, sessions);
try {
  for (let run = 0; run < Number(values.runs); run += 1) {
    const result = await runBacktestLedger(stage, 'strength', { killAt: [0.1, 0.5, 0.9], freezeAt: [0.3, 0.95] });
    results.push(result);
    process.stderr.write(`${JSON.stringify(result)}\n`);
  }
} finally {
  await stage.close();
}

const sum = (read: (result: BacktestRunResult) => number): number => results.reduce((total, result) => total + read(result), 0);
const row = {
  runs: results.length,
  backtests: sum(({ backtests }) => backtests),
  kills: sum(({ kills }) => kills),
  frozen: sum(({ frozen }) => frozen),
  stopped: sum(({ stopped }) => stopped),
  databaseRestarts: sum(({ databaseRestarts }) => databaseRestarts),
  different: sum(({ different }) => different),
  stuck: sum(({ stuck }) => stuck),
  zombieWrites: sum(({ zombieWrites }) => zombieWrites),
  zombiesRefused: sum(({ zombiesRefused }) => zombiesRefused),
  unexpectedEnds: sum(({ unexpectedEnds }) => unexpectedEnds),
};
console.table([row]);
keepResult('backtest-ledger', { stocks, sessions, row, killedAt: results.map(({ killedAt }) => killedAt) });
