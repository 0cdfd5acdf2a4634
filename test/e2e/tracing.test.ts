import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { openDatabase } from '../../src/adapters/persistence/open-database.js';
import { MarketFeed } from '../ledger/market-feed.js';
import { Subscriber } from '../ledger/subscriber.js';
import { VpaProcess } from '../ledger/vpa-process.js';
import { freePort } from '../support/free-port.js';
import { OtlpSink } from '../support/otlp-sink.js';
import { createDatabase, dropDatabase } from '../support/postgres.js';
import { generator } from '../support/restless-bars.js';
import { until } from '../support/until.js';

let databaseUrl: string;
const PATH = process.env['PATH'] ?? '';

beforeAll(async () => {
  databaseUrl = await createDatabase(inject('postgresUrl'));
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 1, statementTimeoutMs: 10_000 });
  await database.migrate();
  await database.close();
});
afterAll(() => dropDatabase(databaseUrl));

async function startApi(env: Readonly<Record<string, string>>) {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const api = new VpaProcess({
    args: ['api'],
    env: { PATH, DATABASE_URL: databaseUrl, PORT: String(port), METRICS_PORT: String(metricsPort), ...env },
    isUp: async () => {
      const ready = await fetch(`${url}/readyz`).catch(() => undefined);
      return ready?.ok === true;
    },
  });
  await api.up();
  const ask = async (query: string) =>
    fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return { api, url, ask, metrics };
}

test('one trace leads from the scan over the relay to the delivery, across three processes', async () => {
  const sink = await OtlpSink.open();
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: inject('redisUrl'),
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20collector-secret',
  };
  const worker = (name: string): VpaProcess =>
    new VpaProcess({
      args: ['worker', name],
      env: { PATH, METRICS_PORT: '0', ...env, OTEL_SERVICE_NAME: `vpa-${name}` },
      isUp: (log) => log.includes('workers run'),
    });
  const { api, url, ask } = await startApi({ ...env, OTEL_SERVICE_NAME: 'vpa-api' });
  const workers = [worker('scanner'), worker('relay')];
  const subscriber = new Subscriber(`${url.replace('http', 'ws')}/graphql`);
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  try {
    await Promise.all(workers.map((each) => each.up()));
    await subscriber.subscribed();
    const feed = new MarketFeed(database, 'TRACE', generator(7));
    await feed.next();
    const owed = feed.owedSignals().length;
    expect(owed).toBeGreaterThan(0);
    await until('every event is delivered', () => subscriber.deliveries.length === owed);
    expect((await ask('{ stocks(first: 1) { edges { node { symbol } } } }')).status).toBe(200);
    const traced = (name: string) => new Set(sink.named(name).map(({ traceId }) => traceId));
    await until('the spans are at the collector', () => {
      const isWhole = [...traced('deliver item')].every((trace) => traced('scan stocks').has(trace) && traced('relay events').has(trace));
      return isWhole && sink.named('deliver item').length === owed && sink.named('POST /graphql').length > 0;
    });

    for (const delivery of sink.named('deliver item')) {
      const spans = sink.spans.filter(({ traceId }) => traceId === delivery.traceId);
      const [scan, ...otherScans] = spans.filter(({ name }) => name === 'scan stocks');
      const relay = spans.find(({ name }) => name === 'relay events');
      expect(otherScans).toEqual([]);
      expect(scan).toMatchObject({ service: 'vpa-scanner', parentSpanId: '' });
      expect(scan?.attributes['vpa.symbol']).toMatch(/^TRACEN/);
      expect(relay).toMatchObject({ service: 'vpa-relay', parentSpanId: scan?.spanId });
      expect(delivery).toMatchObject({ service: 'vpa-api', parentSpanId: scan?.spanId, attributes: { 'vpa.topic': 'signalDetected' } });
      const inserts = spans.filter(({ name, parentSpanId }) => name === 'db INSERT' && parentSpanId === scan?.spanId);
      expect(inserts.length).toBeGreaterThanOrEqual(2);
    }
    const [request] = sink.named('POST /graphql');
    const below = sink.spans.filter(({ traceId }) => traceId === request?.traceId);
    const useCase = below.find(({ name }) => name === 'listStocks');
    expect(request?.attributes).toMatchObject({
      'graphql.operation.name': 'stocks',
      'graphql.outcome': 'ok',
      'http.response.status_code': 200,
    });
    expect(useCase?.parentSpanId).toBe(request?.spanId);
    expect(below.find(({ name }) => name === 'db SELECT')?.parentSpanId).toBe(useCase?.spanId);
    expect(sink.named('websocket subscription')[0]).toMatchObject({ service: 'vpa-api', parentSpanId: '' });
    expect([...sink.authorizations]).toEqual(['Bearer collector-secret']);
  } finally {
    subscriber.stop();
    await Promise.all([api, ...workers].map((each) => each.stop()));
    await database.close();
    sink.close();
  }
});

test('a collector that never answers fails no request, fills no memory, and does not keep the process from ending', async () => {
  const sink = await OtlpSink.open({ isBlackHole: true });
  const { api, ask, metrics } = await startApi({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.endpoint, VPA_DRAIN_SECONDS: '0' });
  try {
    // Three spans each: more than the buffer and the batch under way can hold.
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(Array.from({ length: 25 }, () => ask('{ stocks(first: 1) { totalCount } }')));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      await Promise.all(answers.map((answer) => answer.text()));
    }
    expect(sink.requests).toBeGreaterThan(0);
    expect(Number(/^vpa_trace_spans_total\{result="dropped"\} (\d+)$/m.exec(await metrics())?.[1])).toBeGreaterThan(0);
  } finally {
    expect(await api.stop()).toBe(0);
    sink.close();
  }
});

test('without an endpoint no event carries a trace', async () => {
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 2, statementTimeoutMs: 10_000 });
  const before = (await database.eventLog.state()).newest.seq;
  const env = { PATH, DATABASE_URL: databaseUrl, METRICS_PORT: '0' };
  const workers = new VpaProcess({ args: ['worker', 'scanner', 'relay'], env, isUp: (log) => log.includes('workers run') });
  try {
    await workers.up();
    await new MarketFeed(database, 'PLAIN', generator(8)).next();
    await until('events are numbered', async () => (await database.eventLog.state()).newest.seq > before);
    const events = await database.eventLog.readAfter(before, 100);
    expect(events.filter(({ traceparent }) => traceparent !== undefined)).toEqual([]);
  } finally {
    await workers.stop();
    await database.close();
  }
});
