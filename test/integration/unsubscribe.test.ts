/** Whoever reads the emails can end them by one click, without an account. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { unsubscription } from '../../src/application/alerts/unsubscription.js';
import { userActor, type Actor } from '../../src/domain/access/actor.js';
import { unsubscribeTokens } from '../../src/main/unsubscribe-tokens.js';
import { aMarket } from '../support/a-market.js';
import { actor, alertRig, KEY, ledger, match, NEVER, rule, sender, signal, tell, use, useAlertRig } from '../support/alert-rig.js';
import { ApiRig, applicationOver } from '../support/api-rig.js';
import { memoryReaders } from '../support/memory-readers.js';
import { withClient } from '../support/postgres.js';
import { until } from '../support/until.js';

useAlertRig();

const tokens = unsubscribeTokens(KEY);
const query = (text: string) => withClient(alertRig().url, (client) => client.query<Record<string, string | null>>(text));
let api: ApiRig;
let neighbour: Actor;
let keys = 0;
beforeAll(async () => {
  api = await ApiRig.start(applicationOver(memoryReaders(aMarket(1))), {
    unsubscription: unsubscription(alertRig().database.alerts, tokens.targetHashOf),
  });
  const { id } = await alertRig().user('neighbour@example.com');
  neighbour = userActor({ userId: id, sessionId: '00000000-0000-4000-8000-000000000004', role: 'VIEWER' });
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => query('delete from alert_suppressions'));

const bind = (target: string, by = actor()) =>
  use().createAlertBinding({ channel: 'EMAIL', target, label: target, language: 'vi', idempotencyKey: `unsubscribe-${(keys += 1)}` }, by);
const activate = (id: string) => query(`update alert_bindings set state = 'ACTIVE', code_hash = null where id = '${id}'`);
const states = async () =>
  (await query('select target, state, disabled_reason from alert_bindings order by target')).rows.map(
    ({ target, state, disabled_reason: reason }) => [target, state, reason].join(' ').trim(),
  );
const linkFor = (target: string) => tokens.urlFor(api.url, target);
const post = (url: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });

describe('a link in an email', () => {
  it('shows a button where it is opened, and ends all emails to the address where it is posted to', async () => {
    const { binding } = await bind('an@nha.example');
    await activate(binding.id);
    await bind('AN@nha.example', neighbour);
    await bind('binh@nha.example');
    await rule([binding.id]);
    await match();
    await tell(signal('VCB'));
    await match();

    const shown = await fetch(linkFor('an@nha.example'));
    expect([shown.status, shown.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("form-action 'self'")]);
    expect(await shown.text()).toContain('<form method="post"');
    expect(await states()).toEqual(['AN@nha.example PENDING', 'an@nha.example ACTIVE', 'binh@nha.example PENDING']);

    const ended = await post(linkFor('an@nha.example'));
    expect([ended.status, (await post(linkFor('an@nha.example'))).status]).toEqual([200, 200]);
    expect(await states()).toEqual([
      'AN@nha.example DISABLED UNSUBSCRIBED',
      'an@nha.example DISABLED UNSUBSCRIBED',
      'binh@nha.example PENDING',
    ]);
    expect(await ledger()).toMatchObject([{ state: 'SUPPRESSED', reason: 'BINDING_DISABLED' }]);
    await expect(bind('An@Nha.example', neighbour)).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'target' } });

    expect((await post(`${linkFor('an@nha.example')}/undo`)).status).toBe(200);
    expect(await states()).toEqual(['AN@nha.example PENDING', 'an@nha.example ACTIVE', 'binh@nha.example PENDING']);
    await expect(bind('An@Nha.example', neighbour)).resolves.toBeDefined();
  });

  it('that this server has not signed does nothing', async () => {
    const { binding } = await bind('an@nha.example');
    await activate(binding.id);
    const good = linkFor('an@nha.example');
    for (const bad of [
      good.slice(0, -2) + (good.endsWith('AA') ? 'BB' : 'AA'),
      unsubscribeTokens('x'.repeat(40)).urlFor(api.url, 'an@nha.example'),
      `${api.url}/unsubscribe/%3Cscript%3E`,
      `${api.url}/unsubscribe/${good.split('/').at(-1)!.replace('.', '%00')}`,
    ]) {
      expect([bad, (await fetch(bad)).status, (await post(bad)).status]).toEqual([bad, 404, 404]);
      expect(await (await fetch(bad)).text()).not.toContain('<script');
    }
    expect(await states()).toEqual(['an@nha.example ACTIVE']);
  });
});

it('an address that does not exist is not written to again for a month', async () => {
  const { binding } = await bind('nobody@nha.example');
  const { alerts } = alertRig().database;
  const [held] = await alerts.claim({ limit: 1, leaseMs: 1_000, channels: ['EMAIL'] });
  const end = { kind: 'FAILED', fault: 'UNKNOWN_RECIPIENT', disablesBinding: true, rest: null } as const;
  expect(await alerts.finish(held!, { attemptedAt: new Date(), latencyMs: 1, end })).toBe(true);
  await use().deleteAlertBinding(binding.id, actor());
  await expect(bind('nobody@nha.example')).rejects.toMatchObject({ details: { field: 'target' } });
  await query("update alert_suppressions set until = now() - interval '1 second'");
  await expect(bind('nobody@nha.example')).resolves.toBeDefined();
});

it('an alert that was made as its binding ended comes to an end too', async () => {
  const { binding } = await use().createAlertBinding(
    { channel: 'APP', target: '', label: 'inbox', language: 'vi', idempotencyKey: `unsubscribe-${(keys += 1)}` },
    actor(),
  );
  await rule([binding.id], { ttlMinutes: 1 });
  await match();
  await tell(signal('VCB'));
  await match();
  await query("update alert_bindings set state = 'DISABLED'; update alert_deliveries set expires_at = now() - interval '1 second'");
  const send = sender();
  await until('it is at its end', async () => {
    await send(NEVER);
    return (await ledger())[0]?.state === 'EXPIRED';
  });
});
