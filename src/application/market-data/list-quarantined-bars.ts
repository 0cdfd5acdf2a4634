import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { QuarantinedBar, QuarantineReader } from '../ports/readers.js';

/** Bars that were refused, newest first. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
export function listQuarantinedBars(deps: { readonly quarantine: QuarantineReader }) {
  return async (input: { readonly page: PageRequest<{ readonly id: string }> }, actor: Actor): Promise<Slice<QuarantinedBar>> => {
    requirePermission(actor, 'quarantine:read');
    checkPage(input.page, MAX_PAGE);
    return deps.quarantine.list(input.page);
  };
}
