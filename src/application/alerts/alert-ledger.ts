import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { found, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { AlertAttempt, AlertDelivery, AlertStore } from '../ports/alerts.js';
import type { PageRequest, Slice } from '../ports/page.js';

const REDELIVERY_MS = 24 * 3_600_000;

/** What the API does with the ledger. Everything is the actor's own. */
export function ledgerUseCases({ alerts, now }: { readonly alerts: AlertStore; readonly now: () => Date }) {
  return {
    /** The ledger, newest first. */
    listAlertDeliveries: async (
      { page }: { readonly page: PageRequest<{ readonly seq: string }> },
      actor: Actor,
    ): Promise<Slice<AlertDelivery>> => {
      requirePermission(actor, 'alert:read');
      checkPage(page, MAX_PAGE);
      return alerts.listDeliveries(ownUserId(actor), page);
    },
    /** In the order of the ids; null for what is absent or somebody else's. */
    findAlertDeliveries: async (ids: readonly string[], actor: Actor): Promise<readonly (AlertDelivery | null)[]> => {
      requirePermission(actor, 'alert:read');
      const rows = new Map((await alerts.findDeliveries(ownUserId(actor), ids)).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    },
    /** A page of attempts of each delivery, the first attempt first, in the order of the ids. */
    listAlertAttempts: async (
      { deliveryIds, page }: { readonly deliveryIds: readonly string[]; readonly page: PageRequest<Pick<AlertAttempt, 'number'>> },
      actor: Actor,
    ): Promise<readonly Slice<AlertAttempt>[]> => {
      requirePermission(actor, 'alert:read');
      checkPage(page, MAX_PAGE);
      return alerts.listAttempts(ownUserId(actor), deliveryIds, page);
    },
    /** @throws {DomainError} NOT_FOUND */
    acknowledgeAlert: async (id: string, actor: Actor): Promise<AlertDelivery> => {
      requirePermission(actor, 'alert:write');
      return found(await alerts.acknowledge(ownUserId(actor), requireUuid(id, 'alert')), 'alert');
    },
    /** Sends one again that failed, expired, or was held back by a restore. @throws {DomainError} NOT_FOUND */
    redeliverAlert: async (id: string, actor: Actor): Promise<AlertDelivery> => {
      requirePermission(actor, 'alert:write');
      const expiresAt = new Date(now().getTime() + REDELIVERY_MS);
      return found(await alerts.redeliver(ownUserId(actor), requireUuid(id, 'alert'), expiresAt), 'alert');
    },
  };
}
