/** The one channel of all durable events. */
export const EVENT_CHANNEL = 'vpa.v1.events';
