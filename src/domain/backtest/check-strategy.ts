import { DomainError } from '../errors.js';
import type { Strategy } from './strategy.js';

/** Bounds of every number of a strategy, by its path. */
const BOUNDS: readonly (readonly [path: string, pick: (strategy: Strategy) => number | null | undefined, least: number, most: number])[] = [
  ['entry.minScore', ({ entry }) => entry.minScore, 0, 100],
  ['exit.stop.belowBasisPoints', ({ exit }) => exit.stop.belowBasisPoints, 1, 5_000],
  ['exit.targetBasisPoints', ({ exit }) => exit.targetBasisPoints, 1, 100_000],
  ['exit.trail.belowBasisPoints', ({ exit }) => exit.trail?.belowBasisPoints, 1, 5_000],
  ['exit.trail.afterGainBasisPoints', ({ exit }) => exit.trail?.afterGainBasisPoints, 0, 100_000],
  ['exit.maxBars', ({ exit }) => exit.maxBars, 1, 1_000],
  ['sizing.riskBasisPoints', ({ sizing }) => sizing.riskBasisPoints, 1, 2_000],
  ['sizing.maxPositionBasisPoints', ({ sizing }) => sizing.maxPositionBasisPoints, 1, 10_000],
  ['sizing.maxSectorBasisPoints', ({ sizing }) => sizing.maxSectorBasisPoints, 1, 10_000],
  ['sizing.cashReserveBasisPoints', ({ sizing }) => sizing.cashReserveBasisPoints, 0, 9_999],
  ['sizing.maxPositions', ({ sizing }) => sizing.maxPositions, 1, 500],
];

/** @throws {DomainError} INVALID_INPUT that names the first field that is out of its bounds */
export function checkStrategy(strategy: Strategy): Strategy {
  if (!/^[a-z0-9-]{1,40}$/.test(strategy.name)) throw refused('name', 'has to be 1 to 40 small letters, digits and hyphens');
  if (strategy.entry.kinds.length === 0) throw refused('entry.kinds', 'has to name at least one kind of signal');
  const confidence = strategy.entry.minConfidence;
  if (confidence !== null && !(confidence >= 0 && confidence <= 1)) throw refused('entry.minConfidence', 'has to be from 0 to 1');
  for (const [path, pick, least, most] of BOUNDS) {
    const value = pick(strategy) ?? null;
    if (value !== null && !(Number.isInteger(value) && value >= least && value <= most))
      throw refused(path, `has to be a whole number from ${least} to ${most}`);
  }
  return strategy;
}

/** Whether it asks for what only scored signals have. */
export function needsScores({ entry }: Strategy): boolean {
  return entry.minScore !== null || entry.minConfidence !== null || entry.phases !== null;
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', `strategy: ${field} ${what}`, { details: { field } });
}
