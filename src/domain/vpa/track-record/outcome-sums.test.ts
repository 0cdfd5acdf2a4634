import { expect, test } from 'vitest';

import { addOutcome, addSums, noOutcomes } from './outcome-sums.js';

interface Outcome {
  readonly close?: number;
  readonly nextOpen?: number;
  readonly laterClose?: number;
  readonly isBullish?: boolean;
}
const after = (...outcomes: readonly Outcome[]) => {
  const sums = noOutcomes();
  for (const { close = 100, nextOpen = 100, laterClose = 100, isBullish = true } of outcomes)
    addOutcome(sums, close, nextOpen, laterClose, isBullish);
  return sums;
};

test.each([
  [103, { up: 1, down: 0, gained: 1 }],
  [102, { up: 1, down: 0, gained: 0 }],
  [100, { up: 0, down: 0, gained: 0 }],
  [99, { up: 0, down: 1, gained: 0 }],
])('a later close of %d beside 100 counts as %j', (laterClose, expected) => {
  expect(after({ laterClose })).toMatchObject({ count: 1, ...expected, returnPct: expect.closeTo(laterClose - 100, 12) as number });
});

test('exactly 2 % is no gain of more, whatever the price', () => {
  const prices = Array.from({ length: 500 }, (_, i) => ({ close: (i + 1) / 100, laterClose: ((i + 1) * 102) / 10_000 }));
  expect(after(...prices).gained).toBe(0);
});

test('a hit goes the way of the signal; nothing moved is none', () => {
  expect(after({ laterClose: 101 }, { laterClose: 99 }, { laterClose: 100 }).hits).toBe(1);
  const bearish = { isBullish: false };
  expect(after({ laterClose: 101, ...bearish }, { laterClose: 99, ...bearish }, bearish, { laterClose: 98, ...bearish }).hits).toBe(2);
});

test('value is counted from the next open, the other way round after a bearish signal', () => {
  expect(after({ nextOpen: 104, laterClose: 110 }).grossValue).toBeCloseTo(110 / 104, 12);
  expect(after({ nextOpen: 104, laterClose: 110, isBullish: false }).grossValue).toBeCloseTo(104 / 110, 12);
});

test('sums are added to sums', () => {
  const [a, b] = [{ laterClose: 103 }, { laterClose: 98, isBullish: false }];
  const sums = after(a);
  addSums(sums, after(b));
  expect(sums).toEqual(after(a, b));
  expect([sums.bullish, sums.bullishReturnPct]).toEqual([1, expect.closeTo(3, 12)]);
});
