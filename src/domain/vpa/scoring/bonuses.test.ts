/** Every threshold of every bonus, from both sides, as the specification writes it. */
import { describe, expect, test } from 'vitest';

import { bars } from '../../../../test/support/bars.js';
import type { SignalKind } from '../detectors/index.js';
import { bitOfKind } from '../kinds.js';
import { STRENGTH, type RuleState } from '../rule-state.js';
import { Workspace } from '../workspace.js';
import type { Phase } from '../wyckoff/phase.js';
import { bonusesOf, type BonusContext } from './bonuses.js';

const T = 70;
/** Values on the bar, or `column@k` on the k-th bar before it. */
type Put = Readonly<Record<string, number>>;
const NOBODY: BonusContext = { marketHealth: null, isSectorStrong: false, phase: 'UNKNOWN' };
const fired = (...kinds: readonly SignalKind[]) => kinds.reduce((bits, kind) => bits | bitOfKind(kind), 0);

function named(kind: SignalKind, put: Put, context: Partial<BonusContext> = {}): readonly string[] {
  const columns = bars()
    .flat(T + 1)
    .columns();
  const state = new Workspace().columnsFor(columns) as unknown as Record<string, Float64Array>;
  // Nothing that is not put holds by itself.
  for (const column of ['volumeRatio', 'closePosition', 'changePct', 'lowerWick', 'support30', 'resistance30', 'high20', 'sma20', 'sma50'])
    state[column]!.fill(NaN);
  for (const [key, value] of Object.entries(put)) {
    const [column = '', before = '0'] = key.split('@');
    state[column]![T - Number(before)] = value;
  }
  return bonusesOf(kind, state as unknown as RuleState, T, { ...NOBODY, ...context }, false);
}

