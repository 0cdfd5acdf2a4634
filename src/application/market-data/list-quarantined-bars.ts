import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { QuarantineCount, QuarantinedBar, QuarantineReader } from '../ports/readers.js';

/** Bars that were refused, newest first. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listQuarantinedBars(deps: { readonly quarantine: QuarantineReader }) {
  return async (input: { readonly page: PageRequest<{ readonly id: string }> }, actor: Actor): Promise<Slice<QuarantinedBar>> => {
    requirePermission(actor, 'quarantine:read');
    checkPage(input.page, MAX_PAGE);
    return deps.quarantine.list(input.page);
  };
}

/** Sources and reasons that are told at most. */
const MAX_COUNTS = 100;

/** How many bars were refused, by source and reason, the most first. @throws {DomainError} FORBIDDEN */
export function countQuarantinedBars(deps: { readonly quarantine: QuarantineReader }) {
  return async (actor: Actor): Promise<readonly QuarantineCount[]> => {
    requirePermission(actor, 'quarantine:read');
    return deps.quarantine.counts(MAX_COUNTS);
  };
}
