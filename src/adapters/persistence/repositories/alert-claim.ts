import { sql } from 'kysely';

import type { AlertStore, ClaimedDelivery } from '../../../application/ports/alerts.js';
import type { Db } from '../orm.js';
import { RECENT_ROTATIONS } from './alert-book.js';

const OPEN = sql`state in ('PENDING', 'SENDING', 'RETRYING')`;
const FIRST = sql`binding_id, id, seq, state, lease_until, due_at, rule_id, expires_at`;
/** For each place that is free: other processes may take some of them first. */
const CANDIDATES = 4;

/**
 * The first open delivery of each binding as `first`, from one binding to the next by the index: what waits behind it is never looked at. And as
 * `due` those of them that may be sent now.
 */
const DUE = sql`
  recursive first as (
    (select ${FIRST} from alert_deliveries where ${OPEN} order by binding_id, seq limit 1)
    union all
    select following.* from first cross join lateral (
      select ${FIRST} from alert_deliveries where ${OPEN} and binding_id > first.binding_id order by binding_id, seq limit 1
    ) as following
  ), due as (
    select first.id, seq, due_at, binding.channel from first
      join alert_bindings as binding on binding.id = first.binding_id
      left join alert_channels as paused on paused.channel = binding.channel and paused.paused_until > now()
    where (first.state <> 'SENDING' or lease_until < now()) and due_at <= now()
      and (binding.state = 'ACTIVE' or (binding.state = 'PENDING' and rule_id is null) or expires_at < now())
      and coalesce(binding.paused_until <= now(), true) and paused.channel is null
  )`;

/** Holds deliveries that are due, the longest due first; an attempt of a holder that was not heard of any more is noted as lost. */
export async function claimDeliveries(
  db: Db,
  { limit, leaseMs, channels }: Parameters<AlertStore['claim']>[0],
): Promise<readonly ClaimedDelivery[]> {
  const lease = sql`${leaseMs}::float8 * interval '1 millisecond'`;
  const { rows } = await sql<Omit<ClaimedDelivery, 'message'> & { readonly message: Record<string, unknown> }>`
    with ${DUE}, wanted as (
      select id from due where channel = any(${[...channels]}::text[]) order by due_at, seq limit ${limit * CANDIDATES}
    ), chosen as (
      select id, state, attempts, lease_until from alert_deliveries
      where id in (select id from wanted) and ${OPEN} and (state <> 'SENDING' or lease_until < now()) and due_at <= now()
      order by due_at, seq
      limit ${limit}
      for update skip locked
    ), lost as (
      insert into alert_attempts (delivery_id, attempt, attempted_at, outcome)
      select id, attempts, lease_until - ${lease}, 'LOST' from chosen where state = 'SENDING'
      on conflict do nothing
    )
    update alert_deliveries as taken
    set state = 'SENDING', fence = taken.fence + 1, attempts = taken.attempts + 1, lease_until = now() + ${lease}
    from chosen, alert_bindings as binding
    where taken.id = chosen.id and binding.id = taken.binding_id
    returning taken.id, taken.fence, taken.attempts as number, taken.attempts - taken.attempts_before as attempt,
      taken.binding_id as "bindingId", binding.channel, binding.target, taken.message, taken.expires_at as "expiresAt",
      to_json(array(
        select secret_number - earlier from generate_series(0, (select count(*)::int from (${RECENT_ROTATIONS}) as recent)) as earlier
      )) as "secretNumbers"
  `.execute(db);
  return rows.map(({ message, ...row }): ClaimedDelivery => ({
    ...row,
    message: { ...(message as unknown as ClaimedDelivery['message']), occurredAt: new Date(String(message['occurredAt'])) },
  }));
}

/** Alerts that are due, and for how long the oldest that could be sent is: one whose destination rests is not late. */
export async function measureBacklog(db: Db): ReturnType<AlertStore['backlog']> {
  const { rows } = await sql<{ open: number; oldestSeconds: number }>`
    with ${DUE}
    select (select count(*)::int from alert_deliveries where ${OPEN} and due_at <= now()) as open,
      coalesce(extract(epoch from now() - min(due_at)), 0)::float8 as "oldestSeconds"
    from due
  `.execute(db);
  return rows[0] ?? { open: 0, oldestSeconds: 0 };
}
