import { DomainError } from '../../domain/errors.js';
import type { BarInterval } from '../../domain/market/interval.js';

/** What a provider calls an interval. @throws {DomainError} INVALID_INPUT where it has no bars of that length. */
export function requireInterval(provider: string, interval: BarInterval, words: Partial<Readonly<Record<BarInterval, string>>>): string {
  const word = words[interval];
  if (word === undefined)
    throw new DomainError('INVALID_INPUT', `${provider} has no bars of the interval ${interval}`, { details: { provider, interval } });
  return word;
}
