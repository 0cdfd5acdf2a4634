import { expect, test } from 'vitest';

import { FakeMetrics, SILENT_LOGGER } from '../../../test/support/fake-telemetry.js';
import { createUnreadableReport } from './unreadable-report.js';

test('each type is logged once, every event is counted, and garbage does not fill the log', () => {
  const metrics = new FakeMetrics();
  const lines: unknown[] = [];
  const report = createUnreadableReport({ metrics, logger: { ...SILENT_LOGGER, warn: (fields) => void lines.push(fields) } });
  for (const name of ['a.b', 'a.b', 'c.d']) report({ type: 'unreadable', name, json: null });
  expect(lines).toEqual([{ type: 'a.b' }, { type: 'c.d' }]);
  for (let at = 0; at < 100; at += 1) report({ type: 'unreadable', name: `garbage ${at}`, json: null });
  expect(lines.length).toBeLessThan(30);
  expect(metrics.counter('vpa_tail_events_unreadable_total')).toBe(103);
});
