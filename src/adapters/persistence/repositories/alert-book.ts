import { sql } from 'kysely';

import type { AlertBinding, AlertStore, CreatedKey } from '../../../application/ports/alerts.js';
import type { PageRequest } from '../../../application/ports/page.js';
import { ANY_SIGNAL, type AlertRule } from '../../../domain/alerts/alert-rule.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { refuseSuppressed } from './alert-suppression.js';
import { createOnce } from './idempotency.js';
import { toSlice } from './page.js';

/** Whether a rule, of `alert_rules as rule`, is silent now. */
export const IS_MUTED = sql<boolean>`(rule.is_muted and coalesce(rule.muted_until > now(), true))`;

/** Columns of `alert_rules as rule`. */
export const RULE = sql`
  rule.id, rule.user_id as "userId", rule.name, trigger,
  case when level_symbol is not null
    then json_build_object('symbol', level_symbol, 'price', trim_scale(level_price)::text, 'direction', level_direction) end as level,
  ${JSON.stringify(ANY_SIGNAL)}::jsonb || filter as filter, to_json(binding_ids) as "bindingIds", cooldown_minutes as "cooldownMinutes",
  ttl_minutes as "ttlMinutes", ${IS_MUTED} as "isMuted", case when ${IS_MUTED} then muted_until end as "mutedUntil", rule.priority, max_per_hour as "maxPerHour", rule.created_at as "createdAt",
  case when escalate_to is not null then json_build_object('afterMinutes', escalate_after_minutes, 'bindingId', escalate_to) end as escalation,
  case when quiet_from is not null then json_build_object('from', quiet_from, 'to', quiet_to) end as "quietHours"`;

/** Columns of `alert_bindings as binding`. */
export const BINDING = sql`
  binding.id, channel, target, label, language, binding.state, disabled_reason as "disabledReason", binding.created_at as "createdAt"`;

/** Of a row of `alert_bindings`: when those secrets were replaced that sign still. */
export const RECENT_ROTATIONS = sql`
  select rotated from unnest(secret_rotations) as rotated where rotated > now() - interval '1 day' order by rotated`;
const MAX_ROTATIONS = 3;

type AlertBook = Pick<
  AlertStore,
  | 'createBinding'
  | 'confirmBinding'
  | 'rotateSecret'
  | 'deleteBinding'
  | 'listBindings'
  | 'createRule'
  | 'muteRule'
  | 'deleteRule'
  | 'listRules'
>;

