import type { BarsRequest, DateRange, FetchedBars } from '../../application/ports/market-data-provider.js';
import { checkBars } from '../../domain/market/check-bars.js';
import type { RawBar } from '../../domain/market/market-bar.js';
import { fromEpochDay, toEpochDay } from '../../domain/market/trading-date.js';
import { providerError } from './calls/provider-error.js';
import type { ProviderDeps } from './provider-deps.js';

/** What an answer in good form holds: rows, the word that there are none, or nothing at all. */
export type AnswerRows = readonly RawBar[] | 'NONE';

/** The request in parts of at most so many days, oldest first. */
export function splitRange({ from, to }: DateRange, days: number): DateRange[] {
  const parts: DateRange[] = [];
  const last = toEpochDay(to);
  for (let day = toEpochDay(from); day <= last; day += days) {
    parts.push({ from: fromEpochDay(day), to: fromEpochDay(Math.min(last, day + days - 1)) });
  }
  return parts;
}

/**
 * Asks for the parts of a request one after another and checks the rows of all together.
 * @throws {DomainError} EMPTY_ANSWER where there was no row at all and the provider did not say so
 */
export async function collectBars(
  { name, isAdjusted }: { readonly name: string; readonly isAdjusted: boolean },
  request: BarsRequest,
  parts: readonly DateRange[],
  askFor: (part: DateRange) => Promise<AnswerRows>,
  { clock, metrics }: Pick<ProviderDeps, 'clock' | 'metrics'>,
): Promise<FetchedBars> {
  const rows: RawBar[] = [];
  const unexplained: DateRange[] = [];
  for (const part of parts) {
    const answer = await askFor(part);
    if (answer === 'NONE') continue;
    if (answer.length === 0) unexplained.push(part);
    for (const row of answer) rows.push(row);
  }
  if (rows.length === 0 && unexplained.length > 0) {
    throw providerError(name, 'EMPTY_ANSWER', `no row for ${request.symbol}, and nothing that says why`);
  }
  const { symbol, interval, from, to, exchangeOn, known } = request;
  const { bars, refused } = checkBars(rows, {
    symbol,
    interval,
    from,
    to,
    exchangeOn,
    known,
    isAdjusted,
    provider: name,
    now: clock.now(),
  });
  metrics.increment('provider_bars_total', { provider: name, result: 'accepted' }, bars.length);
  metrics.increment('provider_bars_total', { provider: name, result: 'refused' }, refused.length);
  return { bars, refused, unexplained, provider: name };
}
