/** What leaves the ledger of alerts, and what has to stay. */
import { describe, expect, it } from 'vitest';

import { alertRig, binding, ledger, match, rule, sendAll, signal, tell, useAlertRig } from '../support/alert-rig.js';
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
