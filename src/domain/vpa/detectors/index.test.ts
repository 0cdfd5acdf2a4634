import { expect, test } from 'vitest';

import type { Condition } from '../detector.js';
import { DETECTORS, SIGNAL_KINDS } from './index.js';

function flatten(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.flatMap((condition) => ('conditions' in condition ? [condition, ...flatten(condition.conditions)] : [condition]));
}

test('27 kinds are registered, each once, and fit the bits of one number', () => {
  expect(new Set(SIGNAL_KINDS).size).toBe(27);
});

test('a rule that sets the background reads neither the background nor a rule that does', () => {
  for (const { kind, conditions } of DETECTORS.filter(({ setsBackground }) => setsBackground)) {
    expect(
      flatten(conditions).map(({ type }) => type),
      kind,
    ).not.toContain('background');
    expect(
      flatten(conditions).map(({ type }) => type),
      kind,
    ).not.toContain('fired');
  }
});

test('a rule that asks for another one is evaluated after it', () => {
  const order = [...DETECTORS.filter(({ setsBackground }) => setsBackground), ...DETECTORS.filter(({ setsBackground }) => !setsBackground)];
  for (const [place, { kind, conditions }] of order.entries()) {
    for (const condition of flatten(conditions)) {
      if (condition.type !== 'fired') continue;
      const asked = order.findIndex((other) => other.kind === condition.kind);
      expect(asked, `${kind} asks for ${condition.kind}`).toBeLessThan(place);
    }
  }
});
