import { expect, test } from 'vitest';

import { createMetrics } from '../../src/adapters/telemetry/metrics.js';
import { aMarket } from '../support/a-market.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';

const seriesOf = (text: string) => text.split('\n').filter((line) => /^\w/.test(line)).length;

test('10 000 operation names and paths that clients make up add no series', async () => {
  const registry = createMetrics();
  await using rig = await ApiRig.start(applicationOver(memoryReaders(aMarket(1))), { metrics: registry.metrics });
  const ask = async (number: number) => {
    await rig.post({ query: `query Made${number} { stocks(first: 1) { edges { node { symbol } } } }`, operationName: `Made${number}` });
    if (number % 10 !== 0) return;
    await rig.post({ query: `query Made${number} { unknown${number} }` });
    await fetch(`${rig.url}/made/up/${number}`);
  };
  await ask(0);
  const before = seriesOf(await registry.render());
  for (let first = 1; first < 10_000; first += 50) {
    await Promise.all(Array.from({ length: Math.min(50, 10_000 - first) }, (_, at) => ask(first + at)));
  }
  const text = await registry.render();
  expect(seriesOf(text) - before).toBeLessThanOrEqual(1);
  expect(text).toContain('graphql_operations_total{operation="stocks",type="query",outcome="ok"} 10000\n');
  expect(text).toContain('api_requests_total{method="GET",endpoint="other",status="404"} 1000\n');
}, 120_000);
