/** How signals end: every window, level and threshold from both sides, as the specification writes them. */
import { describe, expect, test } from 'vitest';

import { bars } from '../../../../test/support/bars.js';
import type { SignalKind } from '../detectors/index.js';
import { bitOfKind } from '../kinds.js';
import type { RuleState } from '../rule-state.js';
import { Workspace } from '../workspace.js';
import { followSignal } from './follow-signal.js';

const T = 60;
type Put = Readonly<Record<string, number>>;

/** A signal at T of a bar from 99 to 101 that closed at 100; later bars stand at 100 on an ordinary volume. `column+k`: k bars after it, `column-k`: before. */
function follow(kind: SignalKind, isBullish: boolean, put: Put, after = 12) {
  const state = new Workspace().columnsFor(
    bars()
      .flat(T + 1 + after)
      .columns(),
  ) as unknown as Record<string, Float64Array>;
  for (const column of ['volumeRatio', 'closePosition', 'support30', 'resistance30']) state[column]!.fill(1);
  for (const [key, value] of Object.entries(put)) {
    const [, column = '', offset = '0'] = /^([A-Za-z0-9]+?)([+-]\d+)?$/.exec(key)!;
    state[column]![T + Number(offset)] = value;
  }
  const { status, decidedAt } = followSignal(kind, isBullish, state as unknown as RuleState, T);
  return decidedAt === null ? status : `${status} ${decidedAt - T}`;
}
const up: SignalKind = 'PROFESSIONAL_VOLUME';
const down: SignalKind = 'SUPPLY_OVERCOMES_DEMAND';

