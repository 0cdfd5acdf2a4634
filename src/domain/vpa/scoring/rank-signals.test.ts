import { expect, test } from 'vitest';

import { rankSignals } from './rank-signals.js';

const signal = (kind: Parameters<typeof rankSignals>[0][number]['kind'], isBullish: boolean, score: number) => ({ kind, isBullish, score });

test('what another signal says anyway neither leads nor disagrees', () => {
  const [implied, primary] = rankSignals([signal('STRENGTH_ON_RALLY', true, 99), signal('PROFESSIONAL_VOLUME', true, 60)]);

  expect(implied).toEqual({ isImplied: true, isPrimary: false, isConflicting: false });
  expect(primary).toEqual({ isImplied: false, isPrimary: true, isConflicting: false });
});

test('stars lead before the score, the score before the name', () => {
  const primaryOf = (...signals: Parameters<typeof rankSignals>[0]) => rankSignals(signals).findIndex(({ isPrimary }) => isPrimary);

  expect(primaryOf(signal('NO_SUPPLY', true, 90), signal('SPRING', true, 50))).toBe(1);
  expect(primaryOf(signal('NO_SUPPLY', true, 73), signal('LPS', true, 83))).toBe(1);
  expect(primaryOf(signal('NO_SUPPLY', true, 80), signal('LPS', true, 80))).toBe(1);
});

test('a bullish and a bearish signal on one bar are in conflict, all of them', () => {
  const ranks = rankSignals([signal('SELLING_CLIMAX', true, 64), signal('SELLING_PRESSURE', false, 60)]);

  expect(ranks.map(({ isConflicting }) => isConflicting)).toEqual([true, true]);
});
