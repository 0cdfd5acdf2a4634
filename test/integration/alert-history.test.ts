/** What the ledger of alerts remembers: attempts, also lost ones, and what leaves it after a time. */
import { describe, expect, it } from 'vitest';

import { userActor } from '../../src/domain/access/actor.js';
import { actor, alertRig, binding, ledger, match, rule, sendAll, signal, tell, use, useAlertRig, world } from '../support/alert-rig.js';
import { withClient } from '../support/postgres.js';

useAlertRig();

describe('the ledger', () => {
  const prune = (limit: number) => alertRig().database.alerts.prune(90 * 86_400_000, limit);
  const age = (where: string) =>
    withClient(alertRig().url, (client) =>
      client.query(
        `update alert_deliveries set created_at = now() - interval '91 days', occurred_at = now() - interval '91 days',
          sent_at = sent_at - interval '91 days' where ${where}`,
      ),
    );
  const left = async () => (await ledger()).map(({ symbol }) => symbol);
  const eventsAreOf = (days: number) =>
    withClient(alertRig().url, (client) => client.query(`update events set occurred_at = now() - interval '${days} days'`));

  it('forgets what ended long ago in batches, with its attempts, and nothing that is open or young', async () => {
    await rule([await binding()]);
    await match();
    await tell(signal('S1'), signal('S2'), signal('S3'), signal('NEW'));
    await match();
    await sendAll();
    await tell(signal('OPEN'));
    await match();
    await age("symbol <> 'NEW' or rule_id is null");
    await eventsAreOf(30);
    expect([await prune(2), await prune(2), await prune(2)]).toEqual([2, 2, 0]);
    expect(await left()).toEqual(['NEW', 'OPEN']);
    const { rows } = await withClient(alertRig().url, (client) => client.query('select 1 from alert_attempts'));
    expect(rows).toHaveLength(1);
  });

  it('keeps what an event that is kept could make again', async () => {
    await rule([await binding()]);
    await match();
    await tell(signal('VCB'));
    await match();
    await sendAll();
    await age('true');
    await eventsAreOf(120);
    expect(await prune(10)).toBe(0);
    await eventsAreOf(30);
    expect(await prune(10)).toBe(2);
  });
});

it('a destination that rests is not late, and one that nobody sends to is', async () => {
  await rule([await binding()]);
  await match();
  await tell(signal('VCB'));
  await match();
  const { alerts } = alertRig().database;
  const at = (sql: string) => withClient(alertRig().url, (client) => client.query(sql));
  await at("update alert_deliveries set due_at = now() - interval '5 minutes' where state = 'PENDING'");
  const late = await alerts.backlog();
  expect([late.open, Math.round(late.oldestSeconds / 60)]).toEqual([1, 5]);
  await at("update alert_bindings set paused_until = now() + interval '1 hour'");
  expect(await alerts.backlog()).toEqual({ open: 1, oldestSeconds: 0 });
});

describe('the attempts of a delivery', () => {
  async function onlyDelivery() {
    const { items } = await use().listAlertDeliveries({ page: { first: 1, after: null } }, actor());
    return items[0]!;
  }
  const attempts = async (deliveryId: string, after: number | null = null, first = 10) =>
    (
      await use().listAlertAttempts(
        { deliveryIds: [deliveryId], page: { first, after: after === null ? null : { number: after } } },
        actor(),
      )
    )[0]!;

  it('name one whose process was killed, and go on after a redelivery', async () => {
    await rule([await binding()]);
    await match();
    await tell(signal('VCB'));
    await match();
    await alertRig().database.alerts.claim({ limit: 1, leaseMs: 50, channels: ['WEBHOOK'] });
    world.answer = (_request, response) => response.writeHead(410).end();
    await sendAll();
    const { id } = await onlyDelivery();
    const before = await attempts(id);
    expect(before.items.map(({ number, outcome, fault, latencyMs }) => [number, outcome, fault, latencyMs === null])).toEqual([
      [1, 'LOST', null, true],
      [2, 'FAILED', 'GONE', false],
    ]);
    await withClient(alertRig().url, (client) => client.query("update alert_bindings set state = 'ACTIVE'"));
    world.answer = (_request, response) => response.end('ok');
    await use().redeliverAlert(id, actor());
    await sendAll();
    expect((await attempts(id)).items.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual(['1 LOST', '2 FAILED', '3 SENT']);
    expect(await attempts(id, 1, 1)).toMatchObject({ items: [{ number: 2 }], hasNextPage: true });
  });

  it('of somebody else are absent', async () => {
    await rule([await binding()]);
    await match();
    await tell(signal('VCB'));
    await match();
    await sendAll();
    const { id } = await onlyDelivery();
    const { id: userId } = await alertRig().user('curious@example.com');
    const stranger = userActor({ userId, sessionId: '00000000-0000-4000-8000-000000000003', role: 'VIEWER' });
    const asked = { deliveryIds: [id], page: { first: 10, after: null } };
    expect(await use().listAlertAttempts(asked, stranger)).toEqual([{ items: [], hasNextPage: false }]);
    expect(await use().findAlertDeliveries([id], stranger)).toEqual([null]);
  });
});
