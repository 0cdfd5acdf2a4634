import type { ContextTerms } from '../context/context-terms.js';
import type { RuleState } from '../rule-state.js';
import { isBelow } from '../tolerance.js';
import { clamp } from './ramp.js';

/** Confidence before the record of past signals is counted in, and what it is made of. */
export interface RawConfidence {
  /** What the market, the phase and the sector add: +0.10, 0 or −0.15. */
  readonly context: number;
  /** What is subtracted for data that deserve less trust. */
  readonly quality: number;
  /** 0.05 to 0.95. */
  readonly raw: number;
}

const MOST_BONUSES = 3;
const SHORT_HISTORY_BARS = 60;
const ILLIQUID_VOLUME = 100_000;

/** A close under this, in VND, is rounded so coarsely by the sources that spread and close position are unreliable. */
const COARSE_PRICE_VND = 2_000;

export interface ConfidenceInput {
  /** See margins.ts. */
  readonly margin: number;
  readonly bonuses: number;
  readonly isBullish: boolean;
  readonly terms: ContextTerms;
  /** VND of one unit of the bars' prices: 1000 for bars in thousand VND. */
  readonly priceUnitVnd: number;
  /** The bar is not closed yet. */
  readonly isProvisional: boolean;
}

/** Confidence of a signal on bar t from its own bar and circumstances (rule set textbook-1). */
export function rawConfidence(state: RuleState, t: number, input: ConfidenceInput): RawConfidence {
  const { margin, bonuses, isBullish, terms, priceUnitVnd, isProvisional } = input;
  const favour = (isBullish ? 1 : -1) * (terms.market + terms.phase + terms.sector);
  const context = favour >= 2 ? 0.1 : favour <= -2 ? -0.15 : 0;
  const doubts = [
    t < SHORT_HISTORY_BARS,
    isBelow(state.averageVolume20[t] ?? NaN, ILLIQUID_VOLUME),
    isBelow((state.close[t] ?? NaN) * priceUnitVnd, COARSE_PRICE_VND),
    isProvisional,
  ];
  const quality = doubts.filter(Boolean).length * 0.1;
  return { context, quality, raw: clamp(0.45 + 0.2 * margin + 0.05 * Math.min(bonuses, MOST_BONUSES) + context - quality, 0.05, 0.95) };
}
