import type { Phase } from '../wyckoff/phase.js';
import type { SectorStanding } from './sector-ranking.js';

/** For longs, against them, or neither, which also stands for not known. */
export type ContextTerm = -1 | 0 | 1;

/** What surrounds a signal, each as it was at that time. */
export interface ContextTerms {
  readonly market: ContextTerm;
  readonly phase: ContextTerm;
  readonly sector: ContextTerm;
}

export function marketTerm(health: number | null): ContextTerm {
  if (health === null) return 0;
  if (health >= 4) return 1;
  return health <= -2 ? -1 : 0;
}

export function phaseTerm(phase: Phase): ContextTerm {
  if (phase === 'UNKNOWN') return 0;
  return phase === 'MARKUP' || phase.startsWith('ACC_') ? 1 : -1;
}

/** The best third of the sectors speaks for their stocks, the last third against them. */
export function sectorTerm(standing: SectorStanding | null): ContextTerm {
  if (standing === null) return 0;
  const { rank, sectors } = standing;
  if (3 * rank <= sectors) return 1;
  return 3 * (sectors - rank + 1) <= sectors ? -1 : 0;
}

/** 0.7 to 1.3: a tenth for each term that speaks for the direction, less a tenth for each against it. */
export function contextMultiplier(direction: 'BULLISH' | 'BEARISH', { market, phase, sector }: ContextTerms): number {
  const sum = market + phase + sector;
  return (10 + (direction === 'BULLISH' ? sum : -sum)) / 10;
}
