import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { checkStrategy } from '../../domain/backtest/check-strategy.js';
import { parseStrategy } from '../../domain/backtest/parse-strategy.js';
import { PRESETS } from '../../domain/backtest/strategy-presets.js';
import type { Strategy } from '../../domain/backtest/strategy.js';
import { DomainError } from '../../domain/errors.js';
import { workingDirectory } from '../config.js';

/** A preset by its name, or a strategy from a JSON file. @throws {DomainError} INVALID_INPUT that names the field */
export async function strategyOf(nameOrFile: string): Promise<Strategy> {
  const preset = PRESETS.find(({ name }) => name === nameOrFile);
  if (preset !== undefined) return preset;
  if (!nameOrFile.endsWith('.json')) {
    const names = PRESETS.map(({ name }) => name).join(', ');
    throw new DomainError('INVALID_INPUT', `no strategy ${nameOrFile}; there are ${names}, or a file that ends with .json`, {
      details: { usage: true },
    });
  }
  const text = await readFile(resolve(workingDirectory(), nameOrFile), 'utf8').catch(() => {
    throw new DomainError('INVALID_INPUT', `cannot read ${nameOrFile}`);
  });
  return checkStrategy(parseStrategy(jsonOf(text, nameOrFile)));
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DomainError('INVALID_INPUT', `${file} is no JSON`);
  }
}