describe('a signal', () => {
  test.each<[string, SignalKind, boolean, Put, string]>([
    ['bullish: a close under its low fails it', up, true, { 'close+2': 98.9 }, 'FAILED 2'],
    ['bullish: a close at its low does not', up, true, { 'close+2': 99 }, 'EXPIRED 10'],
    ['bullish: a close over its high within three bars confirms it', up, true, { 'close+3': 101.1 }, 'CONFIRMED 3'],
    ['bullish: a close at its high does not', up, true, { 'close+3': 101 }, 'EXPIRED 10'],
    ['bullish: the fourth bar is too late', up, true, { 'close+4': 101.1 }, 'EXPIRED 10'],
    ['bullish: it can fail until the tenth bar', up, true, { 'close+10': 98.9 }, 'FAILED 10'],
    ['bullish: and not later', up, true, { 'close+11': 98.9 }, 'EXPIRED 10'],
    ['bearish: a close over its high fails it', down, false, { 'close+1': 101.1 }, 'FAILED 1'],
    ['bearish: a close at its high does not', down, false, { 'close+1': 101 }, 'EXPIRED 10'],
    ['bearish: a close under its low confirms it', down, false, { 'close+3': 98.9 }, 'CONFIRMED 3'],
    ['no progress: 1 % over its high is borne', 'HIGH_VOLUME_NO_PROGRESS', false, { 'close+2': 102.01 }, 'EXPIRED 10'],
    ['no progress: more is not', 'HIGH_VOLUME_NO_PROGRESS', false, { 'close+2': 102.02 }, 'FAILED 2'],
    ['upthrust: 2 % over its high is borne', 'UPTHRUST', false, { 'close+2': 103.02 }, 'EXPIRED 10'],
    ['upthrust: more is not', 'UPTHRUST', false, { 'close+2': 103.03 }, 'FAILED 2'],
    ['utad: 2 % over its high is borne', 'UTAD', false, { 'close+2': 103.02 }, 'EXPIRED 10'],
    ['utad: more is not', 'UTAD', false, { 'close+2': 103.03 }, 'FAILED 2'],
    ['selling pressure: the highest high of three bars', 'SELLING_PRESSURE', false, { 'high-2': 105, 'close+2': 104.9 }, 'EXPIRED 10'],
    ['selling pressure: not of four', 'SELLING_PRESSURE', false, { 'high-3': 105, 'close+2': 104.9 }, 'FAILED 2'],
    ['harmony: under the middle of its bar', 'EFFORT_RESULT_HARMONY', true, { 'close+2': 99.99 }, 'FAILED 2'],
    ['harmony: not at it', 'EFFORT_RESULT_HARMONY', true, { 'close+2': 100 }, 'EXPIRED 10'],
    [
      'absorption: the lowest low of its bars of the last five',
      'ABSORPTION',
      true,
      { 'fired-4': bitOfKind('ABSORPTION'), 'low-4': 95, 'close+2': 95.1 },
      'EXPIRED 10',
    ],
    ['absorption: not of the sixth', 'ABSORPTION', true, { 'fired-5': bitOfKind('ABSORPTION'), 'low-5': 95, 'close+2': 95.1 }, 'FAILED 2'],
    ['creek: three closes over resistance', 'JUMP_OVER_CREEK', true, { resistance30: 99.5 }, 'CONFIRMED 3'],
    ['creek: closes at it do not count, and its window is five bars', 'JUMP_OVER_CREEK', true, { resistance30: 100 }, 'EXPIRED 5'],
    ['creek: a close under it', 'JUMP_OVER_CREEK', true, { resistance30: 99.5, 'close+2': 99.4 }, 'FAILED 2'],
    [
      'shakeout: a quiet dip that closes in its upper half',
      'SHAKEOUT',
      true,
      { 'volumeRatio+4': 0.79, 'closePosition+4': 0.5, 'low+3': 99.5, 'low+4': 99 },
      'CONFIRMED 4',
    ],
    [
      'shakeout: not on a volume of 0.8',
      'SHAKEOUT',
      true,
      { 'volumeRatio+4': 0.8, 'closePosition+4': 0.5, 'low+3': 99.5, 'low+4': 99 },
      'EXPIRED 10',
    ],
    [
      'shakeout: not closing under the half',
      'SHAKEOUT',
      true,
      { 'volumeRatio+4': 0.79, 'closePosition+4': 0.49, 'low+3': 99.5, 'low+4': 99 },
      'EXPIRED 10',
    ],
    [
      'shakeout: not without a dip',
      'SHAKEOUT',
      true,
      { 'volumeRatio+4': 0.79, 'closePosition+4': 0.5, 'low+3': 99, 'low+4': 99 },
      'EXPIRED 10',
    ],
    ['shakeout: not under its level', 'SHAKEOUT', true, { 'volumeRatio+4': 0.79, 'closePosition+4': 0.5, 'low+4': 98.9 }, 'EXPIRED 10'],
    ['no supply: volume comes back on a rise', 'NO_SUPPLY', true, { 'close+6': 100.1, 'volumeRatio+6': 1.2 }, 'CONFIRMED 6'],
    ['no supply: not with less than 1.2', 'NO_SUPPLY', true, { 'close+6': 100.1, 'volumeRatio+6': 1.19 }, 'EXPIRED 10'],
    ['no supply: not without a rise', 'NO_SUPPLY', true, { 'volumeRatio+6': 1.2 }, 'EXPIRED 10'],
    ['no supply: the lowest low of five bars', 'NO_SUPPLY', true, { 'low-4': 95, 'close+2': 95 }, 'EXPIRED 10'],
    ['no supply: not of six', 'NO_SUPPLY', true, { 'low-5': 95, 'close+2': 95 }, 'FAILED 2'],
    ['test: under its own low', 'TEST_FOR_SUPPLY', true, { 'close+2': 98.9 }, 'FAILED 2'],
    [
      'last point: the low of a spring of the last twenty bars',
      'LPS',
      true,
      { 'fired-20': bitOfKind('SPRING'), 'low-20': 95, 'close+2': 95 },
      'EXPIRED 10',
    ],
    [
      'last point: else support',
      'LPS',
      true,
      { 'fired-21': bitOfKind('SPRING'), 'low-21': 95, support30: 97, 'close+2': 96.9 },
      'FAILED 2',
    ],
    ['no demand: the highest high of five bars', 'NO_DEMAND', false, { 'high-4': 105, 'close+2': 105 }, 'EXPIRED 10'],
    ['no demand: not of six', 'NO_DEMAND', false, { 'high-5': 105, 'close+2': 105 }, 'FAILED 2'],
    ['no demand: volume comes back on a fall', 'NO_DEMAND', false, { 'close+6': 99.9, 'volumeRatio+6': 1.2 }, 'CONFIRMED 6'],
    ['weak rally: over its own high', 'WEAK_RALLY', false, { 'close+2': 101.1 }, 'FAILED 2'],
    [
      'low volume advance: volume comes back on a rise',
      'LOW_VOLUME_ADVANCE',
      false,
      { 'close+2': 100.1, 'volumeRatio+2': 1.2 },
      'FAILED 2',
    ],
    ['low volume advance: on less it lives on', 'LOW_VOLUME_ADVANCE', false, { 'close+2': 100.1, 'volumeRatio+2': 1.19 }, 'EXPIRED 10'],
    [
      'low volume advance: volume comes back on a fall',
      'LOW_VOLUME_ADVANCE',
      false,
      { 'close+2': 99.9, 'volumeRatio+2': 1.2 },
      'CONFIRMED 2',
    ],
  ])('%s', (_what, kind, isBullish, put, ends) => {
    expect(follow(kind, isBullish, put)).toBe(ends);
  });

  test('on one bar failure comes before confirmation', () => {
    expect(follow('NO_DEMAND', false, { 'high-4': 101, 'close+1': 103, 'close+2': 102, 'volumeRatio+2': 1.2 })).toBe('FAILED 1');
    expect(follow('EFFORT_RESULT_HARMONY', true, { high: 99.5, low: 101.5, 'close+1': 100 })).toBe('FAILED 1');
  });

  test('is PENDING until its window is over, to the bar', () => {
    expect(follow(up, true, {}, 9)).toBe('PENDING');
    expect(follow(up, true, {}, 10)).toBe('EXPIRED 10');
    expect(follow('JUMP_OVER_CREEK', true, { resistance30: 100 }, 4)).toBe('PENDING');
  });
});
