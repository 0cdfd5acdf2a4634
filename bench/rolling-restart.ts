import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { openRollingRig } from '../test/ops/support/rolling-rig.js';
import { rollRestarts } from '../test/ops/support/rolling-run.js';
import { keepResult } from './support/result.js';

/**
 * Two API processes behind a real HAProxy, restarted in turn under HTTP clients and subscribers: failed requests, lost and repeated events.
 * `--older DIR` takes the first of them from a built checkout of an older version: two versions side by side on one database.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    clients: { type: 'string', default: '50' },
    subscribers: { type: 'string', default: '500' },
    older: { type: 'string' },
  },
});
const { older } = values;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

await using rig = await openRollingRig(older);
const result = await rollRestarts(rig, {
  rounds: Number(values.rounds),
  clients: Number(values.clients),
  subscribers: Number(values.subscribers),
});
if (older === undefined) keepResult('rolling-restart', { ...result });
else {
  const olderCommit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: older, encoding: 'utf8' }).trim();
  keepResult('two-versions', { olderCommit, ...result });
}
