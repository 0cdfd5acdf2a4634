import type { AlertChannel } from '../../application/ports/alert-channel.js';
import type { Logger } from '../../application/ports/telemetry.js';
import { accepted } from './outcome.js';

/** Writes alerts into the log of the process: for trials, and for who reads logs. */
export function createLogChannel(logger: Logger): AlertChannel {
  return {
    kind: 'LOG',
    parseTarget: () => 'log',
    send: async ({ deliveryId, message: { title, data } }) => {
      logger.info({ deliveryId, title, data }, 'an alert');
      return accepted(deliveryId);
    },
    close: () => Promise.resolve(),
  };
}
