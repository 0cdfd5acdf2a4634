import { expect, test } from 'vitest';

import { bars } from '../../../../test/support/bars.js';
import { Workspace } from '../workspace.js';
import { rawConfidence, type ConfidenceInput } from './raw-confidence.js';

const INPUT: ConfidenceInput = {
  margin: 0,
  bonuses: 0,
  isBullish: true,
  terms: { market: 0, phase: 0, sector: 0 },
  priceUnitVnd: 1,
  isProvisional: false,
};
function confidence(input: Partial<ConfidenceInput>, { t = 60, volume = 1_000_000, close = 20_000 } = {}) {
  const state = new Workspace().columnsFor(bars().flat(80).columns());
  state.averageVolume20.fill(volume);
  state.close.fill(close);
  return rawConfidence(state, t, { ...INPUT, ...input });
}
const terms = (market: number, phase: number, sector: number) => ({ terms: { market, phase, sector } as ConfidenceInput['terms'] });

test('is 0.45 by itself, and the margin adds up to a fifth', () => {
  expect(confidence({}).raw).toBeCloseTo(0.45, 12);
  expect(confidence({ margin: 1 }).raw).toBeCloseTo(0.65, 12);
});

test('three bonuses count, and no fourth', () => {
  expect([2, 3, 4].map((bonuses) => confidence({ bonuses }).raw)).toEqual([0.55, 0.6, 0.6].map((raw) => expect.closeTo(raw, 12) as number));
});

test.each([
  [true, terms(1, 1, 0), 0.1],
  [true, terms(1, 0, 0), 0],
  [true, terms(-1, -1, 0), -0.15],
  [true, terms(-1, 0, 0), 0],
  [true, terms(1, 1, 1), 0.1],
  [false, terms(-1, -1, 0), 0.1],
  [false, terms(1, 1, 0), -0.15],
  [false, terms(1, 1, -1), 0],
])('bullish %s in the circumstances %j: %d', (isBullish, given, context) => {
  expect(confidence({ isBullish, ...given }).context).toBe(context);
});

test.each([
  [{ t: 60 }, 0],
  [{ t: 59 }, 0.1],
  [{ volume: 100_000 }, 0],
  [{ volume: 99_999 }, 0.1],
  [{ close: 2_000 }, 0],
  [{ close: 1_999 }, 0.1],
  [{ t: 59, volume: 99_999, close: 1_999 }, 0.3],
])('doubts about the data with %j take away %d', (data, quality) => {
  expect(confidence({}, data).quality).toBeCloseTo(quality, 12);
});

test('an open bar is doubted, and the unit of the price does not matter', () => {
  expect(confidence({ isProvisional: true }).quality).toBeCloseTo(0.1, 12);
  expect(confidence({ priceUnitVnd: 1_000 }, { close: 2 }).quality).toBe(0);
  expect(confidence({ priceUnitVnd: 1_000 }, { close: 1.99 }).quality).toBeCloseTo(0.1, 12);
});

test('stays between 0.05 and 0.95', () => {
  expect(confidence({ margin: 1, bonuses: 3, ...terms(1, 1, 1) }).raw).toBeCloseTo(0.9, 12);
  expect(confidence({ isProvisional: true, ...terms(-1, -1, -1) }, { t: 10, volume: 1, close: 1 }).raw).toBe(0.05);
});
