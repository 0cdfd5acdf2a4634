import { sql } from 'kysely';

import { DomainError } from '../../../domain/errors.js';
import { Portfolio } from '../../../domain/portfolio/portfolio.js';
import type { PortfolioTransaction } from '../../../domain/portfolio/transaction.js';
import type { Db } from '../orm.js';
import { groupBy } from './group-by.js';
import { TRANSACTION } from './portfolio-store.js';

/** The tickers of which the portfolios of each user hold shares; users who hold nothing are absent. One statement. */
export async function readHeldSymbols(db: Db, userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await sql<PortfolioTransaction & { readonly userId: string; readonly portfolioId: string }>`
    select portfolios.user_id as "userId", portfolio_id as "portfolioId", entry.*
    from portfolios cross join lateral (
      select ${TRANSACTION}, portfolio_id, portfolio_transactions.seq as place from portfolio_transactions where portfolio_id = portfolios.id
    ) as entry
    where portfolios.user_id = any(${[...userIds]}::uuid[])
    order by entry.place
  `.execute(db);
  const held = new Map<string, Set<string>>();
  for (const entries of groupBy(rows, ({ portfolioId }) => portfolioId).values()) {
    const userId = entries[0]?.userId ?? '';
    const symbols = held.get(userId) ?? new Set<string>();
    for (const symbol of heldIn(entries)) symbols.add(symbol);
    if (symbols.size > 0) held.set(userId, symbols);
  }
  return held;
}

/** An account that the rules of today refuse holds all that it names: rather an alert too many than none for anybody. */
function heldIn(entries: readonly PortfolioTransaction[]): readonly string[] {
  try {
    // How many can be sold yet is of no interest here: any instant will do.
    const positions = Portfolio.of(entries).positions(new Date(0));
    return positions.filter(({ shares }) => shares > 0).map(({ symbol }) => symbol);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return entries.flatMap(({ symbol }) => symbol ?? []);
  }
}
