import { expect, test } from 'vitest';

import { findBarFault, MAX_PRICE } from './check-bar.js';

const BAR = { open: 2, high: 3, low: 1, close: 2, volume: 5 };

test.each([
  [{}, undefined],
  [{ volume: 0 }, undefined],
  [{ open: 1, close: 3 }, undefined],
  [{ open: 1, high: 1, low: 1, close: 1 }, undefined],
  [{ high: MAX_PRICE }, undefined],
  [{ high: MAX_PRICE * 1.1 }, 'PRICE_TOO_LARGE'],
  [{ low: 0 }, 'PRICE_NOT_POSITIVE'],
  [{ low: 0.00009 }, 'PRICE_NOT_POSITIVE'],
  [{ open: -1 }, 'PRICE_NOT_POSITIVE'],
  [{ open: NaN }, 'INVALID_NUMBER'],
  [{ high: Infinity }, 'INVALID_NUMBER'],
  [{ open: 0.9 }, 'OUTSIDE_RANGE'],
  [{ open: 3.1 }, 'OUTSIDE_RANGE'],
  [{ close: 0.9 }, 'OUTSIDE_RANGE'],
  [{ close: 3.1 }, 'OUTSIDE_RANGE'],
  [{ low: 4, high: 1 }, 'OUTSIDE_RANGE'],
  [{ volume: -1 }, 'INVALID_VOLUME'],
  [{ volume: 0.5 }, 'INVALID_VOLUME'],
  [{ volume: 2 ** 53 }, 'INVALID_VOLUME'],
  [{ volume: NaN }, 'INVALID_VOLUME'],
])('%j: %s', (change, fault) => {
  expect(findBarFault({ ...BAR, ...change })).toBe(fault);
});
