import { monitorEventLoopDelay } from 'node:perf_hooks';

import { systemUsage, type SystemUsage } from './cgroup.js';
import type { MetricsRegistry } from './metrics.js';

/** How often the event loop is sampled, ms: delays are told on top of this. */
const SAMPLE_MS = 20;
const NANOS = 1e9;

/** What the process and its container use, read when somebody asks for the metrics. */
export function measureProcess(registry: MetricsRegistry, version: string, usage: SystemUsage = systemUsage()): void {
  const { metrics } = registry;
  metrics.set('build_info', 1, { version, node: process.version });
  metrics.set('process_start_time_seconds', Math.round(Date.now() / 1000 - process.uptime()));
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  let last = { at: performance.now(), used: usage.cpu().used };
  registry.beforeRender(() => {
    metrics.set('nodejs_eventloop_lag_seconds', lag(delay.mean));
    metrics.set('nodejs_eventloop_lag_p99_seconds', lag(delay.percentile(99)));
    delay.reset();
    const { rss, heapUsed } = process.memoryUsage();
    metrics.set('process_resident_memory_bytes', rss);
    metrics.set('nodejs_heap_used_bytes', heapUsed);
    const memory = usage.memory();
    metrics.set('system_memory_usage_percent', percent(memory.used / memory.limit));
    const cpu = usage.cpu();
    const now = performance.now();
    const seconds = Math.max(now - last.at, 1) / 1000;
    metrics.set('system_cpu_usage_percent', percent((cpu.used - last.used) / seconds / cpu.limit));
    last = { at: now, used: cpu.used };
  });
}

/** Of nanoseconds between two samples; NaN before the first one. */
function lag(nanos: number): number {
  return Number.isNaN(nanos) ? 0 : Math.max(0, nanos / NANOS - SAMPLE_MS / 1000);
}

function percent(ratio: number): number {
  return Math.round(Math.max(0, ratio) * 10_000) / 100;
}