const E = 1e-6;
const CASES: readonly (readonly [SignalKind, string, holds: Put, misses: Put])[] = [
  ['STOPPING_VOLUME', 'SUPPORT', { isNearSupport: 1 }, { isNearSupport: 0 }],
  ['STOPPING_VOLUME', 'LOWER_WICK', { lowerWick: 0.5 }, { lowerWick: 0.5 - E }],
  ['STOPPING_VOLUME', 'FAILED_BREAKDOWN', { low: 99, support30: 99.5, close: 100 }, { low: 99, support30: 99, close: 100 }],
  ['STOPPING_VOLUME', 'FAILED_BREAKDOWN', { low: 99, support30: 99.5, close: 99.6 }, { low: 99, support30: 99.5, close: 99.5 }],
  ['STOPPING_VOLUME', 'EXTREME', { volumeRatio: 3 + E, closePosition: 0.8 + E }, { volumeRatio: 3, closePosition: 0.9 }],
  ['STOPPING_VOLUME', 'EXTREME', { volumeRatio: 4, closePosition: 0.8 + E }, { volumeRatio: 4, closePosition: 0.8 }],
  ['PROFESSIONAL_VOLUME', 'NEW_HIGH_20', { close: 102, high20: 101.9 }, { close: 102, high20: 102 }],
  ['REVERSE_VOLUME', 'GAP_RECOVERED', { 'close@1': 100, close: 100 }, { 'close@1': 100, close: 99.99 }],
  ['NO_SUPPLY', 'VERY_LOW_VOLUME', { volumeRatio: 0.5 - E }, { volumeRatio: 0.5 }],
  ['NO_SUPPLY', 'BACKGROUND', { background: STRENGTH }, { background: 0 }],
  ['NO_SUPPLY', 'ABOVE_SUPPORT', { low: 99, support30: 98.9 }, { low: 99, support30: 99 }],
  [
    'TEST_FOR_SUPPLY',
    'LOWER_VOLUME_THAN_TOP',
    { resistance30: 110, 'high@3': 110, 'volume@3': 100, volume: 69 },
    { resistance30: 110, 'high@3': 110, 'volume@3': 100, volume: 70 },
  ],
  [
    'TEST_FOR_SUPPLY',
    'LOWER_VOLUME_THAN_TOP',
    { resistance30: 110, 'high@32': 110, 'volume@32': 100, volume: 69 },
    { resistance30: 110, 'high@33': 110, 'volume@33': 100, volume: 69 },
  ],
  [
    'TEST_FOR_SUPPLY',
    'LOWER_VOLUME_THAN_TOP',
    { resistance30: 110, 'high@3': 110, 'volume@3': 100, volume: 69 },
    { resistance30: 110, 'high@2': 110, 'volume@2': 100, volume: 69 },
  ],
  ['STRENGTH_ON_RALLY', 'NEW_HIGH_10', { high: 101.1 }, { high: 101 }],
  ['STRENGTH_ON_RALLY', 'NEW_HIGH_10', { high: 104, 'high@11': 105 }, { high: 104, 'high@10': 105 }],
  ['STRENGTH_ON_RALLY', 'GRADE_A', { changePct: 2 + E, volumeRatio: 1.6 }, { changePct: 2, volumeRatio: 1.6 }],
  ['STRENGTH_ON_RALLY', 'GRADE_A', { changePct: 3, volumeRatio: 1.5 + E }, { changePct: 3, volumeRatio: 1.5 }],
  ['SPRING', 'GREEN', { open: 100, close: 100.1 }, { open: 100, close: 100 }],
  ['SPRING', 'VERY_LOW_VOLUME', { volumeRatio: 0.8 - E }, { volumeRatio: 0.8 }],
  ['SHAKEOUT', 'GREEN', { open: 100, close: 100.1 }, { open: 100, close: 100 }],
  ['LPS', 'ABOVE_SPRING', { 'fired@20': fired('SPRING'), 'low@20': 98, low: 99 }, { 'fired@21': fired('SPRING'), 'low@21': 98, low: 99 }],
  ['LPS', 'ABOVE_SPRING', { 'fired@5': fired('SHAKEOUT'), 'low@5': 98, low: 99 }, { 'fired@5': fired('SHAKEOUT'), 'low@5': 99, low: 99 }],
  [
    'LPS',
    'BACK_TO_CREEK',
    { 'fired@20': fired('JUMP_OVER_CREEK'), 'resistance30@20': 100, low: 103 },
    { 'fired@20': fired('JUMP_OVER_CREEK'), 'resistance30@20': 100, low: 103.1 },
  ],
  [
    'LPS',
    'BACK_TO_CREEK',
    { 'fired@1': fired('JUMP_OVER_CREEK'), 'resistance30@1': 100, low: 97 },
    { 'fired@1': fired('JUMP_OVER_CREEK'), 'resistance30@1': 100, low: 96.9 },
  ],
  [
    'LPS',
    'BACK_TO_CREEK',
    { 'fired@20': fired('JUMP_OVER_CREEK'), 'resistance30@20': 100, low: 100 },
    { 'fired@21': fired('JUMP_OVER_CREEK'), 'resistance30@21': 100, low: 100 },
  ],
  ['JUMP_OVER_CREEK', 'GRADE_B', { volumeRatio: 1.7 + E, closePosition: 0.8 }, { volumeRatio: 1.7, closePosition: 0.8 }],
  ['JUMP_OVER_CREEK', 'GRADE_B', { volumeRatio: 1.8, closePosition: 0.75 + E }, { volumeRatio: 1.8, closePosition: 0.75 }],
  [
    'JUMP_OVER_CREEK',
    'GRADE_A',
    { volumeRatio: 2 + E, closePosition: 0.95, changePct: 4 },
    { volumeRatio: 2, closePosition: 0.95, changePct: 4 },
  ],
  [
    'JUMP_OVER_CREEK',
    'GRADE_A',
    { volumeRatio: 3, closePosition: 0.9 + E, changePct: 4 },
    { volumeRatio: 3, closePosition: 0.9, changePct: 4 },
  ],
  [
    'JUMP_OVER_CREEK',
    'GRADE_A',
    { volumeRatio: 3, closePosition: 0.95, changePct: 3 + E },
    { volumeRatio: 3, closePosition: 0.95, changePct: 3 },
  ],
  ['EFFORT_RESULT_HARMONY', 'CLOSE_ON_HIGH', { closePosition: 0.9 }, { closePosition: 0.9 - E }],
  ['HIDDEN_DEMAND', 'DOWNTREND', { isDowntrend: 1 }, { isDowntrend: 0 }],
  ['HIDDEN_DEMAND', 'BACKGROUND', { background: STRENGTH }, { background: 2 }],
  ['ABSORPTION', 'CLUSTER', { 'fired@4': fired('ABSORPTION') }, { 'fired@5': fired('ABSORPTION') }],
  ['EFFORT_NO_RESULT', 'CLUSTER', { 'fired@1': fired('EFFORT_NO_RESULT') }, { fired: fired('EFFORT_NO_RESULT') }],
  ['HIGH_VOLUME_NO_PROGRESS', 'CLOSE_ON_LOW', { closePosition: 0.3 - E }, { closePosition: 0.3 }],
  ['HIGH_VOLUME_NO_PROGRESS', 'EXTREME', { volumeRatio: 3 + E }, { volumeRatio: 3 }],
  ['HIGH_VOLUME_NO_PROGRESS', 'DOWN', { changePct: -E }, { changePct: 0 }],
  ['HIGH_VOLUME_NO_PROGRESS', 'GAP_UP', { 'close@1': 100, open: 100.1 }, { 'close@1': 100, open: 100 }],
  ['UPTHRUST', 'GRADE_B', { volumeRatio: 1.7 + E, closePosition: 0.39 }, { volumeRatio: 1.7, closePosition: 0.39 }],
  ['UPTHRUST', 'GRADE_B', { volumeRatio: 1.8, closePosition: 0.4 - E }, { volumeRatio: 1.8, closePosition: 0.4 }],
  ['UPTHRUST', 'GRADE_A', { volumeRatio: 2 + E, closePosition: 0.2 }, { volumeRatio: 2, closePosition: 0.2 }],
  ['UPTHRUST', 'GRADE_A', { volumeRatio: 3, closePosition: 0.3 - E }, { volumeRatio: 3, closePosition: 0.3 }],
  ['SUPPLY_OVERCOMES_DEMAND', 'BELOW_SMA50', { close: 100, sma50: 100.1 }, { close: 100, sma50: 100 }],
  ['NO_DEMAND', 'FAILED_RALLY', { 'fired@5': fired('UPTHRUST') }, { 'fired@6': fired('UPTHRUST') }],
  ['NO_DEMAND', 'FAILED_RALLY', { 'fired@1': fired('WEAK_RALLY') }, { fired: fired('WEAK_RALLY') }],
  ['NO_DEMAND', 'UNDER_RESISTANCE', { close: 100, resistance30: 100.1 }, { close: 100, resistance30: 100 }],
  [
    'WEAK_RALLY',
    'UNDER_RESISTANCE',
    { isNearResistance: 1, close: 100, resistance30: 100.1 },
    { isNearResistance: 0, close: 100, resistance30: 100.1 },
  ],
  ['WEAK_RALLY', 'VERY_LOW_VOLUME', { volumeRatio: 0.8 - E }, { volumeRatio: 0.8 }],
  ['WEAK_RALLY', 'CLOSE_ON_LOW', { closePosition: 0.4 - E }, { closePosition: 0.4 }],
  ['LOW_VOLUME_ADVANCE', 'OLD_UPTREND', { isUptrend: 1, 'isUptrend@20': 1 }, { isUptrend: 1, 'isUptrend@21': 1, 'isUptrend@19': 1 }],
  ['SELLING_PRESSURE', 'BELOW_SMA20', { close: 100, sma20: 100.1 }, { close: 100, sma20: 100 }],
  ['UTAD', 'GRADE_A', { volumeRatio: 2 + E, closePosition: 0.2 }, { volumeRatio: 2, closePosition: 0.2 }],
  ['TOP_REVERSAL', 'GAP_UP', { 'close@2': 110, 'close@1': 100, open: 100.1 }, { 'close@1': 100, open: 100 }],
  ['SELLING_CLIMAX', 'CLOSE_OFF_LOW', { closePosition: 0.5 }, { closePosition: 0.5 - E }],
  ['BUYING_CLIMAX', 'GAP_UP', { 'close@1': 100, open: 100.1 }, { 'close@1': 100, open: 100 }],
];

