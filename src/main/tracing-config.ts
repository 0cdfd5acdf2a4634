/** Where spans go, over OTLP. */
export interface TracingConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ratio: number;
  readonly serviceName: string;
}

interface Reader {
  url(name: string, protocols: readonly string[]): string | null;
  pairs(name: string): Readonly<Record<string, string>>;
  ratio(name: string, fallback: number): number;
}

/** The standard variables of OpenTelemetry; without an endpoint nothing is traced. */
export function readTracing(read: Reader, env: Readonly<Record<string, string | undefined>>): TracingConfig | null {
  const endpoint = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  const headers = read.pairs('OTEL_EXPORTER_OTLP_HEADERS');
  const ratio = read.ratio('OTEL_TRACES_SAMPLER_ARG', 1);
  if (endpoint === null) return null;
  return { url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers, ratio, serviceName: env['OTEL_SERVICE_NAME'] ?? 'vpa' };
}
