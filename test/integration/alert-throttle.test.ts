/** What rules hold back and gather, and what they send on: over a real PostgreSQL and real HTTP. */
import { describe, expect, it } from 'vitest';

import { escalateAlerts } from '../../src/application/alerts/escalate-alerts.js';
import { actor, alertRig, binding, ledger, match, rule, sendAll, signal, tell, use, useAlertRig, world } from '../support/alert-rig.js';
import { FakeMetrics } from '../support/fake-telemetry.js';
import { withClient } from '../support/postgres.js';

useAlertRig();

const query = (text: string) => withClient(alertRig().url, (client) => client.query(text));
const bodies = () =>
  world.received.map(({ path, body }) => {
    const { type, data } = JSON.parse(body) as {
      type: string;
      data: { count?: number; entries?: { label: string }[]; isEscalated?: boolean };
    };
    return { path, type, data };
  });

describe('a rule that may tell two alerts in an hour', () => {
  const hourPasses = () =>
    query(
      "update alert_deliveries set created_at = created_at - interval '1 hour', due_at = due_at - interval '1 hour', sent_at = sent_at - interval '1 hour'",
    );

  it('gathers the rest in one digest for each binding, which goes out when there is room again', async () => {
    await rule([await binding('/a'), await binding('/b')], { maxPerHour: 2 });
    await match();
    await tell(signal('S1'), signal('S2'), signal('S3'));
    await match();
    await tell(signal('S4'), signal('S5'));
    await match();
    await sendAll(undefined, 700);
    expect(
      bodies()
        .map(({ path, type }) => `${path} ${type}`)
        .toSorted(),
    ).toEqual(['/a signal.detected', '/a signal.detected', '/b signal.detected', '/b signal.detected']);
    expect((await ledger()).filter(({ reason }) => reason === 'DIGEST').map(({ symbol }) => symbol)).toEqual([
      'S3',
      'S3',
      'S4',
      'S4',
      'S5',
      'S5',
    ]);
    world.received = [];
    await hourPasses();
    await sendAll();
    expect(bodies()).toHaveLength(2);
    for (const { type, data } of bodies()) {
      expect(type).toBe('alert.digest');
      expect([data.count, data.entries!.map(({ label }) => label.split(':')[0])]).toEqual([3, ['S3', 'S4', 'S5']]);
    }
    world.received = [];
    await tell(signal('S6'));
    await match();
    await sendAll();
    expect(bodies().map(({ type }) => type)).toEqual(['signal.detected', 'signal.detected']);
  });

  it('begins another digest where one is on its way', async () => {
    await rule([await binding('/a')], { maxPerHour: 1 });
    await match();
    await tell(signal('S1'), signal('S2'));
    await match();
    await sendAll(undefined, 500);
    await query("update alert_deliveries set due_at = now() where dedupe like 'digest:%'");
    const claimed = await alertRig().database.alerts.claim({ limit: 1, leaseMs: 200, channels: ['WEBHOOK'] });
    expect(claimed.map(({ message }) => message.type)).toEqual(['alert.digest']);
    await tell(signal('S3'));
    await match();
    await hourPasses();
    world.received = [];
    await sendAll();
    expect(bodies().map(({ data }) => data.entries?.map(({ label }) => label.split(':')[0]))).toEqual([['S2'], ['S3']]);
  });

  it('lets through what is CRITICAL', async () => {
    await rule([await binding('/a')], { maxPerHour: 1, priority: 'CRITICAL' });
    await match();
    await tell(signal('S1'), signal('S2'), signal('S3'));
    await match();
    await sendAll();
    expect((await ledger()).map(({ state }) => state)).toEqual(['SENT', 'SENT', 'SENT']);
  });
});

describe('an alert that nobody acknowledges', () => {
  const escalate = () => escalateAlerts({ alerts: alertRig().database.alerts, metrics: new FakeMetrics(), now: () => new Date() })();
  const minutesPass = (minutes: number) =>
    query(`update alert_deliveries set sent_at = sent_at - interval '${minutes} minutes', due_at = due_at - interval '${minutes} minutes'`);
  async function twoAlerts(): Promise<void> {
    const [first, second, third] = [await binding('/first'), await binding('/also'), await binding('/then')];
    await rule([first, second], { escalation: { afterMinutes: 5, bindingId: third } });
    await match();
    // The alerts have to be younger than the matcher's epoch.
    await query("update alert_positions set adopted_at = now() - interval '1 hour'");
    await tell(signal('VCB'), signal('TCB'));
    await match();
    await sendAll();
    world.received = [];
  }

  it('goes to the second binding after its time, once', async () => {
    await twoAlerts();
    await minutesPass(4);
    expect(await escalate()).toBe(0);
    const { items } = await use().listAlertDeliveries({ page: { first: 10, after: null } }, actor());
    await use().acknowledgeAlert(items.find(({ symbol }) => symbol === 'TCB')!.id, actor());
    await minutesPass(2);
    expect((await Promise.all([escalate(), escalate()])).reduce((sum, added) => sum + added)).toBe(1);
    expect(await escalate()).toBe(0);
    await sendAll();
    expect(bodies().map(({ path, data }) => `${path} ${data.isEscalated}`)).toEqual(['/then true']);
    const newest = await use().listAlertDeliveries({ page: { first: 1, after: null } }, actor());
    expect(newest.items[0]!.title).toMatch(/^Not acknowledged: VCB/);
  });

  it('goes there too where the first binding could not be reached', async () => {
    world.answer = (request, response) => response.writeHead(request.url === '/then' ? 200 : 503).end();
    const [first, then] = [await bindingThat('/first'), await bindingThat('/then')];
    await rule([first], { escalation: { afterMinutes: 5, bindingId: then }, ttlMinutes: 60 });
    await match();
    await query("update alert_positions set adopted_at = now() - interval '1 hour'");
    await tell(signal('VCB'));
    await match();
    await sendAll(undefined, 300);
    await query("update alert_deliveries set created_at = created_at - interval '6 minutes' where attempts > 0");
    expect(await escalate()).toBe(1);
  });

  it('of before a restore is not sent on, as it may have been already', async () => {
    await twoAlerts();
    await minutesPass(6);
    await query("update event_counter set epoch = 'e2'");
    expect(await escalate()).toBe(0);
    await match();
    expect(await escalate()).toBe(0);
  });

  async function bindingThat(path: string): Promise<string> {
    const { answer } = world;
    world.answer = (_request, response) => response.end('ok');
    const id = await binding(path);
    world.answer = answer;
    return id;
  }
});
