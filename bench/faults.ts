import { parseArgs } from 'node:util';

import { detect, FAULT_NAMES, type Detection } from '../test/ops/support/observed-faults.js';
import { openObservedStage } from '../test/ops/support/observed-stage.js';
import { keepResult } from './support/result.js';

/**
 * How long after a fault its alert fires, told by a real Prometheus that scrapes real processes. `--factor 1` takes the rules as they
 * are shipped and about two hours; with the default every window and wait is a sixtieth.
 */
const { values } = parseArgs({
  options: { fault: { type: 'string', multiple: true, default: [...FAULT_NAMES] }, factor: { type: 'string', default: '60' } },
});
const factor = Number(values.factor);
const faults = values.fault.map((name) => {
  const found = FAULT_NAMES.find((known) => known === name);
  if (found === undefined) throw new Error(`--fault must be one of ${FAULT_NAMES.join(', ')}`);
  return found;
});
/** The longest window of a page is six hours; no fault here waits for more than the hour of the fast one. */
const WITHIN_SECONDS = Math.max(120, (2 * 3_600) / factor);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const stage = await openObservedStage(factor);
const detections: Detection[] = [];
try {
  await stage.feed();
  for (const fault of faults) {
    const detection = await detect(stage, fault, WITHIN_SECONDS);
    detections.push(detection);
    process.stderr.write(`${JSON.stringify(detection)}\n`);
  }
  const series = await stage.prometheus.byPod('scrape_samples_scraped');
  keepResult(factor === 1 ? 'faults' : `faults-scaled`, { factor, series, detections });
} finally {
  await stage[Symbol.asyncDispose]();
}
