import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { PRICES } from '../../src/adapters/board-bus/board-forms.js';
import { createInProcessBoardBus } from '../../src/adapters/board-bus/in-process.board-bus.js';
import { openRedisBoardBus } from '../../src/adapters/board-bus/redis.board-bus.js';
import type { BoardBus } from '../../src/application/ports/board-bus.js';
import { parseDecimal } from '../../src/domain/decimal.js';
import type { PriceQuote } from '../../src/domain/market/live/price-quote.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { FakeMetrics, SILENT_LOGGER } from '../support/fake-telemetry.js';
import { startRedis, type RedisServer } from '../support/redis.js';
import { until } from '../support/until.js';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.remove());

function quote(symbol: string, price: string): PriceQuote {
  const value = parseDecimal(price);
  const at = new Date('2025-11-14T03:00:00.123Z');
  const rest = { open: value, high: value, low: value, volume: 100, previousClose: null, isWhole: true, receivedAt: at };
  return { symbol, tradingDate: parseTradingDate('2025-11-14'), price: value, at, ...rest };
}

const redisBus = (metrics = new FakeMetrics()) =>
  openRedisBoardBus(PRICES, { url: server.url, metrics, logger: SILENT_LOGGER, random: () => 0.5 });

/** Publishes until it is taken: a connection is made when it is first needed. */
async function tell(bus: BoardBus<PriceQuote>, quotes: readonly PriceQuote[]): Promise<void> {
  await until('the prices are taken', () =>
    bus.publish(quotes).then(
      () => true,
      () => false,
    ),
  );
}

describe.each([
  [
    'the in-process bus',
    () => {
      const bus = createInProcessBoardBus<PriceQuote>();
      return [bus, bus] as const;
    },
  ],
  ['the Redis bus', () => [redisBus(), redisBus()] as const],
])('prices over %s', (_name, open) => {
  test('reach everybody who listens, as they were, and those who come later with the newest of each share', async () => {
    const [sender, receiver] = open();
    const heard: PriceQuote[] = [];
    const leave = await receiver.subscribe((quotes) => void heard.push(...quotes));
    const [first, second] = [quote('AAA', '10000.5'), quote('AAA', '10100')];
    await until('the price is heard', async () => {
      await tell(sender, [first, quote('BBB', '1')]);
      return heard.length > 0;
    });
    expect(heard[0]).toEqual(first);
    await tell(sender, [second]);
    await until('the second price is heard', () => heard.some(({ price }) => price === '10100'));
    leave();
    const late: PriceQuote[] = [];
    await receiver.subscribe((quotes) => void late.push(...quotes));
    await until('the newest prices are heard', () => late.length >= 2);
    expect(late.toSorted((a, b) => a.symbol.localeCompare(b.symbol))).toEqual([second, quote('BBB', '1')]);
    await Promise.all([sender.close(), receiver.close()]);
  });
});

describe('prices over the Redis bus', () => {
  test('are refused while Redis is away, which the caller is told, and come again with it', async () => {
    const [sender, receiver] = [redisBus(), redisBus()];
    const heard: PriceQuote[] = [];
    await receiver.subscribe((quotes) => void heard.push(...quotes));
    await tell(sender, [quote('CCC', '1')]);
    await server.stop();
    await expect(sender.publish([quote('CCC', '2')])).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryable: true });
    await server.start();
    await until('the price is heard again', async () => {
      await tell(sender, [quote('CCC', '3')]);
      return heard.some(({ price }) => price === '3');
    });
    await Promise.all([sender.close(), receiver.close()]);
  });

  test('pass over what is no price, and count it', async () => {
    const metrics = new FakeMetrics();
    const [sender, receiver, raw] = [redisBus(), redisBus(metrics), new Redis(server.url)];
    const heard: PriceQuote[] = [];
    await receiver.subscribe((quotes) => void heard.push(...quotes));
    const refused = () => metrics.counter('vpa_bus_messages_refused_total');
    for (const text of ['{', '{}', '{"quotes":[["aaa"]]}', '{"quotes":[["AAA","2025-11-14","NaN",1,"1","1","1",1,null,true,1]]}']) {
      const before = refused();
      await until('the message is refused', async () => {
        await raw.publish('vpa.v1.prices', text);
        return refused() > before;
      });
    }
    await Promise.all([sender.close(), receiver.close(), raw.quit()]);
  });
});