/** What users keep: rules and bindings. */
export function createAlertBook(db: Db): AlertBook {
  const own = (userId: string, id: string) => sql`user_id = ${userId}::uuid and id = ${id}::uuid`;
  return {
    createBinding: ({ userId, channel, target, label, language }, code, request) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { id } = await createOnce(tx, request, async () => {
            await refuseSuppressed(tx, channel, target);
            const { rows } = await sql<{ id: string }>`
              insert into alert_bindings (user_id, channel, target, label, language, code_hash, state)
              values (${userId}::uuid, ${channel}, ${target}, ${label}, ${language}, ${code?.hash ?? null}, ${code === null ? 'ACTIVE' : 'PENDING'})
              returning id
            `.execute(tx);
            const created = (rows[0] as { id: string }).id;
            if (code === null) return created;
            await sql`
              insert into alert_deliveries (user_id, binding_id, dedupe, priority, message, state, occurred_at, due_at, expires_at)
              values (${userId}::uuid, ${created}::uuid, ${code.dedupe}, ${code.priority}, ${JSON.stringify(code.message)}::jsonb, 'PENDING',
                ${code.occurredAt}::timestamptz, ${code.dueAt}::timestamptz, ${code.expiresAt}::timestamptz)
            `.execute(tx);
            return created;
          });
          const { rows } = await sql<AlertBinding>`select ${BINDING} from alert_bindings as binding where id = ${id}::uuid`.execute(tx);
          return rows[0] as AlertBinding;
        }),
      ),
    confirmBinding: (userId, id, codeHash) =>
      translating(async () => {
        const { rows } = await sql<AlertBinding>`
          update alert_bindings as binding set state = 'ACTIVE', code_hash = null
          where ${own(userId, id)} and state = 'PENDING' and code_hash = ${codeHash} and created_at > now() - interval '1 hour'
          returning ${BINDING}
        `.execute(db);
        return rows[0] ?? null;
      }),
    rotateSecret: (userId, id) =>
      translating(async () => {
        const { rows } = await sql<{ readonly number: number }>`
          update alert_bindings
          set secret_number = secret_number + 1, secret_rotations = array(${RECENT_ROTATIONS}) || now()
          where ${own(userId, id)} and (select count(*) from (${RECENT_ROTATIONS}) as recent) < ${MAX_ROTATIONS}
          returning secret_number as number
        `.execute(db);
        return rows[0]?.number ?? null;
      }),
    deleteBinding: (userId, id) => changed(db, sql`delete from alert_bindings where ${own(userId, id)}`),
    listBindings: (userId, page) =>
      translating(async () => {
        const { rows } = await sql<AlertBinding>`
          select ${BINDING} from alert_bindings as binding where user_id = ${userId}::uuid ${from(page)}
        `.execute(db);
        return toSlice(rows, page.first);
      }),
    createRule: (rule, request) =>
      translating(() =>
        db.transaction().execute(async (tx) => {
          const { id } = await createOnce(tx, request, async () => {
            const { rows } = await sql<{ id: string }>`
              insert into alert_rules (user_id, name, trigger, filter, binding_ids, cooldown_minutes, ttl_minutes, quiet_from, quiet_to, is_muted, priority,
                max_per_hour, escalate_after_minutes, escalate_to, level_symbol, level_price, level_direction, looked_through)
              values (${rule.userId}::uuid, ${rule.name}, ${rule.trigger}, ${JSON.stringify(rule.filter)}::jsonb, ${[...rule.bindingIds]}::uuid[],
                ${rule.cooldownMinutes}, ${rule.ttlMinutes}, ${rule.quietHours?.from ?? null}, ${rule.quietHours?.to ?? null}, ${rule.isMuted}, ${rule.priority},
                ${rule.maxPerHour}, ${rule.escalation?.afterMinutes ?? null}, ${rule.escalation?.bindingId ?? null}::uuid,
                ${rule.level?.symbol ?? null}, ${rule.level?.price ?? null}::numeric, ${rule.level?.direction ?? null}, ${firstLook(rule.level)})
              returning id
            `.execute(tx);
            return (rows[0] as { id: string }).id;
          });
          const { rows } = await sql<AlertRule>`select ${RULE} from alert_rules as rule where id = ${id}::uuid`.execute(tx);
          return rows[0] as AlertRule;
        }),
      ),
    muteRule: (userId, id, { isMuted, until }) =>
      translating(async () => {
        const { rows } = await sql<AlertRule>`
          update alert_rules as rule set is_muted = ${isMuted}, muted_until = ${until}::timestamptz where ${own(userId, id)} returning ${RULE}
        `.execute(db);
        return rows[0] ?? null;
      }),
    deleteRule: (userId, id) => changed(db, sql`delete from alert_rules where ${own(userId, id)}`),
    listRules: (userId, page) =>
      translating(async () => {
        const { rows } = await sql<AlertRule>`
          select ${RULE} from alert_rules as rule where user_id = ${userId}::uuid ${from(page)}
        `.execute(db);
        return toSlice(rows, page.first);
      }),
  };
}

/** A page by when rows were made, one row beyond it: in milliseconds, as a cursor tells. */
function from({ first, after }: PageRequest<CreatedKey>) {
  const place = sql`date_trunc('milliseconds', created_at), id`;
  const follows = after === null ? sql`` : sql`and (${place}) > (${after.createdAt}::timestamptz, ${after.id}::uuid)`;
  return sql`${follows} order by ${place} limit ${first + 1}`;
}

/** A rule over a level looks at sessions after the newest one whose bar is there as it is made. */
function firstLook(level: AlertRule['level']) {
  if (level === null) return sql`null`;
  return sql`coalesce(
    (select max(trading_date) from market_data join stocks on stocks.id = stock_id where symbol = ${level.symbol}),
    (now() at time zone 'Asia/Ho_Chi_Minh')::date - 1)`;
}

function changed(db: Db, statement: ReturnType<typeof sql>): Promise<boolean> {
  return translating(async () => Number((await statement.execute(db)).numAffectedRows ?? 0) > 0);
}