describe('bonuses', () => {
  test.each(CASES)('of %s: %s with %j, not with %j', (kind, name, holds, misses) => {
    expect(named(kind, holds)).toContain(name);
    expect(named(kind, misses)).not.toContain(name);
  });

  test.each<[SignalKind, string, Partial<BonusContext>, Partial<BonusContext>]>([
    ['STOPPING_VOLUME', 'SECTOR_STRONG', { isSectorStrong: true }, { isSectorStrong: false }],
    ['PROFESSIONAL_VOLUME', 'MARKET_AND_SECTOR', { marketHealth: 1, isSectorStrong: true }, { marketHealth: 0, isSectorStrong: true }],
    ['PROFESSIONAL_VOLUME', 'MARKET_AND_SECTOR', { marketHealth: 1, isSectorStrong: true }, { marketHealth: 7, isSectorStrong: false }],
    ['PROFESSIONAL_VOLUME', 'MARKET_AND_SECTOR', { marketHealth: 1, isSectorStrong: true }, { marketHealth: null, isSectorStrong: true }],
  ])('of %s: %s with %j, not with %j', (kind, name, holds, misses) => {
    expect(named(kind, {}, holds)).toContain(name);
    expect(named(kind, {}, misses)).not.toContain(name);
  });

  const PHASES: readonly Phase[] = [
    'UNKNOWN',
    'ACC_A',
    'ACC_B',
    'ACC_C',
    'ACC_D',
    'ACC_E',
    'DIST_A',
    'DIST_B',
    'DIST_C',
    'DIST_D',
    'DIST_E',
    'MARKUP',
    'MARKDOWN',
  ];
  test.each<[SignalKind, string, readonly Phase[]]>([
    ['SPRING', 'ACCUMULATION', ['ACC_A', 'ACC_B', 'ACC_C', 'ACC_D']],
    ['SHAKEOUT', 'ACCUMULATION', ['ACC_A', 'ACC_B', 'ACC_C', 'ACC_D']],
    ['UTAD', 'DISTRIBUTION', ['DIST_B', 'DIST_C', 'DIST_D']],
  ])('of %s: %s in %j alone', (kind, name, phases) => {
    expect(PHASES.filter((phase) => named(kind, {}, { phase }).includes(name))).toEqual(phases);
  });

  test.each<SignalKind>(['SELLING_CLIMAX', 'BUYING_CLIMAX'])('of %s: the loudest bar of 60, all of them known', (kind) => {
    const before = (ratio: number) => Object.fromEntries(Array.from({ length: 60 }, (_, k) => [`volumeRatio@${k + 1}`, ratio]));
    expect(named(kind, { ...before(2), volumeRatio: 2.1 })).toContain('VOLUME_60');
    expect(named(kind, { ...before(2), volumeRatio: 2 })).not.toContain('VOLUME_60');
    expect(named(kind, { ...before(2), volumeRatio: 2.1, 'volumeRatio@60': 3 })).not.toContain('VOLUME_60');
    expect(named(kind, { ...before(2), volumeRatio: 2.1, 'volumeRatio@61': 3 })).toContain('VOLUME_60');
    expect(named(kind, { ...before(2), volumeRatio: 2.1, 'volumeRatio@60': NaN })).not.toContain('VOLUME_60');
  });
});
