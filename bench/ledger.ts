import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { FAULT_NAMES, type FaultName } from '../test/ledger/faults.js';
import { type LedgerResult, runLedger } from '../test/ledger/ledger-run.js';
import { openStage } from '../test/ledger/stage.js';
import { keepResult, median } from './support/result.js';

const { values } = parseArgs({
  options: {
    fault: { type: 'string', multiple: true, default: [...FAULT_NAMES] },
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    load: { type: 'string', default: '4000' },
  },
});
const faults = values.fault.map((name) => {
  const found = FAULT_NAMES.find((known) => known === name);
  if (found === undefined) throw new Error(`--fault must be one of ${FAULT_NAMES.join(', ')}`);
  return found;
});

// Ending this way, every process and server that was started ends too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const results: LedgerResult[] = [];
const stage = await openStage();
try {
  for (const fault of faults) {
    for (let run = 0; run < Number(values.runs); run += 1) {
      const seed = Number(values.seed) + run;
      const result = await runLedger(stage, { fault, seed, loadMs: Number(values.load), label: `${fault.toUpperCase()}${run}` });
      results.push(result);
      process.stderr.write(`${JSON.stringify(result)}\n`);
    }
  }
} finally {
  await stage.close();
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const fresh = faults.map((fault) => ({
  ...summary(
    fault,
    results.filter((result) => result.fault === fault),
  ),
  commit,
}));
// Faults that were left out this time keep the figures of their last runs.
const table = FAULT_NAMES.flatMap((fault) => fresh.find((row) => row.fault === fault) ?? kept().find((row) => row.fault === fault) ?? []);
console.table(table);
keepResult('ledger', { table });

type Row = ReturnType<typeof summary> & { readonly commit: string };

function kept(): readonly Row[] {
  if (!existsSync('bench/results/ledger.json')) return [];
  return (JSON.parse(readFileSync('bench/results/ledger.json', 'utf8')) as { readonly table: readonly Row[] }).table;
}

function summary(fault: FaultName, runs: readonly LedgerResult[]) {
  const sum = (read: (result: LedgerResult) => number): number => runs.reduce((total, result) => total + read(result), 0);
  const max = (read: (result: LedgerResult) => number): number => Math.max(...runs.map(read));
  return {
    fault,
    runs: runs.length,
    events: sum(({ events }) => events),
    lost: sum(({ lost }) => lost),
    duplicated: sum(({ duplicated }) => duplicated),
    outOfOrder: sum(({ outOfOrder }) => outOfOrder),
    gapsTold: sum(({ gapsTold }) => gapsTold),
    holes: sum(({ holes }) => holes),
    signalsDuplicated: sum(({ signalsDuplicated }) => signalsDuplicated),
    signalsMissing: sum(({ signalsMissing }) => signalsMissing),
    interruptions: sum(({ interruptions }) => interruptions),
    unexpectedEnds: sum(({ unexpectedEnds }) => unexpectedEnds),
    medianDelayMs: median(runs.map(({ medianDelayMs }) => medianDelayMs)),
    maxDelayMs: max(({ maxDelayMs }) => maxDelayMs),
    maxDelayWhileAwayMs: max(({ maxDelayWhileAwayMs }) => maxDelayWhileAwayMs),
    settleMsMedian: median(runs.map(({ settleMs }) => settleMs)),
    settleMsMax: max(({ settleMs }) => settleMs),
  };
}
