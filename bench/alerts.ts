import { parseArgs } from 'node:util';

import { type AlertRunResult, openAlertStage, runAlerts } from '../test/ledger/alert-run.js';
import { keepResult } from './support/result.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } } });

// Ending this way, every process and server that was started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const results: AlertRunResult[] = [];
const stage = await openAlertStage();
try {
  for (let run = 0; run < Number(values.runs); run += 1) {
    const result = await runAlerts(stage, Number(values.seed) + run);
    results.push(result);
    process.stderr.write(`${JSON.stringify(result)}\n`);
  }
} finally {
  await stage.close();
}

const sum = (read: (result: AlertRunResult) => number): number => results.reduce((total, result) => total + read(result), 0);
const row = {
  runs: results.length,
  owed: sum(({ owed }) => owed),
  sent: sum(({ sent }) => sent),
  refused: sum(({ refused }) => refused),
  lost: sum(({ lost }) => lost),
  duplicatedInside: sum(({ duplicatedInside }) => duplicatedInside),
  duplicatedOutside: sum(({ duplicatedOutside }) => duplicatedOutside),
  mostOfOne: Math.max(...results.map(({ mostOfOne }) => mostOfOne)),
  strangers: sum(({ strangers }) => strangers),
  early: sum(({ early }) => early),
  outOfOrder: sum(({ outOfOrder }) => outOfOrder),
  kills: sum(({ kills }) => kills),
  restarts: sum(({ restarts }) => restarts),
  redisStops: sum(({ redisStops }) => redisStops),
  lostAttempts: sum(({ lostAttempts }) => lostAttempts),
  requests: sum(({ requests }) => requests),
  unexpectedEnds: sum(({ unexpectedEnds }) => unexpectedEnds),
};
console.table([row]);
keepResult('alerts', { row });
