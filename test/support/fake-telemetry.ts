import type { Logger, Metrics } from '../../src/application/ports/telemetry.js';

/** Says nothing. */
export const SILENT_LOGGER: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Remembers what was measured: sums of counters, last values of gauges, all observations. */
export class FakeMetrics implements Metrics {
  readonly counters = new Map<string, number>();
  readonly gauges = new Map<string, number>();
  readonly observations = new Map<string, number[]>();

  increment(name: string, labels: Readonly<Record<string, string>> = {}, by = 1): void {
    const key = keyOf(name, labels);
    this.counters.set(key, (this.counters.get(key) ?? 0) + by);
  }

  set(name: string, value: number, labels: Readonly<Record<string, string>> = {}): void {
    this.gauges.set(keyOf(name, labels), value);
  }

  observe(name: string, value: number, labels: Readonly<Record<string, string>> = {}): void {
    const key = keyOf(name, labels);
    const values = this.observations.get(key);
    if (values === undefined) this.observations.set(key, [value]);
    else values.push(value);
  }

  /** A counter by name and labels, `name{label=value}`; 0 where nothing was counted. */
  counter(key: string): number {
    return this.counters.get(key) ?? 0;
  }
}

function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
