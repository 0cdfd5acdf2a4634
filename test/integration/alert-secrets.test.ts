/** Rotation of what signs messages to a webhook, and rules that are silent for a time, over a real PostgreSQL and real HTTP. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { webhookSecret } from '../../src/main/alert-channels.js';
import {
  actor,
  alertRig,
  binding,
  KEY,
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
import { withClient } from '../support/postgres.js';

useAlertRig();

const query = (text: string) => withClient(alertRig().url, (client) => client.query(text));
const hour = 3_600_000;

/** Which of the secrets know the last message as signed by them. */
function knownBy(...secrets: readonly string[]): boolean[] {
  const { body, headers } = world.received.at(-1)!;
  return secrets.map((secret) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });
}

async function alert(symbol: string): Promise<void> {
  await tell(signal(symbol));
  await match();
  await sendAll();
}

describe('the secret of a webhook', () => {
  it('that is new signs beside the old one for a day, then alone', async () => {
    const id = await binding();
    await rule([id]);
    await match();
    const old = webhookSecret(KEY, id);
    const { signingSecret } = await use().rotateWebhookSecret(id, actor());
    expect(signingSecret).toMatch(/^whsec_/);
    await alert('VCB');
    expect(world.received.at(-1)!.headers['webhook-signature']!.split(' ')).toHaveLength(2);
    expect(knownBy(old, signingSecret)).toEqual([true, true]);

    await query("update alert_bindings set secret_rotations = array[now() - interval '25 hours']");
    await alert('TCB');
    expect(knownBy(old, signingSecret)).toEqual([false, true]);
    expect(world.received).toHaveLength(2);
  });

  it('is replaced at most three times a day, and all that a receiver may still know sign', async () => {
    const id = await binding();
    await rule([id]);
    await match();
    const all = [webhookSecret(KEY, id)];
    for (let i = 0; i < 3; i += 1) all.push((await use().rotateWebhookSecret(id, actor())).signingSecret);
    await expect(use().rotateWebhookSecret(id, actor())).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(new Set(all).size).toBe(4);
    await alert('VCB');
    expect(knownBy(...all)).toEqual([true, true, true, true]);
  });

  it('is there for webhooks alone, and in no table', async () => {
    const { binding: inbox } = await use().createAlertBinding(
      { channel: 'APP', target: '', label: 'inbox', language: 'vi', idempotencyKey: 'an-inbox-1' },
      actor(),
    );
    await expect(use().rotateWebhookSecret(inbox.id, actor())).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'id' } });
    const id = await binding();
    const { signingSecret } = await use().rotateWebhookSecret(id, actor());
    const { rows } = await query('select to_json(alert_bindings)::text as row from alert_bindings');
    expect(JSON.stringify(rows)).not.toContain(signingSecret.slice('whsec_'.length));
  });
});

describe('a rule that is muted until an instant', () => {
  it('is silent before it, and speaks after it', async () => {
    const { id } = await rule([await binding()]);
    await match();
    const until = new Date(Date.now() + hour);
    expect(await use().muteAlertRule({ id, isMuted: true, until }, actor())).toMatchObject({ isMuted: true, mutedUntil: until });
    await alert('VCB');
    expect(await ledger()).toEqual([]);

    await query("update alert_rules set muted_until = now() - interval '1 second'");
    expect((await rules())[0]).toMatchObject({ isMuted: false, mutedUntil: null });
    await alert('TCB');
    expect((await ledger()).map(({ symbol }) => symbol)).toEqual(['TCB']);
  });

  it('speaks at once when it is told to, and takes no instant that makes no sense', async () => {
    const { id } = await rule([await binding()]);
    await match();
    await use().muteAlertRule({ id, isMuted: true, until: new Date(Date.now() + hour) }, actor());
    for (const [isMuted, until] of [
      [true, new Date(Date.now() - 1)],
      [true, new Date(Date.now() + 367 * 24 * hour)],
      [false, new Date(Date.now() + hour)],
    ] as const)
      await expect(use().muteAlertRule({ id, isMuted, until }, actor())).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { field: 'until' },
      });
    expect((await rules())[0]?.isMuted).toBe(true);
    expect(await use().muteAlertRule({ id, isMuted: false, until: null }, actor())).toMatchObject({ isMuted: false, mutedUntil: null });
    await alert('VCB');
    expect(world.received).toHaveLength(1);
  });
});
