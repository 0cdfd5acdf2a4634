import type { Decimal } from '../decimal.js';
import { DomainError } from '../errors.js';
import type { TradingDate } from './trading-date.js';

/**
 * What a company does that moves the price without a trade. SHARE_DISTRIBUTION: new shares for nothing (split, dividend in
 * shares, bonus). RIGHTS_ISSUE: new shares for a price below the market's.
 */
export const CORPORATE_ACTION_KINDS = ['CASH_DIVIDEND', 'SHARE_DISTRIBUTION', 'RIGHTS_ISSUE'] as const;
export type CorporateActionKind = (typeof CORPORATE_ACTION_KINDS)[number];

/** The terms of a corporate action; what its kind does not have is null. */
export interface CorporateActionTerms {
  readonly kind: CorporateActionKind;
  /** VND for each share. */
  readonly cash: Decimal | null;
  /** So many new shares… */
  readonly newShares: number | null;
  /** …for so many that are held. */
  readonly heldShares: number | null;
  /** What a new share of a rights issue costs, VND. */
  readonly price: Decimal | null;
}

/** A corporate action of a stock, as it was recorded. */
export interface CorporateAction extends CorporateActionTerms {
  /** UUID. */
  readonly id: string;
  readonly stockId: string;
  /** The first session in which a buyer no longer gets it. */
  readonly exDate: TradingDate;
  readonly recordedAt: Date;
}

const MAX_SHARES = 1_000_000;
/** What each kind has to say. */
const NEEDED: Readonly<Record<CorporateActionKind, readonly (keyof CorporateActionTerms)[]>> = {
  CASH_DIVIDEND: ['cash'],
  SHARE_DISTRIBUTION: ['newShares', 'heldShares'],
  RIGHTS_ISSUE: ['newShares', 'heldShares', 'price'],
};
const FIELDS = ['cash', 'newShares', 'heldShares', 'price'] as const;

/** @throws {DomainError} INVALID_INPUT, with the field, where a term is lacking, is not of this kind, or can be none */
export function checkTerms(terms: CorporateActionTerms): void {
  for (const field of FIELDS) {
    const value = terms[field];
    if (NEEDED[terms.kind].includes(field) !== (value !== null))
      refuse(field, value === null ? 'is needed' : `is no term of a ${terms.kind}`);
    if (typeof value === 'number' && !(Number.isInteger(value) && value >= 1 && value <= MAX_SHARES))
      refuse(field, `must be a whole number from 1 to ${MAX_SHARES}`);
    if (typeof value === 'string' && !/^(?!0$)\d{1,9}(\.\d{1,4})?$/.test(value))
      refuse(field, 'must be a price above 0 of at most four places');
  }
}

function refuse(field: string, message: string): never {
  throw new DomainError('INVALID_INPUT', `${field} ${message}`, { details: { field } });
}
