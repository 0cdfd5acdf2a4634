import { DomainError } from '../errors.js';

const ONE = 10_000;
const MAX_BASIS_POINTS = 1_000;

/** What a trade costs, in hundredths of a per cent of its value: 15 is 0.15 %. */
export interface ChargeRates {
  /** Of the broker, on buying and on selling. */
  readonly feeBasisPoints: number;
  /** Of the State, on selling, gain or loss. */
  readonly saleTaxBasisPoints: number;
}

/** Usual online fee, and the tax on sales of shares. */
export const USUAL_RATES: ChargeRates = { feeBasisPoints: 15, saleTaxBasisPoints: 10 };

/**
 * A charge on a value, rounded to the whole đồng, a half upwards.
 * @param value whole VND, not negative
 */
export function chargeOn(value: number, basisPoints: number): number {
  return Math.floor((value * basisPoints + ONE / 2) / ONE);
}

/** @throws {DomainError} INVALID_INPUT where a rate is no whole number from 0 to 1 000 */
export function checkRates(rates: ChargeRates): ChargeRates {
  for (const name of ['feeBasisPoints', 'saleTaxBasisPoints'] as const) {
    const rate = rates[name];
    if (!Number.isInteger(rate) || rate < 0 || rate > MAX_BASIS_POINTS)
      throw new DomainError('INVALID_INPUT', `${name} has to be a whole number from 0 to ${MAX_BASIS_POINTS}`, { details: { name } });
  }
  return rates;
}
