import { DomainError } from '../errors.js';
import { checkRates, USUAL_RATES, type ChargeRates } from '../market/trading-charges.js';

/** What the market asks of the orders of a backtest. Rates are hundredths of a per cent. */
export interface MarketTerms extends ChargeRates {
  /** Price bands, ticks, round lots and T+2 of the exchange. Without them shares come singly and can be sold at once: for comparison with other engines only. */
  readonly hasExchangeRules: boolean;
  /** By how much a market order is filled worse than the price of the bar. */
  readonly slippageBasisPoints: number;
  /** How much of the volume of a bar one order may take; null: any volume. */
  readonly volumeShareBasisPoints: number | null;
}

export const USUAL_TERMS: MarketTerms = {
  ...USUAL_RATES,
  hasExchangeRules: true,
  slippageBasisPoints: 10,
  volumeShareBasisPoints: 1_000,
};

/** @throws {DomainError} INVALID_INPUT where a rate is out of its bounds */
export function checkTerms(terms: MarketTerms): MarketTerms {
  checkRates(terms);
  const share = terms.volumeShareBasisPoints;
  if (!isWithin(terms.slippageBasisPoints, 0, 1_000)) throw outOf('slippageBasisPoints', 0, 1_000);
  if (share !== null && !isWithin(share, 1, 10_000)) throw outOf('volumeShareBasisPoints', 1, 10_000);
  return terms;
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function outOf(name: string, least: number, most: number): DomainError {
  return new DomainError('INVALID_INPUT', `${name} has to be a whole number from ${least} to ${most}`, { details: { name } });
}
