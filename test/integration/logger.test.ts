import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, test } from 'vitest';

import { createRedactor } from '../../src/adapters/telemetry/redact.js';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** What the logger of the built program writes for a call. */
async function logged(call: string): Promise<string> {
  const script = `
    import { createLogger } from './dist/src/adapters/telemetry/logger.js';
    const logger = createLogger('debug', { secrets: ['postgres://vpa:tr0ub4dor@db:5432/vpa', 'tr0ub4dor'], traceparent: () => '${TRACEPARENT}' });
    ${call}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'inherit', 'pipe'] });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text;
}

describe('a line of the log', () => {
  test('is JSON with level, time, what was said, and the place in the trace', async () => {
    const line = JSON.parse(await logged("logger.info({ requestId: 'r-1', stocks: 3 }, 'scanned');")) as Record<string, unknown>;
    expect(line).toMatchObject({
      level: 'info',
      msg: 'scanned',
      requestId: 'r-1',
      stocks: 3,
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: 'b7ad6b7169203331',
    });
    expect(Date.parse(String(line['time']))).not.toBeNaN();
  });

  test('shows no secret: neither by its name, nor within an error and its causes, nor by its shape', async () => {
    const text = await logged(`
      const cause = new Error('connect ECONNREFUSED postgres://vpa:tr0ub4dor@db:5432/vpa');
      logger.error({ error: new Error('away: redis://:hunter2hunter2@cache:6379', { cause }) }, 'the database is away');
      logger.warn({ config: { databaseUrl: 'x-database' }, headers: { authorization: 'x-header', cookie: 'x-cookie' }, token: 'x-token' }, 'a request');
      logger.warn({ text: 'Authorization: Bearer abcdefgh12345678', other: 'password=open-sesame&x=1' }, 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl');
    `);
    expect(text.trim().split('\n')).toHaveLength(3);
    for (const line of text.trim().split('\n')) JSON.parse(line);
    for (const secret of ['tr0ub4dor', 'hunter2', 'x-database', 'x-header', 'x-cookie', 'x-token', 'abcdefgh', 'open-sesame', 'eyJ']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('ECONNREFUSED');
    expect(text).toContain('the database is away');
  });
});

test('innocent text stays as it is', () => {
  const line = '{"msg":"scanned VCB","url":"https://example.org/a@b","token_count":3,"basic":"Basic idea"}';
  expect(createRedactor(['abc'])(line)).toBe(line);
});

test('processes that fail at their database do not tell its password', async () => {
  for (const args of [['migrate'], ['scan'], ['worker', 'relay']]) {
    const child = spawn(process.execPath, ['dist/src/main/cli.js', ...args], {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: 'postgres://vpa:tr0ub4dor@127.0.0.1:1/vpa',
        METRICS_PORT: '0',
        VPA_LOG_LEVEL: 'debug',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(child, 'close');
    expect(text).not.toBe('');
    expect(text).not.toContain('tr0ub4dor');
  }
});
