/** Structured log. Fields are facts; never a secret, never a raw driver message at `info` and below. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Counters, gauges and histograms by name; label values come from closed sets only. Names are declared in adapters/telemetry/metric-declarations.ts. */
export interface Metrics {
  increment(name: CounterName, labels?: Readonly<Record<string, string>>, by?: number): void;
  set(name: GaugeName, value: number, labels?: Readonly<Record<string, string>>): void;
  observe(name: HistogramName, value: number, labels?: Readonly<Record<string, string>>): void;
}

export type CounterName =
  | 'vpa_signals_generated_total'
  | 'vpa_signals_scored_total'
  | 'vpa_scan_symbols_total'
  | 'vpa_bars_imported_total'
  | 'market_data_rejected_total'
  | 'vpa_events_relayed_total'
  | 'vpa_bus_publish_failures_total'
  | 'vpa_bus_messages_refused_total'
  | 'vpa_bus_connection_errors_total'
  | 'vpa_tail_repairs_total'
  | 'vpa_tail_events_unreadable_total'
  | 'vpa_tail_read_failures_total'
  | 'subscription_queue_overflow_total'
  | 'api_requests_total'
  | 'graphql_operations_total'
  | 'graphql_rejections_total'
  | 'rate_limited_total'
  | 'vpa_access_events_total'
  | 'websocket_refusals_total'
  | 'websocket_disconnects_total'
  | 'vpa_rate_limiter_fallbacks_total'
  | 'vpa_rate_limiter_failures_total'
  | 'vpa_worker_failures_total'
  | 'vpa_trace_spans_total'
  | 'vpa_metric_labels_folded_total'
  | 'provider_requests_total'
  | 'provider_bars_total'
  | 'ingest_fills_total'
  | 'alerts_matched_total'
  | 'alert_deliveries_total'
  | 'backtest_attempts_total'
  | 'provider_ticks_total'
  | 'realtime_ticks_total'
  | 'realtime_bars_total'
  | 'realtime_refills_total'
  | 'realtime_prices_total'
  | 'realtime_provisional_total'
  | 'provider_stream_interruptions_total';
export type GaugeName =
  | 'vpa_scan_due'
  | 'vpa_market_bars_kept'
  | 'ingest_symbols_incomplete'
  | 'vpa_scan_last_success_timestamp_seconds'
  | 'outbox_oldest_pending_seconds'
  | 'vpa_worker_heartbeat_timestamp_seconds'
  | 'vpa_tail_position'
  | 'vpa_subscription_groups'
  | 'graphql_documents_cached'
  | 'vpa_rate_limiter_buckets'
  | 'vpa_password_hashes_waiting'
  | 'websocket_connections'
  | 'websocket_subscriptions'
  | 'vpa_subscription_queue_items'
  | 'vpa_dependency_up'
  | 'market_data_age_seconds'
  | 'market_session_age_seconds'
  | 'db_replica_lag_seconds'
  | 'db_pool_size'
  | 'db_pool_in_use'
  | 'db_pool_waiting'
  | 'build_info'
  | 'nodejs_eventloop_lag_seconds'
  | 'nodejs_eventloop_lag_p99_seconds'
  | 'nodejs_heap_used_bytes'
  | 'process_resident_memory_bytes'
  | 'process_start_time_seconds'
  | 'system_cpu_usage_percent'
  | 'system_memory_usage_percent'
  | 'circuit_state'
  | 'alerts_open'
  | 'alerts_oldest_open_seconds'
  | 'backtests_queued'
  | 'backtests_running'
  | 'backtests_oldest_queued_seconds'
  | 'provider_stream_connected'
  | 'provider_tick_queue_items'
  | 'realtime_shards_led'
  | 'vpa_board_symbols'
  | 'realtime_prices_waiting'
  | 'realtime_bars_waiting'
  | 'realtime_symbols_incomplete';
export type HistogramName =
  | 'api_request_duration_seconds'
  | 'graphql_operation_duration_seconds'
  | 'vpa_use_case_duration_seconds'
  | 'vpa_scan_duration_seconds'
  | 'vpa_market_reading_duration_seconds'
  | 'subscription_delivery_delay_seconds'
  | 'alert_delivery_delay_seconds'
  | 'price_delivery_delay_seconds'
  | 'backtest_duration_seconds';
