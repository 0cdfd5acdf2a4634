import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { CounterName, GaugeName, HistogramName, Metrics } from '../../application/ports/telemetry.js';

interface Declaration {
  readonly help: string;
  readonly labels?: readonly string[];
}

const COUNTERS: Readonly<Record<CounterName, Declaration>> = {
  vpa_signals_generated_total: { help: 'Signals stored for the first time', labels: ['signal_type', 'symbol'] },
  vpa_scan_symbols_total: { help: 'Stocks scanned', labels: ['result'] },
  vpa_bars_imported_total: { help: 'Bars of imports by what became of them', labels: ['result'] },
  market_data_rejected_total: { help: 'Bars refused', labels: ['reason'] },
  vpa_events_relayed_total: { help: 'Events numbered by this relay' },
  vpa_bus_publish_failures_total: { help: 'Hints that the bus did not take; the tail repairs them from the table' },
  vpa_bus_messages_refused_total: { help: 'Messages on the bus that are no events' },
  vpa_bus_connection_errors_total: { help: 'Failed connections to the bus', labels: ['role'] },
  vpa_tail_read_failures_total: { help: 'Reads of the event table that failed and are tried again' },
  vpa_tail_repairs_total: { help: 'Reads of the event table by the tail', labels: ['cause'] },
  subscription_queue_overflow_total: { help: 'Subscribers closed because they did not keep up' },
  api_requests_total: { help: 'HTTP requests', labels: ['method', 'endpoint', 'status'] },
  graphql_operations_total: { help: 'GraphQL operations by outcome', labels: ['operation', 'type', 'outcome'] },
  graphql_rejections_total: { help: 'GraphQL operations refused before execution', labels: ['reason'] },
  websocket_disconnects_total: { help: 'Websockets closed', labels: ['code'] },
  vpa_rate_limiter_fallbacks_total: { help: 'Requests that this process counted by itself because Redis was away' },
  vpa_rate_limiter_failures_total: { help: 'Failed connections of the rate limiter to Redis' },
  vpa_worker_failures_total: { help: 'Failed rounds of a worker', labels: ['worker'] },
};

const GAUGES: Readonly<Record<GaugeName, Declaration>> = {
  vpa_scan_due: { help: 'Stocks whose bars changed since their last scan' },
  vpa_scan_last_success_timestamp_seconds: { help: 'When the last scan round ended well, Unix time' },
  outbox_oldest_pending_seconds: { help: 'How long the oldest unnumbered event has waited' },
  vpa_worker_heartbeat_timestamp_seconds: { help: 'When a worker last ended a round well, Unix time', labels: ['worker'] },
  vpa_tail_position: { help: 'Number of the newest event delivered by this process' },
  vpa_subscription_groups: { help: 'Groups of identical live subscriptions' },
  vpa_rate_limiter_buckets: { help: 'Buckets of the rate limiter that this process keeps' },
  websocket_connections: { help: 'Open websockets' },
  websocket_subscriptions: { help: 'Running subscriptions', labels: ['topic'] },
  vpa_subscription_queue_items: { help: 'Items waiting in the queues of subscribers' },
};

const HISTOGRAMS: Readonly<Record<HistogramName, Declaration & { readonly buckets: readonly number[] }>> = {
  api_request_duration_seconds: {
    help: 'Time of HTTP requests',
    labels: ['method', 'endpoint'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
  },
  graphql_operation_duration_seconds: {
    help: 'Time of GraphQL operations',
    labels: ['type'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
  },
  vpa_scan_duration_seconds: { help: 'Time of a scan round', buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120] },
  subscription_delivery_delay_seconds: {
    help: 'From the commit of an event to its hand-over to a subscriber',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
  },
};

/** Prometheus metrics of this process. */
export interface MetricsRegistry {
  readonly metrics: Metrics;
  /** Text in the exposition format. */
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): MetricsRegistry {
  const registry = new Registry();
  const registers = [registry];
  const counters = mapValues(COUNTERS, (name, { help, labels = [] }) => new Counter({ name, help, labelNames: [...labels], registers }));
  const gauges = mapValues(GAUGES, (name, { help, labels = [] }) => new Gauge({ name, help, labelNames: [...labels], registers }));
  const histograms = mapValues(
    HISTOGRAMS,
    (name, { help, labels = [], buckets }) => new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
  );
  return {
    metrics: {
      increment: (name, labels = {}, by = 1) => counters[name].inc({ ...labels }, by),
      set: (name, value, labels = {}) => gauges[name].set({ ...labels }, value),
      observe: (name, value, labels = {}) => histograms[name].observe({ ...labels }, value),
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function mapValues<K extends string, D, V>(declarations: Readonly<Record<K, D>>, create: (name: K, declaration: D) => V): Record<K, V> {
  const entries = (Object.keys(declarations) as K[]).map((name) => [name, create(name, declarations[name])] as const);
  return Object.fromEntries(entries) as Record<K, V>;
}
