import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Metrics } from '../../application/ports/telemetry.js';
import { LabelBound } from './label-bound.js';
import { COUNTERS, DEFAULT_LABEL_SETS, GAUGES, HISTOGRAMS, type Declaration } from './metric-declarations.js';

/** Prometheus metrics of this process. */
export interface MetricsRegistry {
  readonly metrics: Metrics;
  /** Calls `read` before each rendering, for values that are only known by looking. */
  beforeRender(read: () => void): void;
  /** Text in the exposition format. */
  render(): Promise<string>;
  readonly contentType: string;
}

type Labels = Readonly<Record<string, string>>;

export function createMetrics(): MetricsRegistry {
  const registry = new Registry();
  const registers = [registry];
  const counters = mapValues(COUNTERS, (name, { help, labels = [] }) => new Counter({ name, help, labelNames: [...labels], registers }));
  const gauges = mapValues(GAUGES, (name, { help, labels = [] }) => new Gauge({ name, help, labelNames: [...labels], registers }));
  const histograms = mapValues(
    HISTOGRAMS,
    (name, { help, labels = [], buckets }) => new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
  );
  const bounds = mapValues({ ...COUNTERS, ...GAUGES, ...HISTOGRAMS }, (metric, declaration: Declaration) => {
    const { labels = [], maxLabelSets = DEFAULT_LABEL_SETS, fold = labels } = declaration;
    return new LabelBound(maxLabelSets, fold, () => counters.vpa_metric_labels_folded_total.inc({ metric }));
  });
  const readers: (() => void)[] = [];
  const bounded = (name: keyof typeof bounds, labels: Labels | undefined): Record<string, string> =>
    labels === undefined ? {} : { ...bounds[name].admit(labels) };
  return {
    metrics: {
      increment: (name, labels, by = 1) => counters[name].inc(bounded(name, labels), by),
      set: (name, value, labels) => gauges[name].set(bounded(name, labels), value),
      observe: (name, value, labels) => histograms[name].observe(bounded(name, labels), value),
    },
    beforeRender: (read) => void readers.push(read),
    render() {
      for (const read of readers) read();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function mapValues<K extends string, D, V>(declarations: Readonly<Record<K, D>>, create: (name: K, declaration: D) => V): Record<K, V> {
  const entries = (Object.keys(declarations) as K[]).map((name) => [name, create(name, declarations[name])] as const);
  return Object.fromEntries(entries) as Record<K, V>;
}
