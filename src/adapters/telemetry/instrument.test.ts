import { expect, test } from 'vitest';

import { FakeMetrics } from '../../../test/support/fake-telemetry.js';
import { NO_TRACER } from '../../application/tracing.js';
import { instrument } from './instrument.js';

test('a use-case is measured under its name, and answers and fails as before', async () => {
  const metrics = new FakeMetrics();
  const useCases = instrument(
    { double: async (value: number) => value * 2, fail: () => Promise.reject(new RangeError('on purpose')) },
    { metrics, tracer: NO_TRACER },
  );
  expect(await useCases.double(21)).toBe(42);
  await expect(useCases.fail()).rejects.toThrow(RangeError);
  expect(metrics.observations.get('vpa_use_case_duration_seconds{use_case=double}')).toHaveLength(1);
  expect(metrics.observations.get('vpa_use_case_duration_seconds{use_case=fail}')).toHaveLength(1);
});
