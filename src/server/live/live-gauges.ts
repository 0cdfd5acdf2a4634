import type { Metrics } from '../../application/ports/telemetry.js';

/** What is open and what waits, as gauges. */
export class LiveGauges {
  readonly #metrics: Metrics;
  readonly #subscriptions = new Map<string, number>();
  #connections = 0;
  #waiting = 0;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  connections(change: number): void {
    this.#connections += change;
    this.#metrics.set('websocket_connections', this.#connections);
  }

  subscriptions(topic: string, change: number): void {
    const count = (this.#subscriptions.get(topic) ?? 0) + change;
    this.#subscriptions.set(topic, count);
    this.#metrics.set('websocket_subscriptions', count, { topic });
  }

  waiting(change: number): void {
    this.#waiting += change;
    this.#metrics.set('vpa_subscription_queue_items', this.#waiting);
  }
}
