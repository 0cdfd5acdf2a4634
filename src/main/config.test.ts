import { expect, test } from 'vitest';

import { loadConfig } from './config.js';

test('nothing is traced without an endpoint', () => {
  expect(loadConfig({}).tracing).toBeNull();
});

test('the standard variables of OpenTelemetry say where spans go, how many, and under which name', () => {
  const { tracing } = loadConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc=, x-tenant=vpa',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_SERVICE_NAME: 'vpa-api',
  });
  expect(tracing).toEqual({
    url: 'http://collector:4318/v1/traces',
    headers: { authorization: 'Bearer abc=', 'x-tenant': 'vpa' },
    ratio: 0.25,
    serviceName: 'vpa-api',
  });
});

test('faults are told by name and without their values', () => {
  const load = () =>
    loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector', OTEL_EXPORTER_OTLP_HEADERS: 's3cret', OTEL_TRACES_SAMPLER_ARG: '2' });
  expect(load).toThrow(/OTEL_EXPORTER_OTLP_ENDPOINT.*OTEL_EXPORTER_OTLP_HEADERS.*OTEL_TRACES_SAMPLER_ARG/);
  expect(load).not.toThrow(/s3cret/);
});

test('what must not stand in a log is gathered: addresses, their passwords, headers of the collector', () => {
  const { secrets } = loadConfig({
    DATABASE_URL: 'postgres://vpa:p%40ss-word@db/vpa',
    REDIS_URL: 'redis://cache',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
  });
  expect(secrets).toEqual(['postgres://vpa:p%40ss-word@db/vpa', 'redis://cache', 'p%40ss-word', 'p@ss-word', 'Bearer abc']);
});

test.each([
  [undefined, ['textbook-1']],
  ['', ['textbook-1']],
  ['textbook', ['textbook-1']],
  ['series, textbook-1,textbook', ['textbook-1', 'series-1']],
])('VPA_RULES %s is %j', (text, versions) => {
  const { ruleSets } = loadConfig(text === undefined ? {} : { VPA_RULES: text });
  expect(ruleSets.map(({ version }) => version)).toEqual(versions);
});

test.each([
  ['series', /VPA_RULES must contain textbook/],
  ['textbook,quick', /VPA_RULES: no rule set quick; there are textbook \(textbook-1\), series \(series-1\)/],
])('VPA_RULES %s is refused', (text, message) => {
  expect(() => loadConfig({ VPA_RULES: text })).toThrow(message);
});
