/** How backtests are followed live, listed and compared, by their owner alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { emptyQueue, type BacktestClient } from '../support/backtest-client.js';
import { BacktestRig, someMarket } from '../support/backtest-rig.js';
import { RawClient } from '../support/raw-ws-client.js';

const MARKET = someMarket(6, 300);

let rig: BacktestRig;
let owner: BacktestClient;
beforeAll(async () => {
  rig = await BacktestRig.start(MARKET);
  owner = await rig.user('owner');
});
afterAll(() => rig?.[Symbol.asyncDispose]());

const WATCH = `subscription ($id: ID!, $after: String) {
  backtestProgress(id: $id, after: $after) {
    __typename
    ... on BacktestProgressed { cursor state progress backtest { state result { resultHash } } }
    ... on FeedPosition { cursor }
    ... on FeedGap { cursor reason }
  }
}`;

interface Item {
  readonly __typename: string;
  readonly cursor: string;
  readonly state?: string;
  readonly progress?: number;
  readonly backtest?: { readonly result: { readonly resultHash: string } | null };
}

async function watch(
  id: string,
  credential: string,
  after: string | null = null,
): Promise<{ socket: RawClient; items: () => readonly Item[] }> {
  const socket = await new RawClient(rig.accounts.api.webSocketUrl).init({ authorization: `Bearer ${credential}` });
  socket.send({ type: 'subscribe', id: 'w', payload: { query: WATCH, variables: { id, after } } });
  await socket.until((messages) => messages.some(({ id: of }) => of === 'w'));
  const items = () =>
    socket.messages
      .filter(({ type }) => type === 'next')
      .map(({ payload }) => (payload as { data: { backtestProgress: Item } }).data.backtestProgress);
  return { socket, items };
}

describe('the feed of a backtest', () => {
  it('tells its way to the end, once and in order, and again after any cursor', async () => {
    await emptyQueue(rig);
    const [id, other] = [await owner.started(), await owner.started()];
    await rig.relay();
    const { socket, items } = await watch(id, owner.credential);
    // What another one does is no news here.
    await owner.cancel(other);
    const end = await owner.ended(id);
    await rig.relay();
    await socket.until(() => items().some(({ state }) => state === 'DONE'));
    const told = items().filter(({ state }) => state !== undefined);
    expect(told[0]).toMatchObject({ state: 'RUNNING' });
    expect(told.map(({ state }) => state)).not.toContain('CANCELLED');
    expect(told.at(-1)).toMatchObject({ state: 'DONE', progress: 1, backtest: { result: { resultHash: end.result!.resultHash } } });
    const steps = told.map(({ progress }) => progress!);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    const again = await watch(id, owner.credential, told[0]!.cursor);
    await again.socket.until(() => again.items().some(({ state }) => state === 'DONE'));
    expect(again.items().filter(({ state }) => state !== undefined)).toEqual(told.slice(1));
    for (const each of [socket, again.socket]) each.end();
  });

  it('is refused to others like one of a backtest that is not there', async () => {
    const stranger = await rig.user('stranger');
    const answerTo = async (id: string): Promise<unknown> => {
      const { socket } = await watch(id, stranger.credential);
      const [message] = socket.messages.filter(({ id: of }) => of === 'w');
      socket.end();
      return JSON.parse(JSON.stringify(message).replaceAll(/[0-9a-f-]{36}/g, 'ID'));
    };
    const id = await owner.started();
    const foreign = await answerTo(id);
    expect(JSON.stringify(foreign)).toContain('NOT_FOUND');
    expect(foreign).toEqual(await answerTo('00000000-0000-4000-8000-000000000000'));
  });
});

describe('looking at backtests', () => {
  it('lists one’s own, newest first, and nobody else’s', async () => {
    await emptyQueue(rig);
    const reader = await rig.user('reader');
    const ids = [await reader.started(), await reader.started(), await reader.started()];
    const list = async (after: string | null) => {
      const query = `query ($after: String) { backtests(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
      interface Page {
        readonly edges: readonly { readonly node: { readonly id: string } }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      }
      return (await reader.ask<{ backtests: Page }>(query, { after })).backtests;
    };
    const first = await list(null);
    expect(first.edges.map(({ node }) => node.id)).toEqual([ids[2], ids[1]]);
    const second = await list(first.pageInfo.endCursor);
    expect(second.edges.map(({ node }) => node.id)).toEqual([ids[0]]);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(await owner.read(ids[0]!)).toBeNull();
    expect((await owner.cancel(ids[0]!)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await emptyQueue(rig);
  });

  it('shows trades and equity to nobody else, whatever ids are asked for', async () => {
    const { backtests, accounts } = rig.accounts.database;
    const id = await owner.started();
    await owner.ended(id);
    await rig.user('curious');
    const [own, other] = await Promise.all(
      ['owner', 'curious'].map(async (name) => (await accounts.findByEmail(`${name}@example.com`))!.id),
    );
    const rows = async (userId: string) => {
      const page = { first: 100, after: null };
      const [trades, equity] = await Promise.all([backtests.listTrades(userId, [id], page), backtests.listEquity(userId, [id], page)]);
      return [trades[0]!.items.length, equity[0]!.items.length];
    };
    expect((await rows(own!)).every((count) => count > 0)).toBe(true);
    expect(await rows(other!)).toEqual([0, 0]);
  });

  it('lays results side by side and tells whether they may be compared', async () => {
    const COMPARE = `query ($ids: [ID!]!) { compareBacktests(ids: $ids) {
      isSameData isSamePeriod isSameTerms backtests { id name result { metrics { totalReturnPct } } } } }`;
    const one = (await owner.ended(await owner.started())).id;
    const two = (await owner.ended(await owner.started({ strategy: 'spring' }))).id;
    const three = (await owner.ended(await owner.started({ strategy: 'spring', fee: 0, to: '2025-04-15', symbols: ['B00', 'B01'] }))).id;
    const compare = async (ids: readonly string[]) => (await rig.accounts.as(owner.credential, COMPARE, { ids })).body;
    expect((await compare([two, one])).data).toMatchObject({
      compareBacktests: { isSameData: true, isSamePeriod: true, isSameTerms: true, backtests: [{ id: two, name: 'spring' }, { id: one }] },
    });
    expect((await compare([one, three])).data).toMatchObject({
      compareBacktests: { isSameData: false, isSamePeriod: false, isSameTerms: false },
    });
    const codeOf = async (ids: readonly string[]) => (await compare(ids)).errors?.[0]?.extensions.code;
    const waiting = await owner.started();
    expect(await codeOf([one, waiting])).toBe('CONFLICT');
    expect(await codeOf([one, one])).toBe('INVALID_INPUT');
    expect(await codeOf([one, '00000000-0000-4000-8000-000000000000'])).toBe('NOT_FOUND');
    await emptyQueue(rig);
  });
});
