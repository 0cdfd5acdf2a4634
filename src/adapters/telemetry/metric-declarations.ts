import type { CounterName, GaugeName, HistogramName } from '../../application/ports/telemetry.js';

export interface Declaration {
  readonly help: string;
  readonly labels?: readonly string[];
  /** Label sets it may have; those that come later are folded. Without it {@link DEFAULT_LABEL_SETS}. */
  readonly maxLabelSets?: number;
  /** Labels that become `other` first where there are too many sets; without it all of them. */
  readonly fold?: readonly string[];
}

/** Enough for a closed set of reasons, outcomes or roles. */
export const DEFAULT_LABEL_SETS = 30;

export const COUNTERS: Readonly<Record<CounterName, Declaration>> = {
  vpa_signals_generated_total: {
    help: 'Signals stored for the first time',
    labels: ['signal_type', 'symbol'],
    maxLabelSets: 1_700,
    fold: ['symbol'],
  },
  vpa_signals_scored_total: { help: 'Signals scored, and signals whose status was decided', labels: ['result'], maxLabelSets: 3 },
  vpa_scan_symbols_total: { help: 'Stocks scanned', labels: ['result'] },
  vpa_bars_imported_total: { help: 'Bars of imports by what became of them', labels: ['result'] },
  market_data_rejected_total: { help: 'Bars refused', labels: ['reason'] },
  vpa_events_relayed_total: { help: 'Events numbered by this relay' },
  vpa_bus_publish_failures_total: { help: 'Hints that the bus did not take; the tail repairs them from the table' },
  vpa_bus_messages_refused_total: { help: 'Messages on the bus that are no events' },
  vpa_bus_connection_errors_total: { help: 'Failed connections to the bus', labels: ['role'] },
  vpa_tail_read_failures_total: { help: 'Reads of the event table that failed and are tried again' },
  vpa_tail_repairs_total: { help: 'Reads of the event table by the tail', labels: ['cause'] },
  vpa_tail_events_unreadable_total: { help: 'Events passed over because another version wrote them' },
  subscription_queue_overflow_total: { help: 'Subscribers closed because they did not keep up' },
  api_requests_total: { help: 'HTTP requests', labels: ['method', 'endpoint', 'status'], maxLabelSets: 200 },
  graphql_operations_total: { help: 'GraphQL operations by outcome', labels: ['operation', 'type', 'outcome'], maxLabelSets: 400 },
  graphql_rejections_total: { help: 'GraphQL operations refused before execution', labels: ['reason'] },
  rate_limited_total: { help: 'GraphQL operations refused because their caller had no budget left', labels: ['class'] },
  vpa_access_events_total: {
    help: 'Sign-ins by outcome, refresh tokens that came back after their exchange, passwords refused because too many waited',
    labels: ['event'],
    maxLabelSets: 5,
  },
  websocket_refusals_total: { help: 'Websockets refused at the handshake, or because their actor has too many', labels: ['reason'] },
  websocket_disconnects_total: { help: 'Websockets closed', labels: ['code'] },
  vpa_rate_limiter_fallbacks_total: { help: 'Requests that this process counted by itself because Redis was away' },
  vpa_rate_limiter_failures_total: { help: 'Failed connections of the rate limiter to Redis' },
  vpa_worker_failures_total: { help: 'Failed rounds of a worker', labels: ['worker'] },
  provider_requests_total: {
    help: 'Requests to providers of bars, attempts counted one by one',
    labels: ['provider', 'outcome'],
    maxLabelSets: 100,
  },
  ingest_fills_total: {
    help: 'Symbols whose daily bars were filled or looked through, by whether something is left',
    labels: ['result'],
    maxLabelSets: 2,
  },
  provider_bars_total: { help: 'Bars that providers gave, by what became of them', labels: ['provider', 'result'], maxLabelSets: 40 },
  alerts_matched_total: {
    help: 'Alerts made of events, those held back, and those sent on because nobody acknowledged them',
    labels: ['result'],
    maxLabelSets: 3,
  },
  alert_deliveries_total: { help: 'Attempts to deliver alerts, by what came of them', labels: ['channel', 'outcome'] },
  backtest_attempts_total: {
    help: 'Attempts at backtests that users have started, by what came of them',
    labels: ['outcome'],
    maxLabelSets: 6,
  },
  provider_ticks_total: { help: 'Ticks that providers sent, by what became of them', labels: ['provider', 'result'], maxLabelSets: 40 },
  provider_stream_interruptions_total: { help: 'Streams of ticks that broke off', labels: ['provider', 'reason'], maxLabelSets: 40 },
  realtime_ticks_total: { help: 'Ticks that the realtime worker took, by what became of them', labels: ['result'], maxLabelSets: 6 },
  realtime_bars_total: {
    help: 'Minutes stored, minutes with missing trades that were fetched (settled), and those that could not be (lost)',
    labels: ['result'],
    maxLabelSets: 3,
  },
  realtime_refills_total: { help: 'Requests for the minutes of a session, by outcome', labels: ['result'], maxLabelSets: 2 },
  realtime_provisional_total: { help: 'Changes of what rules find on open bars', labels: ['state'], maxLabelSets: 3 },
  realtime_prices_total: { help: 'Newest prices told to the API, by outcome', labels: ['result'], maxLabelSets: 2 },
  vpa_trace_spans_total: { help: 'Spans by what became of them: exported, failed, or dropped from the full buffer', labels: ['result'] },
  vpa_metric_labels_folded_total: {
    help: 'Updates whose labels became `other` because the metric has all its series',
    labels: ['metric'],
    maxLabelSets: 100,
  },
};

