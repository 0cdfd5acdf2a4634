import { readFileSync } from 'node:fs';

import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startLiveApi, type LiveApi } from '../support/live-api.js';
import { RawClient } from '../support/raw-ws-client.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const examples = ['README.md', 'docs/api.md', 'docs/subscriptions.md'].flatMap((path) =>
  [...read(path).matchAll(/```graphql\n([\s\S]*?)```/g)].flatMap(([, source = '']) =>
    parse(source).definitions.map((definition) => {
      const text = source.slice(definition.loc?.start, definition.loc?.end);
      const operation = getOperationAST(parse(text));
      return { name: `${operation?.name?.value} of ${path}`, text, type: String(operation?.operation) };
    }),
  ),
);

describe('the examples of the documents', () => {
  let api: LiveApi;
  beforeAll(async () => {
    api = await startLiveApi(3);
  });
  afterAll(() => api?.[Symbol.asyncDispose]());

  it('are there', () => {
    expect(examples.map(({ type }) => type)).toEqual(expect.arrayContaining(['query', 'subscription']));
    expect(examples.length).toBeGreaterThan(7);
  });

  it.each(examples.filter(({ type }) => type === 'query'))('run: $name', async ({ text }) => {
    const { status, body } = await api.rig.query(text);
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
  });

  /** Tell the newest and nothing of the past; where nobody trades they are silent. */
  const LOSSY = /^(Prices|Provisional|Status) /;
  const subscriptions = examples.filter(({ type }) => type === 'subscription');

  it.each(subscriptions.filter(({ name }) => LOSSY.test(name)))('run: $name', async ({ text, name }) => {
    const client = await new RawClient(api.rig.webSocketUrl).init();
    client.subscribe(text);
    if (name.startsWith('Status')) await client.until((messages) => messages.some(({ id }) => id === '1'));
    client.send({ type: 'ping' });
    await client.until((messages) => messages.some(({ type }) => type === 'pong'));
    expect(client.messages.filter(({ id }) => id === '1').every(({ type }) => type === 'next')).toBe(true);
    client.end();
  });

  it.each(subscriptions.filter(({ name }) => !LOSSY.test(name)))('run: $name', async ({ text }) => {
    const client = await new RawClient(api.rig.webSocketUrl).init();
    client.subscribe(text);
    await client.until((messages) => messages.some(({ id }) => id === '1'));
    const first = client.messages.find(({ id }) => id === '1') as { type: string; payload: { data: Record<string, unknown> } };
    expect(first.type).toBe('next');
    expect(Object.values(first.payload.data)).toEqual([expect.objectContaining({ cursor: expect.any(String) })]);
    client.end();
  });

  it('find what they name: the id of docs/api.md is that of a signal', async () => {
    const again = examples.find(({ name }) => name.startsWith('Again'));
    const { body } = await api.rig.query(again?.text ?? '');
    expect(body.data).toEqual({ node: expect.objectContaining({ kind: 'STOPPING_VOLUME', tradingDate: '2025-01-02' }) as object });
  });
});
