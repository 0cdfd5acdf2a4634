import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { workingDirectory } from '../config.js';
import { parseOptions } from './options.js';

describe('words after npm start --', () => {
  it('are none for the simulated market, a session every 10 s', () => {
    expect(parseOptions([])).toEqual({ file: null, sessionMs: 10_000 });
  });

  it('name a file and the unit of its prices', () => {
    expect(parseOptions(['--data', 'bars.csv.gz', '--price-unit', 'kvnd', '--session-seconds', '0.5'])).toEqual({
      file: { path: resolve(workingDirectory(), 'bars.csv.gz'), priceUnit: 'kvnd' },
      sessionMs: 500,
    });
  });

  it('declare the unit, always', () => {
    expect(() => parseOptions(['--data', 'bars.csv'])).toThrow('a unit is declared, never guessed');
    expect(() => parseOptions(['--price-unit', 'vnd'])).toThrow('belongs to --data');
  });
});
