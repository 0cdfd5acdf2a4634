import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { marketStatusAt, type MarketStatus } from '../../domain/market/market-status.js';
import { EXCHANGES, type Exchange } from '../../domain/market/stock.js';
import type { MarketClock } from '../ports/clock.js';

/** What the exchanges do now, by the clock of the market; all of them where none is named. @throws {DomainError} FORBIDDEN */
export function marketStatus({ clock }: { readonly clock: MarketClock }) {
  return async ({ exchange }: { readonly exchange?: Exchange }, actor: Actor): Promise<readonly MarketStatus[]> => {
    requirePermission(actor, 'stock:read');
    const now = clock.now();
    return (exchange === undefined ? EXCHANGES : [exchange]).map((each) => marketStatusAt(each, now));
  };
}
