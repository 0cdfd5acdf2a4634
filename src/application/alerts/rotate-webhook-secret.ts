import { requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { found, ownUserId, requireUuid } from '../accounts/account-deps.js';
import type { AlertBinding, AlertStore } from '../ports/alerts.js';
import { ALL } from './alert-quota.js';

/**
 * What signs messages to a webhook, by the id of its binding and the number of the secret: 0 as the binding is made, one more with each
 * rotation.
 */
export type SigningSecret = (bindingId: string, number: number) => string;

/**
 * Gives a webhook a new secret. For a day its messages are signed by the one before too, so that a receiver can change over; then by the new
 * one alone. @throws {DomainError} FORBIDDEN, NOT_FOUND, INVALID_INPUT for a binding that is no webhook, CONFLICT after three within a day
 */
export function rotateWebhookSecret({
  alerts,
  signingSecret,
}: {
  readonly alerts: Pick<AlertStore, 'listBindings' | 'rotateSecret'>;
  readonly signingSecret: SigningSecret | null;
}): (id: string, actor: Actor) => Promise<{ readonly binding: AlertBinding; readonly signingSecret: string }> {
  return async (id, actor) => {
    requirePermission(actor, 'alert:write');
    const userId = ownUserId(actor);
    const bindingId = requireUuid(id, 'binding');
    const binding = found((await alerts.listBindings(userId, ALL)).items.find((each) => each.id === bindingId) ?? null, 'binding');
    if (binding.channel !== 'WEBHOOK' || signingSecret === null)
      throw new DomainError('INVALID_INPUT', 'only messages to webhooks are signed', { details: { field: 'id' } });
    const number = await alerts.rotateSecret(userId, bindingId);
    if (number === null) throw new DomainError('CONFLICT', 'the secret was replaced three times within a day');
    return { binding, signingSecret: signingSecret(bindingId, number) };
  };
}
