import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { INTERVAL_MINUTES } from '../../domain/market/interval.js';
import type { IntradayBar } from '../../domain/market/live/minute-bar.js';
import { checkPage, checkRange } from '../page-limits.js';
import type { IntradayQuery, MinuteBarReader } from '../ports/minute-bars.js';
import type { Slice } from '../ports/page.js';

/** Rows of one page of intraday bars: more than four sessions of minutes. */
const MAX_INTRADAY_PAGE = 1_000;

/** The same page of intraday bars of each stock, joined from the stored minutes, in the order of the ids. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listIntradayBars({ minuteBars }: { readonly minuteBars: MinuteBarReader }) {
  return async (
    { stockIds, query }: { readonly stockIds: readonly string[]; readonly query: IntradayQuery },
    actor: Actor,
  ): Promise<readonly Slice<IntradayBar>[]> => {
    requirePermission(actor, 'bar:read');
    checkPage(query.page, MAX_INTRADAY_PAGE);
    checkRange(query);
    const { after } = query.page;
    if (after !== null && after.minute % INTERVAL_MINUTES[query.interval] !== 0)
      throw new DomainError('INVALID_INPUT', 'the cursor is of another interval', { details: { field: 'after' } });
    return minuteBars.listByStocks(stockIds, query);
  };
}
