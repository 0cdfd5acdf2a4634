import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { Signal } from '../../domain/vpa/signal.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { SignalFilter, SignalKey, SignalReader } from '../ports/readers.js';
import { checkSignalFilter } from './check-signal-filter.js';

export interface SignalsDeps {
  readonly signals: SignalReader;
}

/** Signals by trading date descending, then symbol, kind, rule version. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listSignals(deps: SignalsDeps) {
  return async (input: { readonly filter: SignalFilter; readonly page: PageRequest<SignalKey> }, actor: Actor): Promise<Slice<Signal>> => {
    requirePermission(actor, 'signal:read');
    checkPage(input.page, MAX_PAGE);
    return deps.signals.list(checkSignalFilter(input.filter), input.page);
  };
}

/** How many signals match. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function countSignals(deps: SignalsDeps) {
  return async (input: { readonly filter: SignalFilter }, actor: Actor): Promise<number> => {
    requirePermission(actor, 'signal:read');
    return deps.signals.count(checkSignalFilter(input.filter));
  };
}

/** The same page of signals of each stock, in the order of the ids. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listSignalsByStocks(deps: SignalsDeps) {
  return async (
    input: { readonly stockIds: readonly string[]; readonly filter: SignalFilter; readonly page: PageRequest<SignalKey> },
    actor: Actor,
  ): Promise<readonly Slice<Signal>[]> => {
    requirePermission(actor, 'signal:read');
    checkPage(input.page, MAX_PAGE);
    return deps.signals.listByStocks(input.stockIds, checkSignalFilter(input.filter), input.page);
  };
}

/** Signals by their readable key, in no order; unknown ones are absent. @throws {DomainError} FORBIDDEN */
export function findSignals(deps: SignalsDeps) {
  return async (ids: readonly string[], actor: Actor): Promise<readonly Signal[]> => {
    requirePermission(actor, 'signal:read');
    return deps.signals.findByIds(ids);
  };
}
