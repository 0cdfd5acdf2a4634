import type { AlertChannel } from '../../application/ports/alert-channel.js';
import { accepted } from './outcome.js';

/** Within the system: an alert has arrived as soon as the ledger says that it was sent, in the transaction that also tells the live feed. */
export function createAppChannel(): AlertChannel {
  return {
    kind: 'APP',
    parseTarget: () => 'app',
    send: async ({ deliveryId }) => accepted(deliveryId),
    close: () => Promise.resolve(),
  };
}
