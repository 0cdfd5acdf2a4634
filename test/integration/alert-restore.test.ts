/** After a restore of the database to an earlier time no alert that was delivered is sent again. */
import { expect, it } from 'vitest';

import { newestClosedSessions, nextTradingDay } from '../../src/domain/market/calendar.js';
import { actor, alertRig, binding, ledger, match, rule, sendAll, signal, tell, use, useAlertRig, world } from '../support/alert-rig.js';
import { aScore } from '../support/a-score.js';
import { withClient } from '../support/postgres.js';

useAlertRig();

const query = (text: string) => withClient(alertRig().url, (client) => client.query(text));
const [today] = newestClosedSessions(new Date(), 1);
const tomorrow = nextTradingDay(today!);

/** The ledger and the events are again as they were before anything was told; only the receiver remembers. */
async function restore(): Promise<void> {
  await query(
    'delete from alert_deliveries where rule_id is not null; truncate events; update event_counter set last_seq = 0; update alert_positions set seq = 0',
  );
  await alertRig().database.eventEpoch.begin();
}

it('a signal that is found anew is held back, and one of a later session is told, also where nobody matched at once', async () => {
  await rule([await binding()]);
  await match();
  await tell(signal('VCB', today), signal('TCB', '2025-05-20'));
  await match();
  await sendAll();
  const ids = world.received.map(({ id }) => id);
  expect(ids).toHaveLength(2);
  await restore();
  await tell(signal('TCB', '2025-05-20'), signal('VCB', today), signal('FPT', tomorrow));
  await match();
  await match();
  await sendAll();
  expect(world.received).toHaveLength(3);
  expect((await ledger()).map(({ symbol, state, reason }) => [symbol, state, reason])).toEqual([
    ['TCB', 'SUPPRESSED', 'RESTORED'],
    ['VCB', 'SUPPRESSED', 'RESTORED'],
    ['FPT', 'SENT', null],
  ]);

  const { items } = await use().listAlertDeliveries({ page: { first: 10, after: null } }, actor());
  await use().redeliverAlert(items.find(({ symbol }) => symbol === 'VCB')!.id, actor());
  await sendAll();
  expect(world.received.at(-1)!.id).toBe(ids[0]);
});

it('what becomes of a signal after the restore is told', async () => {
  await rule([await binding()], { trigger: 'DECIDED' });
  await match();
  await restore();
  for (const [symbol, statusDate] of [
    ['VCB', today],
    ['TCB', tomorrow],
  ] as const) {
    const told = signal(symbol, today);
    const score = aScore({ signalId: told.id, status: 'CONFIRMED', statusDate: statusDate! });
    const payload = { type: 'signal.updated', signal: { ...told, detectedAt: told.detectedAt.toISOString() }, score };
    await withClient(alertRig().url, (client) =>
      client.query("insert into events (type, payload) values ('signal.updated', $1)", [JSON.stringify(payload)]),
    );
  }
  await tell();
  await match();
  await sendAll();
  expect((await ledger()).map(({ symbol, state }) => [symbol, state])).toEqual([
    ['VCB', 'SUPPRESSED'],
    ['TCB', 'SENT'],
  ]);
});
