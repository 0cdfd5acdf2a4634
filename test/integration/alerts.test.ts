/** From an event to a receiver: rules, bindings, the ledger, over a real PostgreSQL and real HTTP. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { userActor } from '../../src/domain/access/actor.js';
import type { Signal } from '../../src/domain/vpa/signal.js';
import { webhookSecret } from '../../src/main/alert-channels.js';
import { aScore } from '../support/a-score.js';
import {
  actor,
  alertRig,
  ANY,
  binding,
  KEY,
  ledger,
  match,
  NEVER,
  relay,
  rule,
  sendAll,
  sender,
  signal,
  tell,
  url,
  use,
  useAlertRig,
  world,
  rules,
  bindings,
} from '../support/alert-rig.js';
import { withClient } from '../support/postgres.js';

useAlertRig();

describe('an alert', () => {
  it('reaches a binding that gave its code back, signed, once for each signal, whatever is matched or sent again', async () => {
    const id = await binding();
    await rule([id]);
    await match();
    await tell(signal('VCB'), signal('TCB'));
    await Promise.all([match(), match(), match()]);
    await match();
    await Promise.all([sendAll(), sendAll()]);
    expect(world.received.map(({ body }) => (JSON.parse(body) as { data: { signal: Signal } }).data.signal.symbol)).toEqual(['VCB', 'TCB']);
    for (const { body, headers } of world.received)
      expect(new Webhook(webhookSecret(KEY, id)).verify(body, headers)).toMatchObject({ type: 'signal.detected' });
    expect((await ledger()).map(({ state }) => state)).toEqual(['SENT', 'SENT']);
  });

  it('is not made of what was told before there was anybody to match it', async () => {
    const id = await binding();
    await tell(signal('VCB'));
    await match();
    await rule([id]);
    await match();
    expect(await ledger()).toEqual([]);
  });

  it('is held back by a cooldown for its stock, and for no other', async () => {
    await rule([await binding()], { cooldownMinutes: 60 });
    await match();
    await tell(signal('VCB', '2025-05-20'), signal('TCB', '2025-05-20'), signal('VCB', '2025-05-21'));
    await match();
    await sendAll();
    expect((await ledger()).map(({ symbol, state, reason }) => [symbol, state, reason])).toEqual([
      ['VCB', 'SENT', null],
      ['TCB', 'SENT', null],
      ['VCB', 'SUPPRESSED', 'COOLDOWN'],
    ]);
  });

  it('of a score comes when it is scored, and only where it is high enough', async () => {
    await rule([await binding()], { trigger: 'SCORED', filter: { ...ANY, minScore: 70 } });
    await match();
    for (const [symbol, adjusted] of [
      ['VCB', 80],
      ['TCB', 60],
    ] as const) {
      const told = signal(symbol);
      const payload = {
        type: 'signal.updated',
        signal: { ...told, detectedAt: told.detectedAt.toISOString() },
        score: aScore({ signalId: told.id, adjusted }),
      };
      await withClient(alertRig().url, (client) =>
        client.query("insert into events (type, payload) values ('signal.updated', $1)", [JSON.stringify(payload)]),
      );
    }
    await relay();
    await match();
    await sendAll();
    expect((await ledger()).map(({ symbol }) => symbol)).toEqual(['VCB']);
  });

  it('is tried again in order under the same id, and one that can never arrive ends its binding', async () => {
    const [good, gone] = [await binding('/good'), await binding('/gone')];
    await rule([good, gone]);
    let failures = 2;
    world.answer = (request, response) => {
      if (request.url === '/gone') response.writeHead(410).end();
      else if (failures-- > 0) response.writeHead(503).end();
      else response.end('ok');
    };
    await match();
    await tell(signal('VCB'), signal('TCB'));
    await match();
    await sendAll();
    const good200 = world.received.filter(({ path }) => path === '/good');
    expect(good200.map(({ id }) => id)).toEqual([good200[0]!.id, good200[0]!.id, good200[0]!.id, good200[3]!.id]);
    expect(new Set(good200.map(({ id }) => id)).size).toBe(2);
    expect((await bindings()).map(({ label, state }) => [label, state])).toEqual([
      ['/good', 'ACTIVE'],
      ['/gone', 'DISABLED'],
    ]);
    expect((await ledger()).map(({ state, reason }) => `${state} ${reason ?? ''}`).toSorted()).toEqual([
      'FAILED GONE',
      'SENT ',
      'SENT ',
      'SUPPRESSED BINDING_DISABLED',
    ]);
  });

  it('waits as long as the receiver asks, and nothing goes there before', async () => {
    await rule([await binding()]);
    let asked: number | undefined;
    world.answer = (_request, response) => {
      if (asked === undefined) {
        asked = performance.now();
        response.writeHead(429, { 'retry-after': '1' }).end();
      } else response.end('ok');
    };
    await match();
    await tell(signal('VCB'), signal('TCB'));
    await match();
    await sendAll();
    expect(performance.now() - asked!).toBeGreaterThan(900);
    expect(world.received.map(({ id }) => id)).toHaveLength(3);
  });

  it('that can not wait as long as the receiver asks fails, and those after it do wait', async () => {
    await rule([await binding()], { ttlMinutes: 1 });
    world.answer = (_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    await match();
    await tell(signal('VCB'), signal('TCB'));
    await match();
    await sendAll(sender(), 500);
    expect(world.received).toHaveLength(1);
    expect((await ledger()).map(({ state }) => state)).toEqual(['FAILED', 'PENDING']);
  });

  it('of a destination that does not answer holds up no other', async () => {
    const ids = await Promise.all(
      ['/hole', '/a', '/b']
        .map((path) => path)
        .reduce<Promise<string[]>[]>(
          (all, path) => [...all, (all.at(-1) ?? Promise.resolve([])).then(async (before) => [...before, await binding(path)])],
          [],
        ),
    );
    const bindings = ids.at(-1)!;
    await rule(bindings);
    world.answer = (request, response) => {
      if (request.url !== '/hole') response.end('ok');
    };
    await match();
    await tell(...Array.from({ length: 5 }, (_, i) => signal(`S${i}`)));
    await match();
    const send = sender();
    const begun = performance.now();
    while (world.received.filter(({ path }) => path !== '/hole').length < 10 && performance.now() - begun < 5_000) await send(NEVER);
    expect(world.received.filter(({ path }) => path !== '/hole')).toHaveLength(10);
    expect(world.received.filter(({ path }) => path === '/hole').length).toBeLessThan(5);
  });

  it('of a destination that does not answer is not waited for, alone as it may be under way', async () => {
    await rule([await binding('/hole')]);
    world.answer = () => undefined;
    await match();
    await tell(signal('VCB'));
    await match();
    const send = sender({ sendTimeoutMs: 10_000 });
    const begun = performance.now();
    while (world.received.length === 0) await send(NEVER);
    await send(NEVER);
    expect(performance.now() - begun).toBeLessThan(350);
    expect(await ledger()).toMatchObject([{ state: 'SENDING' }]);
  });

  it('that a dead process held goes out again with the same id, and the dead one changes nothing when it wakes', async () => {
    await rule([await binding()]);
    await match();
    await tell(signal('VCB'));
    await match();
    const [held] = await alertRig().database.alerts.claim({ limit: 1, leaseMs: 50, channels: ['WEBHOOK'] });
    await sendAll();
    expect(world.received.map(({ id }) => id)).toEqual([held!.id]);
    const late = {
      attemptedAt: new Date(),
      latencyMs: 1,
      end: { kind: 'FAILED', fault: 'TIMEOUT', disablesBinding: true, rest: null },
    } as const;
    expect(await alertRig().database.alerts.finish(held!, late)).toBe(false);
    expect(await ledger()).toMatchObject([{ state: 'SENT', attempts: 2 }]);
    expect((await bindings())[0]?.state).toBe('ACTIVE');
  });

  it('is not sent after a restore of the database, as it may have been before', async () => {
    await rule([await binding()]);
    await match();
    await tell(signal('VCB'));
    await match();
    await withClient(alertRig().url, (client) => client.query("update event_counter set epoch = 'e2'"));
    await match();
    await sendAll();
    expect(world.received).toEqual([]);
    expect(await ledger()).toMatchObject([{ state: 'SUPPRESSED', reason: 'RESTORED' }]);
  });

  it('too old to matter expires, and can be sent again by hand', async () => {
    await rule([await binding()], { ttlMinutes: 1 });
    await match();
    await tell(signal('VCB'));
    await match();
    await withClient(alertRig().url, (client) =>
      client.query("update alert_deliveries set expires_at = now() - interval '1 second' where rule_id is not null"),
    );
    await sendAll();
    expect(await ledger()).toMatchObject([{ state: 'EXPIRED' }]);
    const { items } = await use().listAlertDeliveries({ page: { first: 1, after: null } }, actor());
    await use().redeliverAlert(items[0]!.id, actor());
    await sendAll();
    expect(world.received).toHaveLength(1);
    expect(await use().acknowledgeAlert(items[0]!.id, actor())).toMatchObject({ state: 'SENT', acknowledgedAt: expect.any(Date) as Date });
  });
});

describe('bindings and rules', () => {
  it('of somebody else are absent', async () => {
    const id = await binding();
    const made = await rule([id]);
    const { id: other } = await alertRig().user('other@example.com');
    const stranger = userActor({ userId: other, sessionId: '00000000-0000-4000-8000-000000000002', role: 'VIEWER' });
    await expect(use().deleteAlertRule(made.id, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(use().confirmAlertBinding({ id, code: 'x' }, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      use().createAlertRule(
        {
          name: 'mine',
          trigger: 'FOUND',
          filter: ANY,
          level: null,
          bindingIds: [id],
          cooldownMinutes: 0,
          ttlMinutes: 1,
          quietHours: null,
          priority: null,
          maxPerHour: null,
          escalation: null,
          idempotencyKey: 'stranger-1',
        },
        stranger,
      ),
    ).rejects.toMatchObject({ details: { field: 'bindingIds' } });
    expect([await rules(stranger), await bindings(stranger)]).toEqual([[], []]);
  });

  it('wait for their code, and get nothing else before', async () => {
    const made = await use().createAlertBinding(
      { channel: 'WEBHOOK', target: url('/new'), label: 'new', language: 'vi', idempotencyKey: 'new-binding' },
      actor(),
    );
    await rule([made.binding.id]);
    await match();
    await tell(signal('VCB'));
    await match();
    await sendAll();
    expect(world.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['binding.code']);
    await expect(use().confirmAlertBinding({ id: made.binding.id, code: 'guess' }, actor())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ledger()).toEqual([]);
  });
});
