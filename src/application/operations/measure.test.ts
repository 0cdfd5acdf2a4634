import { expect, test } from 'vitest';

import { FakeMetrics } from '../../../test/support/fake-telemetry.js';
import { measure } from './measure.js';

const deps = {
  isDatabaseReachable: async () => true,
  isBusHealthy: () => false,
  outbox: { oldestPendingSeconds: async () => 7.5 },
  // Monday, 09:00 in Hanoi: the newest closed session is that of Friday.
  wallClock: () => new Date('2025-05-19T02:00:00Z'),
  backtests: { backlog: async () => ({ queued: 3, running: 1, oldestSeconds: 42 }) },
  freshness: { feedAges: async () => [{ feed: 'CSV' as const, seconds: 90 }] },
};

test('the gauges tell what is there, how long events wait and how old the bars are', async () => {
  const metrics = new FakeMetrics();
  await measure({ ...deps, metrics })();
  expect([...metrics.gauges]).toEqual([
    ['vpa_dependency_up{dependency=database}', 1],
    ['vpa_dependency_up{dependency=event_bus}', 0],
    ['outbox_oldest_pending_seconds', 7.5],
    ['backtests_queued', 3],
    ['backtests_running', 1],
    ['backtests_oldest_queued_seconds', 42],
    ['market_data_age_seconds{feed=CSV}', 90],
    ['market_session_age_seconds', 66 * 3600],
  ]);
});

test('a database that is away is told, and not asked', async () => {
  const metrics = new FakeMetrics();
  const outbox = { oldestPendingSeconds: () => Promise.reject(new Error('away')) };
  await measure({ ...deps, outbox, isDatabaseReachable: async () => false, metrics })();
  expect(metrics.gauges.get('vpa_dependency_up{dependency=database}')).toBe(0);
  expect(metrics.gauges.has('outbox_oldest_pending_seconds')).toBe(false);
});

test('only where it is asked for are the feeds and the queue of backtests measured', async () => {
  const metrics = new FakeMetrics();
  await measure({ ...deps, freshness: null, backtests: null, metrics })();
  expect(metrics.gauges.has('backtests_queued')).toBe(false);
  expect([...metrics.gauges.keys()].some((key) => key.startsWith('market_data_age'))).toBe(false);
});
