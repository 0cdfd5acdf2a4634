import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { DomainError } from '../../errors.js';
import { SIGNAL_KINDS } from '../detectors/index.js';
import { checkRuleSet } from './check-rule-set.js';

const SUMMARY = { en: 'A rise.', vi: 'Giá tăng.' };
const RISE = { type: 'threshold', column: 'changePct', comparison: 'above', threshold: 1 };

function rule(change: Readonly<Record<string, unknown>> = {}) {
  return { kind: 'WEAK_RALLY', direction: 'BEARISH', stars: 2, setsBackground: false, summary: SUMMARY, conditions: [RISE], ...change };
}

function set(change: Readonly<Record<string, unknown>> = {}) {
  return { name: 'mine', version: 'mine-1', summary: SUMMARY, detectors: [rule()], ...change };
}

const withCondition = (...conditions: readonly unknown[]) => set({ detectors: [rule({ kind: 'SPRING' }), rule({ conditions })] });

function faultOf(value: unknown): { readonly code: string; readonly message: string; readonly field: unknown } | null {
  try {
    checkRuleSet(value, SIGNAL_KINDS);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, message: error.message, field: error.details['field'] };
  }
}

test('a rule set from JSON is taken with every type of condition', () => {
  const conditions = [
    RISE,
    { type: 'level', column: 'close', comparison: 'atLeast', level: { column: 'high', lag: 1, scale: 0.98 } },
    {
      type: 'any',
      conditions: [
        { type: 'flag', column: 'isUptrend', value: 1 },
        { type: 'background', background: 'raw', value: 2 },
      ],
    },
    { type: 'fired', kind: 'SPRING', from: 5, to: 1 },
    { type: 'repeated', bars: 3, times: 2, conditions: [RISE] },
  ];
  const checked = checkRuleSet(JSON.parse(JSON.stringify(withCondition(...conditions))), SIGNAL_KINDS);
  expect(checked.detectors[1]?.conditions).toEqual(conditions);
  expect(checked.indexVolumeRatios).toEqual([]);
});

test('the example of the documents is a rule set', () => {
  const text = readFileSync(new URL('../../../../docs/vpa.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  expect(checkRuleSet(JSON.parse(example), SIGNAL_KINDS).version).toBe('quiet-1');
});

const LINE = 'detectors[1].conditions[0]';

test.each([
  [null, 'set', 'is no object'],
  [set({ name: 'Mine' }), 'name', 'small letters'],
  [set({ version: 'mine' }), 'version', 'the name and a number: mine-1'],
  [set({ version: 'mine-01' }), 'version', 'the name and a number'],
  [set({ rules: [] }), 'set.rules', 'is not known; there are name, version'],
  [set({ summary: { en: 'A rise.' } }), 'summary.vi', 'has to be a text'],
  [set({ detectors: [] }), 'detectors', 'a list that is not empty'],
  [set({ faults: 'many' }), 'faults', 'has to be a list'],
  [set({ indexVolumeRatios: [[2]] }), 'indexVolumeRatios[0]', 'two numbers'],
  [set({ indexVolumeRatios: [[2, NaN]] }), 'indexVolumeRatios[0][1]', 'finite'],
  [set({ detectors: [rule({ kind: 'MINE' })] }), 'detectors[0].kind', '"MINE" is none of STOPPING_VOLUME'],
  [set({ detectors: [rule(), rule()] }), 'detectors[1].kind', 'there are two rules called WEAK_RALLY'],
  [set({ detectors: [rule({ direction: 'UP' })] }), 'detectors[0].direction', 'none of BULLISH, BEARISH'],
  [set({ detectors: [rule({ stars: 5 })] }), 'detectors[0].stars', 'none of 1, 2, 3, 4'],
  [set({ detectors: [rule({ conditions: [] })] }), 'detectors[0].conditions', 'a list that is not empty'],
  [set({ detectors: [rule({ kind: 'SPRING' }), rule({ alias: 'SPRING' })] }), 'detectors[1].alias', 'the name of another rule'],
  [withCondition({ type: 'greater' }), `${LINE}.type`, 'none of threshold, level'],
  [withCondition({ ...RISE, column: 'rsi' }), `${LINE}.column`, '"rsi" is none of'],
  [withCondition({ ...RISE, comparison: 'equals' }), `${LINE}.comparison`, 'none of atLeast'],
  [withCondition({ ...RISE, threshold: '1' }), `${LINE}.threshold`, 'finite number'],
  [withCondition({ ...RISE, threshold: Infinity }), `${LINE}.threshold`, 'finite number'],
  [withCondition({ ...RISE, scale: 2 }), `${LINE}.scale`, 'is not known'],
  [
    withCondition({ type: 'level', column: 'close', comparison: 'above', level: { column: 'low', lag: -1, scale: 1 } }),
    `${LINE}.level.lag`,
    'whole number from 0',
  ],
  [
    withCondition({ type: 'level', column: 'close', comparison: 'above', level: { column: 'low', lag: 1, scale: 0 } }),
    `${LINE}.level.scale`,
    'above 0',
  ],
  [withCondition({ type: 'flag', column: 'isUptrend', value: 2 }), `${LINE}.value`, 'none of 0, 1'],
  [withCondition({ type: 'background', background: 'raw', value: 3 }), `${LINE}.value`, 'none of 0, 1, 2'],
  [withCondition({ type: 'fired', kind: 'UTAD', from: 1, to: 1 }), `${LINE}.kind`, 'no rule before this one is called UTAD'],
  [withCondition({ type: 'fired', kind: 'WEAK_RALLY', from: 1, to: 1 }), `${LINE}.kind`, 'no rule before this one'],
  [withCondition({ type: 'fired', kind: 'SPRING', from: 2, to: 0 }), `${LINE}.to`, 'whole number from 1 to 2'],
  [withCondition({ type: 'repeated', bars: 3, times: 4, conditions: [RISE] }), `${LINE}.times`, 'whole number from 1 to 3'],
  [withCondition({ type: 'any', conditions: [RISE, { type: 'all', conditions: [] }] }), `${LINE}.conditions[1].conditions`, 'not empty'],
])('a fault in %j is told with its place', (value, field, problem) => {
  expect(faultOf(value)).toEqual({ code: 'INVALID_INPUT', message: expect.stringContaining(problem), field });
});

test('a rule that sets the background cannot read it, however deep', () => {
  const reads = { type: 'any', conditions: [RISE, { type: 'background', background: 'effective', value: 1 }] };
  expect(faultOf(set({ detectors: [rule({ setsBackground: true, conditions: [reads] })] }))?.message).toContain('sets the background');
});

test('no rule looks back further than a scan loads', () => {
  const background = { type: 'background', background: 'raw', value: 1 };
  const asks = (from: number) =>
    set({
      detectors: [
        rule({ kind: 'SPRING', conditions: [background] }),
        rule({ conditions: [{ type: 'fired', kind: 'SPRING', from, to: 1 }] }),
      ],
    });
  expect(faultOf(asks(5))).toBeNull();
  expect(faultOf(asks(6))?.message).toBe('rule set: detectors[1]: looks back 86 bars; 85 at most');
});

test('conditions that are nested without end are refused', () => {
  let condition: unknown = RISE;
  for (let i = 0; i < 10_000; i++) condition = { type: 'all', conditions: [condition] };
  expect(faultOf(withCondition(condition))?.message).toContain('nested more than 5 deep');
});
