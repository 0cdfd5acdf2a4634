import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import type { StreamFault } from '../../src/adapters/fake-market/faults.js';
import type { StreamLimits } from '../../src/adapters/providers/live/stream-ticks.js';
import type { ProviderDeps } from '../../src/adapters/providers/provider-deps.js';
import type { MarketDataProvider, Tick, TickEvent } from '../../src/application/ports/market-data-provider.js';
import { LAST_DATE, providerDeps, QUICK_STREAM, startFakeMarket } from '../support/fake-market.js';
import { until } from '../support/until.js';

const SYMBOLS = ['SIMBK1', 'SIMTE1'];

type Create = (market: FakeMarket, deps: ProviderDeps, limits: StreamLimits) => MarketDataProvider;

/** What every stream of ticks must do, beside a market in order and one that misbehaves. */
export function testTickStreamContract(name: string, create: Create): void {
  describe(`the ticks of ${name}`, () => {
    let market: FakeMarket;
    const running: { stop: AbortController; done: Promise<void> }[] = [];
    beforeAll(async () => {
      market = await startFakeMarket();
    });
    afterAll(() => market.close());
    afterEach(async () => {
      market.streams.unsilence();
      for (const { stop } of running) stop.abort();
      await Promise.all(running.splice(0).map(({ done }) => done));
      market.faults.clear();
    });

    function listen(limits = QUICK_STREAM) {
      const deps = providerDeps();
      const events: TickEvent[] = [];
      const stop = new AbortController();
      const stream = create(market, deps, limits).streamTicks!(SYMBOLS, stop.signal);
      const done = (async () => {
        for await (const event of stream) events.push(event);
      })();
      running.push({ stop, done });
      const ticks = (): Tick[] => events.flatMap((event) => (event.kind === 'TICK' ? [event.tick] : []));
      const gaps = () => events.flatMap((event) => (event.kind === 'GAP' ? [event] : []));
      const counted = (result: string) => deps.metrics.counter(`provider_ticks_total{provider=${name},result=${result}}`);
      return { deps, events, ticks, gaps, counted, stop, done };
    }

    const isListening = () => SYMBOLS.every((symbol) => market.streams.listenersOf(symbol) === 1);
    /** The next ticks of the session that somebody listens to, told and awaited. */
    async function tell(
      count: number,
      heard: ReturnType<typeof listen>,
      sooner = heard.ticks().length,
    ): Promise<readonly ReturnType<typeof plain>[]> {
      const first = market.streams.position;
      market.streams.emit(count);
      const told = ticksOf(market, first, count);
      await until(`${told.length} ticks came`, () => heard.ticks().length >= sooner + told.length);
      return told;
    }

    test('are the ticks of the market, in dong and shares', async () => {
      const heard = listen();
      await until('the provider listens', isListening);
      const told = await tell(200, heard);
      expect(heard.ticks().map(plain)).toEqual(told);
      expect(heard.events[0]).toEqual({ kind: 'CONNECTED', provider: name });
      expect(heard.gaps()).toEqual([]);
    });

    const harmless: readonly StreamFault[] = ['DUPLICATE_TICKS', 'GARBAGE_MESSAGES', 'DOUBLE_ENCODED', 'OTHER_CASE', 'SHUFFLED_TICKS'];
    test.each(harmless)('come each once against %s', async (fault) => {
      const heard = listen();
      await until('the provider listens', isListening);
      market.faults.switchOn(fault);
      const told = await tell(200, heard);
      const injected = market.faults.injected(fault);
      expect(injected).toBeGreaterThan(0);
      expect(sorted(heard.ticks().map(plain))).toEqual(sorted(told));
      await until('what is bad is counted', () => heard.counted('duplicate') === (fault === 'DUPLICATE_TICKS' ? injected : 0));
      expect(heard.counted('refused')).toBe(fault === 'GARBAGE_MESSAGES' ? injected : 0);
    });

    test.each(['drop', 'close'] as const)('come again after a %s, and the gap is told', async (how) => {
      const heard = listen();
      await until('the provider listens', isListening);
      await tell(20, heard);
      const before = new Date();
      expect(market.streams[how]()).toBe(1);
      await until('nobody listens', () => market.streams.listenersOf('SIMBK1') === 0);
      market.streams.emit(20);
      await until('the provider listens again', isListening);
      const told = await tell(20, heard);
      expect(heard.ticks().slice(-told.length).map(plain)).toEqual(told);
      const [gap] = heard.gaps();
      expect(heard.gaps()).toHaveLength(1);
      expect(gap).toMatchObject({ kind: 'GAP', reason: 'INTERRUPTED', provider: name });
      expect(gap!.from.getTime()).toBeLessThanOrEqual(before.getTime());
      expect(gap!.to.getTime()).toBeGreaterThanOrEqual(before.getTime());
    });

    test('come again after a silence, which is noticed within two heartbeats', async () => {
      const heard = listen();
      await until('the provider listens', isListening);
      await tell(20, heard);
      market.streams.silence();
      const key = `provider_stream_interruptions_total{provider=${name},reason=silent}`;
      await until('the silence is noticed', () => heard.deps.metrics.counter(key) > 0);
      market.streams.drop();
      market.streams.unsilence();
      await until('the provider listens again', isListening);
      await tell(20, heard);
      expect(heard.gaps()).toHaveLength(1);
    });

    test('come as soon as a market lets them in that refused at first', async () => {
      market.faults.switchOn('STREAM_REFUSED', 3);
      const heard = listen();
      await until('the provider listens', isListening);
      await tell(20, heard);
      expect(market.faults.injected('STREAM_REFUSED')).toBe(3);
      expect(heard.gaps()).toEqual([]);
    });

    test('of a reader that is too slow: the newest, and the time of the lost ones', async () => {
      const deps = providerDeps();
      const stop = new AbortController();
      const stream = create(market, deps, { ...QUICK_STREAM, queue: 50 }).streamTicks!(SYMBOLS, stop.signal)[Symbol.asyncIterator]();
      expect((await stream.next()).value).toMatchObject({ kind: 'CONNECTED' });
      await until('the provider listens', isListening);
      const first = market.streams.position;
      market.streams.emit(200);
      const counted = (result: string) => deps.metrics.counter(`provider_ticks_total{provider=${name},result=${result}}`);
      const told = ticksOf(market, first, 200);
      await until('all ticks are here', () => counted('accepted') + counted('overflow') === told.length);
      const gap = (await stream.next()).value as Extract<TickEvent, { kind: 'GAP' }>;
      expect(gap).toEqual({ kind: 'GAP', provider: name, reason: 'OVERFLOW', from: new Date(told[0]!.at), to: new Date(told.at(-51)!.at) });
      for (const tick of told.slice(-50))
        expect(plain(((await stream.next()).value as Extract<TickEvent, { kind: 'TICK' }>).tick)).toEqual(tick);
      stop.abort();
      expect((await stream.next()).done).toBe(true);
    });

    test('end when the reader leaves', async () => {
      const deps = providerDeps();
      for await (const event of create(market, deps, QUICK_STREAM).streamTicks!(SYMBOLS, new AbortController().signal)) {
        if (event.kind === 'CONNECTED') break;
      }
      await until('nobody listens', () => market.streams.listenersOf('SIMBK1') === 0);
      expect(deps.metrics.gauges.get(`provider_stream_connected{provider=${name}}`)).toBe(0);
    });
  });
}

function plain({ symbol, price, volume, at }: Pick<Tick, 'symbol' | 'volume' | 'at'> & { readonly price: string | number }) {
  return { symbol, price: Number(price), volume, at: at.toISOString() };
}

/** Ticks of the session, counted over all symbols, that somebody listens to here. */
function ticksOf(market: FakeMarket, first: number, count: number) {
  return market.tape
    .ticks(LAST_DATE)
    .slice(first, first + count)
    .filter(({ symbol }) => SYMBOLS.includes(symbol))
    .map(plain);
}

function sorted(ticks: readonly ReturnType<typeof plain>[]) {
  return ticks.toSorted((a, b) => a.at.localeCompare(b.at) || a.symbol.localeCompare(b.symbol));
}
