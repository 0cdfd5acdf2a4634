import { DomainError } from '../../errors.js';

/** What a trade costs, per cent of its value. */
export interface TradingCosts {
  /** Of the broker, on buying and on selling. */
  readonly feePercent: number;
  /** Of the State, on selling, gain or loss. */
  readonly saleTaxPercent: number;
}

/** Usual online fee, and the tax on sales of shares. */
export const USUAL_COSTS: TradingCosts = { feePercent: 0.15, saleTaxPercent: 0.1 };

const MAX_PERCENT = 10;

/** @throws {DomainError} INVALID_INPUT where one is no number from 0 to 10 */
export function checkCosts(costs: TradingCosts): TradingCosts {
  for (const [name, percent] of Object.entries(costs)) {
    if (!(percent >= 0 && percent <= MAX_PERCENT))
      throw new DomainError('INVALID_INPUT', `${name} has to be a number from 0 to ${MAX_PERCENT}`, { details: { name } });
  }
  return costs;
}

/** What a dong that was put into shares and taken out again is worth before their price moved: less than one. */
export function roundTripValue({ feePercent, saleTaxPercent }: TradingCosts): number {
  return (1 - (feePercent + saleTaxPercent) / 100) / (1 + feePercent / 100);
}
