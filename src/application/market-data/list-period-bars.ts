import type { Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { periodBars, periodStart, type BarPeriod, type PeriodBar } from '../../domain/market/period-bars.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { listBars, type BarsDeps } from './list-bars.js';

export interface PeriodBarsQuery {
  readonly period: BarPeriod;
  /** How many, the newest first. */
  readonly first: number;
  /** Only periods before the one that this date lies in. */
  readonly before: TradingDate | null;
  readonly isAdjusted: boolean;
}

/** Days that a period has at most, trading ones. */
const DAYS: Readonly<Record<BarPeriod, number>> = { WEEK: 5, MONTH: 23 };
/** As many days as one read of bars gives. */
const MAX_PERIODS: Readonly<Record<BarPeriod, number>> = { WEEK: 199, MONTH: 42 };

/** Bars of weeks or months of each stock, newest first, in the order of the ids; the newest may still grow. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listPeriodBars(deps: BarsDeps) {
  const read = listBars(deps);
  return async (
    { stockIds, query }: { readonly stockIds: readonly string[]; readonly query: PeriodBarsQuery },
    actor: Actor,
  ): Promise<readonly (readonly PeriodBar[])[]> => {
    const { period, first, before, isAdjusted } = query;
    if (!Number.isInteger(first) || first < 1 || first > MAX_PERIODS[period])
      throw new DomainError('INVALID_INPUT', `first must be 1 to ${MAX_PERIODS[period]}`, { details: { field: 'first' } });
    const end = before === null ? null : { tradingDate: periodStart(period, before) };
    const page = { first: first * DAYS[period] + 1, after: end };
    const slices = await read({ stockIds, query: { order: 'DESC', page, isAdjusted } }, actor);
    // The oldest period of a longer history may be cut by the page: it is beyond `first` whenever that is so.
    return slices.map(({ items }) => periodBars(period, items.toReversed()).slice(0, first));
  };
}
