import { sql } from 'kysely';

import type { AlertStore, ClaimedDelivery, DeliveryEnd, DeliveryRest, FinishedAttempt } from '../../../application/ports/alerts.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addEvents } from './add-events.js';
import { createAlertBook } from './alert-book.js';
import { claimDeliveries, measureBacklog } from './alert-claim.js';
import { createAlertEscalation } from './alert-escalation.js';
import { createAlertLedger } from './alert-ledger.js';
import { createAlertSuppression, suppressUnknown } from './alert-suppression.js';
import { createMatchTransaction } from './alert-matching.js';
import { readHeldSymbols } from './held-symbols.js';

/** So many failures in a row, and a destination rests for longer and longer, up to an hour. */
const FAILURES_BEFORE_REST = 5;
const LONGEST_REST_SECONDS = 3_600;

export function createAlertStore(db: Db): AlertStore {
  return {
    ...createAlertBook(db),
    ...createAlertLedger(db),
    ...createAlertEscalation(db),
    ...createAlertSuppression(db),
    heldSymbols: (userIds) => translating(() => readHeldSymbols(db, userIds)),
    matching: (work) => translating(() => db.transaction().execute((tx) => work(createMatchTransaction(tx)))),
    claim: (options) => translating(() => claimDeliveries(db, options)),
    finish: (delivery, attempt) =>
      translating(() => {
        if (attempt.end.kind === 'SENT' && delivery.channel !== 'APP') return finishSent(db, delivery, attempt);
        return db.transaction().execute((tx) => (attempt.end.kind === 'SENT' ? finishSent : finish)(tx, delivery, attempt));
      }),
    postpone: ({ id, fence }, dueAt) =>
      translating(async () => {
        await sql`
          update alert_deliveries
          set state = case when attempts > 1 then 'RETRYING' else 'PENDING' end, attempts = attempts - 1, due_at = ${dueAt}::timestamptz,
            lease_until = null
          where id = ${id}::uuid and fence = ${fence} and state = 'SENDING'
        `.execute(db);
      }),
    backlog: () => translating(() => measureBacklog(db)),
  };
}

/** In one statement where it was sent, which is nearly always: the ledger, its attempt and the mark that the destination is well. */
async function finishSent(tx: Db, { id, fence, number, bindingId, channel }: ClaimedDelivery, done: FinishedAttempt): Promise<boolean> {
  const { end, attemptedAt, latencyMs } = done;
  const { reference, movedTo } = end.kind === 'SENT' ? end : { reference: null, movedTo: null };
  const { rows } = await sql<{ readonly userId: string }>`
    with sent as (
      update alert_deliveries set state = 'SENT', lease_until = null, reason = null, sent_at = now(), reference = ${reference}
      where id = ${id}::uuid and fence = ${fence} and state = 'SENDING' returning id, user_id
    ), attempt as (
      insert into alert_attempts (delivery_id, attempt, attempted_at, outcome, latency_ms)
      select id, ${number}::int, ${attemptedAt}::timestamptz, 'SENT', ${Math.round(latencyMs)}::int from sent on conflict do nothing
    ), binding as (
      update alert_bindings set failures = 0, paused_until = null, target = coalesce(${movedTo}::text, target)
      where id = ${bindingId}::uuid and exists (select from sent)
        and (failures > 0 or paused_until is not null or ${movedTo}::text is not null)
    )
    select user_id as "userId" from sent
  `.execute(tx);
  const [sent] = rows;
  if (sent !== undefined && channel === 'APP') await addEvents(tx, [{ type: 'alert.delivered', userId: sent.userId, deliveryId: id }]);
  return sent !== undefined;
}

async function finish(tx: Db, { id, fence, number, bindingId, channel }: ClaimedDelivery, done: FinishedAttempt): Promise<boolean> {
  const { end, attemptedAt, latencyMs } = done;
  const state = end.kind === 'RETRY' ? 'RETRYING' : end.kind;
  const fault = 'fault' in end ? end.fault : null;
  const { rows } = await sql`
    update alert_deliveries
    set state = ${state}, lease_until = null, reason = ${fault},
      due_at = coalesce(${end.kind === 'RETRY' ? end.dueAt : null}::timestamptz, due_at)
    where id = ${id}::uuid and fence = ${fence} and state = 'SENDING' returning id
  `.execute(tx);
  if (rows.length === 0) return false;
  await sql`
    insert into alert_attempts (delivery_id, attempt, attempted_at, outcome, fault, latency_ms)
    values (${id}::uuid, ${number}, ${attemptedAt}::timestamptz, ${end.kind}, ${fault}, ${Math.round(latencyMs)})
    on conflict do nothing
  `.execute(tx);
  await changeBinding(tx, bindingId, channel, end);
  return true;
}

async function changeBinding(tx: Db, bindingId: string, channel: string, end: DeliveryEnd): Promise<void> {
  if (end.kind === 'FAILED' && end.disablesBinding) {
    if (end.fault === 'UNKNOWN_RECIPIENT') await suppressUnknown(tx, bindingId);
    await sql`update alert_bindings set state = 'DISABLED', disabled_reason = ${end.fault} where id = ${bindingId}::uuid`.execute(tx);
    await sql`
      update alert_deliveries set state = 'SUPPRESSED', reason = 'BINDING_DISABLED'
      where binding_id = ${bindingId}::uuid and state in ('PENDING', 'RETRYING')
    `.execute(tx);
  } else {
    const rest = end.kind === 'RETRY' ? end : end.kind === 'FAILED' ? end.rest : null;
    if (rest !== null) await leaveAlone(tx, bindingId, channel, rest);
  }
}

async function leaveAlone(tx: Db, bindingId: string, channel: string, { scope, dueAt, pauseUntil }: DeliveryRest): Promise<void> {
  if (scope === 'CHANNEL') {
    await sql`
      insert into alert_channels as paused (channel, paused_until) values (${channel}, ${pauseUntil ?? dueAt}::timestamptz)
      on conflict (channel) do update set paused_until = greatest(paused.paused_until, excluded.paused_until)
    `.execute(tx);
  } else {
    await sql`
      update alert_bindings
      set failures = failures + 1, paused_until = greatest(paused_until, ${pauseUntil}::timestamptz,
        case when failures + 1 >= ${FAILURES_BEFORE_REST}
          then now() + least(power(2, failures + 1 - ${FAILURES_BEFORE_REST}) * 30, ${LONGEST_REST_SECONDS}) * interval '1 second' end)
      where id = ${bindingId}::uuid
    `.execute(tx);
  }
}