export const GAUGES: Readonly<Record<GaugeName, Declaration>> = {
  ingest_symbols_incomplete: { help: 'Symbols whose daily bars are not filled yet' },
  vpa_market_bars_kept: { help: 'Bars of the market that this process keeps in memory, days without trade too' },
  vpa_scan_due: { help: 'Stocks whose bars changed since their last scan' },
  vpa_scan_last_success_timestamp_seconds: { help: 'When the last scan round ended well, Unix time' },
  outbox_oldest_pending_seconds: { help: 'How long the oldest unnumbered event has waited' },
  vpa_worker_heartbeat_timestamp_seconds: { help: 'When a worker last ended a round well, Unix time', labels: ['worker'] },
  vpa_tail_position: { help: 'Number of the newest event delivered by this process' },
  vpa_subscription_groups: { help: 'Groups of identical live subscriptions' },
  graphql_documents_cached: { help: 'Documents that passed and are kept' },
  vpa_password_hashes_waiting: { help: 'Passwords that wait to be hashed' },
  vpa_rate_limiter_buckets: { help: 'Buckets of the rate limiter that this process keeps' },
  websocket_connections: { help: 'Open websockets' },
  websocket_subscriptions: { help: 'Running subscriptions', labels: ['topic'] },
  vpa_subscription_queue_items: { help: 'Items waiting in the queues of subscribers' },
  circuit_state: { help: 'Whether a provider is asked: 0 yes, 1 one request tries, 2 no', labels: ['provider'] },
  alerts_open: { help: 'Alerts that are due and not delivered' },
  alerts_oldest_open_seconds: { help: 'For how long the oldest of them is due that could be sent: its destination does not rest' },
  backtests_queued: { help: 'Backtests that wait for a worker' },
  backtests_running: { help: 'Backtests that workers hold' },
  backtests_oldest_queued_seconds: { help: 'For how long the oldest of those that wait has been due' },
  provider_stream_connected: { help: 'Whether the stream of ticks stands', labels: ['provider'] },
  provider_tick_queue_items: { help: 'Ticks that wait for their reader', labels: ['provider'] },
  realtime_shards_led: { help: 'Parts of the market that this process follows' },
  vpa_board_symbols: { help: 'Symbols whose newest price or provisional signals this process knows', labels: ['board'], maxLabelSets: 2 },
  realtime_prices_waiting: { help: 'Prices that wait to be told', labels: ['shard'], maxLabelSets: 64 },
  realtime_bars_waiting: { help: 'Minutes that changed and wait to be stored', labels: ['shard'], maxLabelSets: 64 },
  realtime_symbols_incomplete: {
    help: 'Instruments with minutes that may lack trades and may still be fetched',
    labels: ['shard'],
    maxLabelSets: 64,
  },
  vpa_dependency_up: { help: 'Whether this process reaches what it depends on: 1 or 0', labels: ['dependency'] },
  market_data_age_seconds: { help: 'Since the newest bar of a feed was received', labels: ['feed'] },
  market_session_age_seconds: { help: 'Since the newest closed session closed, by the calendar' },
  db_replica_lag_seconds: { help: 'How far the read replica is behind the primary, as of the last look' },
  db_pool_size: { help: 'Connections that the pool may open', labels: ['pool'] },
  db_pool_in_use: { help: 'Connections of the pool that work now', labels: ['pool'] },
  db_pool_waiting: { help: 'Statements that wait for a connection of the pool', labels: ['pool'] },
  build_info: { help: 'What runs here; always 1', labels: ['version', 'node'] },
  nodejs_eventloop_lag_seconds: { help: 'Mean delay of the event loop since the last look' },
  nodejs_eventloop_lag_p99_seconds: { help: '99th percentile of the delay of the event loop since the last look' },
  nodejs_heap_used_bytes: { help: 'Heap of JavaScript in use' },
  process_resident_memory_bytes: { help: 'Memory of this process' },
  process_start_time_seconds: { help: 'When this process started, Unix time' },
  system_cpu_usage_percent: { help: 'CPU that this container (without one: this machine) uses, per cent of what it may' },
  system_memory_usage_percent: { help: 'Memory that this container (without one: this machine) uses, per cent of what it may' },
};

export const HISTOGRAMS: Readonly<Record<HistogramName, Declaration & { readonly buckets: readonly number[] }>> = {
  api_request_duration_seconds: {
    help: 'Time of HTTP requests',
    labels: ['method', 'endpoint'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
    maxLabelSets: 40,
  },
  graphql_operation_duration_seconds: {
    help: 'Time of GraphQL operations',
    labels: ['type'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
    maxLabelSets: 5,
  },
  vpa_use_case_duration_seconds: {
    help: 'Time of what the application does, by what it is',
    labels: ['use_case'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 3],
    maxLabelSets: 60,
  },
  vpa_market_reading_duration_seconds: {
    help: 'Time of a pass over the whole market: readings of stocks and the track record',
    buckets: [0.1, 0.5, 2, 5, 10, 30, 120],
  },
  vpa_scan_duration_seconds: { help: 'Time of a scan round', buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120] },
  subscription_delivery_delay_seconds: {
    help: 'From the commit of an event to its hand-over to a subscriber',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3],
  },
  price_delivery_delay_seconds: {
    help: 'From the receipt of a trade to the hand-over of its price to a subscriber',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  },
  alert_delivery_delay_seconds: {
    help: 'From the commit of an event to its alert being taken by the receiver',
    labels: ['channel'],
    maxLabelSets: 6,
    buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 1800],
  },
  backtest_duration_seconds: {
    help: 'Time of the attempts at backtests that brought a result, loading and storing included',
    buckets: [0.5, 1, 2, 5, 15, 60, 300, 1800],
  },
};
