/** Rules over price levels and stops: from a bar to a receiver, over a real PostgreSQL and real HTTP. */
import { afterEach, expect, it } from 'vitest';

import { matchLevels } from '../../src/application/alerts/match-levels.js';
import type { AlertRule } from '../../src/domain/alerts/alert-rule.js';
import { parseDecimal } from '../../src/domain/decimal.js';
import { newestClosedSessions, nextTradingDay } from '../../src/domain/market/calendar.js';
import {
  ANY,
  actor,
  alertRig,
  binding,
  ledger,
  match,
  rule,
  sendAll,
  signal,
  tell,
  use,
  useAlertRig,
  world,
  rules,
} from '../support/alert-rig.js';
import { FakeMetrics } from '../support/fake-telemetry.js';
import { withClient } from '../support/postgres.js';

useAlertRig();

const query = (text: string, values: readonly unknown[] = []) => withClient(alertRig().url, (client) => client.query(text, [...values]));
const [today] = newestClosedSessions(new Date(), 1);
afterEach(() => query('truncate market_data, portfolio_transactions, portfolios'));

/** Stores a bar of VCB, or corrects it. */
const bar = (date: string, close: number) =>
  query(
    `insert into market_data (stock_id, trading_date, open, high, low, close, volume, source)
      select id, $1, $2, $2, $2, $2, 1000, 'CSV' from stocks where symbol = 'VCB'
      on conflict (stock_id, trading_date) do update set open = $2, high = $2, low = $2, close = $2`,
    [date, close],
  );
const look = () =>
  matchLevels({
    alerts: alertRig().database.alerts,
    log: alertRig().database.eventLog,
    metrics: new FakeMetrics(),
    now: () => new Date(),
  })();
const watch = async (changes: Partial<AlertRule> = {}, price = '60000') =>
  rule([await binding()], {
    name: 'a level',
    trigger: 'PRICE',
    level: { symbol: 'VCB', price: parseDecimal(price), direction: 'ABOVE' },
    ...changes,
  });
const stop = () => watch({ trigger: 'STOP', level: { symbol: 'VCB', price: parseDecimal('60000'), direction: 'BELOW' } });
const buy = () =>
  query(`
    with mine as (insert into portfolios (user_id, name) select id, 'main' from users where email = 'trader@example.com' returning id)
    insert into portfolio_transactions (portfolio_id, date, type, symbol, shares, price, amount)
    select mine.id, entry.* from mine, (values
      (date '2025-01-02', 'DEPOSIT', null, null, null, 100000000), ('2025-01-02', 'BUY', 'VCB', 100, 61000, null)
    ) as entry (date, type, symbol, shares, price, amount)`);

it('is told once as a close crosses it, and again only after a close on the other side', async () => {
  await bar('2025-05-19', 59_000);
  await watch();
  for (const [date, close] of [
    ['2025-05-20', 60_500],
    ['2025-05-21', 61_000],
    ['2025-05-22', 59_900],
    ['2025-05-23', 60_000],
  ] as const) {
    await bar(date, close);
    await Promise.all([look(), look()]);
    await look();
  }
  await sendAll();
  const told = world.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
  expect(told).toMatchObject([
    {
      type: 'price.crossed',
      data: { level: { symbol: 'VCB', price: '60000' }, session: { tradingDate: '2025-05-20', close: '60500', before: '59000' } },
    },
    { type: 'price.crossed', data: { session: { tradingDate: '2025-05-23', close: '60000', before: '59900' } } },
  ]);
  expect((await ledger()).map(({ symbol, state }) => [symbol, state])).toEqual([
    ['VCB', 'SENT'],
    ['VCB', 'SENT'],
  ]);
});

it('is not told of sessions of before the rule, nor twice where a bar is corrected, and each of several that come at once', async () => {
  await bar('2025-05-19', 59_000);
  await bar('2025-05-20', 61_000);
  await watch();
  await look();
  await bar('2025-05-21', 59_000);
  await bar('2025-05-22', 61_000);
  await bar('2025-05-23', 59_000);
  await bar('2025-05-26', 62_000);
  await look();
  await bar('2025-05-26', 63_000);
  await look();
  const { items } = await use().listAlertDeliveries({ page: { first: 10, after: null } }, actor());
  expect(items.filter(({ ruleId }) => ruleId !== null).map(({ facts }) => facts.slice(0, 2).map(({ value }) => value))).toEqual([
    ['2025-05-26', '62,000'],
    ['2025-05-22', '61,000'],
  ]);
});

it('waits until the session is closed', async () => {
  const next = nextTradingDay(today!);
  await bar('2025-05-19', 59_000);
  await watch();
  await bar(next, 61_000);
  await look();
  expect(await ledger()).toEqual([]);
});

it('passes over what a muted rule sees, and leaves signals to the rules over signals', async () => {
  await bar('2025-05-19', 59_000);
  const { id } = await watch();
  await match();
  await use().muteAlertRule({ id, isMuted: true, until: null }, actor());
  await bar('2025-05-20', 61_000);
  await look();
  await use().muteAlertRule({ id, isMuted: false, until: null }, actor());
  await look();
  await tell(signal('VCB'));
  await match();
  expect(await ledger()).toEqual([]);
});

it('is held back where the session was closed when the database was restored', async () => {
  await bar('2025-05-19', 59_000);
  await watch();
  await match();
  await alertRig().database.eventEpoch.begin();
  await bar('2025-05-20', 61_000);
  await look();
  expect(await ledger()).toMatchObject([{ state: 'SUPPRESSED', reason: 'RESTORED' }]);
});

it('that is a stop is told of a stock that its owner holds, in the language of the binding', async () => {
  await bar('2025-05-19', 61_000);
  await stop();
  await bar('2025-05-20', 59_000);
  await look();
  expect(await ledger()).toEqual([]);

  await buy();
  const inbox = await use().createAlertBinding(
    { channel: 'APP', target: '', label: 'inbox', language: 'vi', idempotencyKey: 'an-inbox-2' },
    actor(),
  );
  await rule([inbox.binding.id], { trigger: 'STOP', level: { symbol: 'VCB', price: parseDecimal('60500.5'), direction: 'BELOW' } });
  await bar('2025-05-21', 61_000);
  await bar('2025-05-22', 58_000);
  await look();
  const { items } = await use().listAlertDeliveries({ page: { first: 10, after: null } }, actor());
  expect(items.filter(({ ruleId }) => ruleId !== null).map(({ title, priority }) => [title, priority])).toEqual(
    expect.arrayContaining([
      ['VCB: stop hit at 60,000', 'HIGH'],
      ['VCB: chạm mức dừng lỗ 60.500,5', 'HIGH'],
    ]),
  );
  expect(await ledger()).toHaveLength(2);
});

it('is refused for a stock that nobody knows, and is not previewed', async () => {
  const id = await binding();
  const level = { symbol: 'NOSUCH', price: parseDecimal('1'), direction: 'ABOVE' } as const;
  await expect(rule([id], { trigger: 'PRICE', level })).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'level' } });
  const preview = { trigger: 'PRICE', filter: ANY, cooldownMinutes: 0, priority: null, days: 1 } as const;
  await expect(use().previewAlertRule(preview, actor())).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'trigger' } });
  expect(await rules()).toEqual([]);
});
