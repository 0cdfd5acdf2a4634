import { describe, expect, it } from 'vitest';

import { checkStrategy } from './check-strategy.js';
import { parseStrategy } from './parse-strategy.js';
import { PRESETS } from './strategy-presets.js';

const GOOD = PRESETS[0]!;
/** The first preset with one field set to another value; `undefined` takes it away. */
const changed = (path: string, value: unknown): unknown => {
  const copy = structuredClone(GOOD) as unknown as Record<string, unknown>;
  const names = path.split('.');
  let at = copy;
  for (const name of names.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[names.at(-1)!] = value;
  return JSON.parse(JSON.stringify(copy));
};

describe('a strategy as JSON', () => {
  it.each(PRESETS.map((preset) => [preset.name, preset] as const))('reads the preset %s as it is', (_name, preset) => {
    expect(checkStrategy(parseStrategy(JSON.parse(JSON.stringify(preset))))).toEqual(preset);
  });

  it('takes what is left out as null where it may be null', () => {
    expect(parseStrategy(changed('exit.trail', undefined)).exit.trail).toBeNull();
    expect(parseStrategy(changed('exit.targetBasisPoints', undefined)).exit.targetBasisPoints).toBeNull();
  });

  it.each([
    ['name', 7, 'name has to be a text'],
    ['name', 'My strategy', 'name has to be 1 to 40 small letters, digits and hyphens'],
    ['entry', [], 'entry has to be an object'],
    ['entry.kinds', ['SPRINGS'], 'entry.kinds has to be a list of STOPPING_VOLUME,'],
    ['entry.kinds', [], 'entry.kinds has to name at least one kind'],
    ['entry.minScore', 101, 'entry.minScore has to be a whole number from 0 to 100'],
    ['entry.minConfidence', 1.5, 'entry.minConfidence has to be from 0 to 1'],
    ['entry.phases', ['ACC_F'], 'entry.phases has to be a list of UNKNOWN'],
    ['exit.stop', undefined, 'exit.stop has to be an object'],
    ['exit.stop.from', 'HIGH', 'exit.stop.from has to be one of ENTRY, SIGNAL_LOW, SUPPORT'],
    ['exit.stop.belowBasisPoints', 0, 'exit.stop.belowBasisPoints has to be a whole number from 1 to 5000'],
    ['exit.trail.belowBasisPoints', '3', 'exit.trail.belowBasisPoints has to be a number'],
    ['exit.maxBars', 2.5, 'exit.maxBars has to be a whole number from 1 to 1000'],
    ['exit.stopp', 5, 'exit.stopp is not known'],
    ['sizing.maxPositions', 0, 'sizing.maxPositions has to be a whole number from 1 to 500'],
    ['orderAt', 'NOW', 'orderAt has to be one of OPEN, CLOSE'],
  ])('with %s %j is refused by name', (path, value, message) => {
    expect(() => checkStrategy(parseStrategy(changed(path, value)))).toThrow(`strategy: ${message}`);
  });
});
