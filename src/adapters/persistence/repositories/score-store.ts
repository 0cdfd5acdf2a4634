import { sql } from 'kysely';

import type { OpenSignal, ScoreChanges, ScoreStore } from '../../../application/ports/scores.js';
import type { Tracer } from '../../../application/ports/tracing.js';
import type { SignalScore } from '../../../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../../../domain/vpa/signal.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addEvents } from './add-events.js';
import { SIGNAL_COLUMNS } from './signal.repository.js';

const SCORE = sql`
  signal_id as "signalId", score, adjusted, confidence, status, status_date as "statusDate", level, is_primary as "isPrimary",
  is_implied as "isImplied", is_conflicting as "isConflicting", retraction_reason as "retractionReason", details,
  scored_through as "scoredThrough"`;

/** Why the signal of a row of `vpa_signals`, named `signal`, does not fire any more. */
const REASON = sql`
  case when exists (
    select from corporate_actions as action
    where action.stock_id = signal.stock_id and (action.recorded_at > signal.detected_at or action.cancelled_at > signal.detected_at)
  ) then 'CORPORATE_ACTION' else 'BAR_CORRECTED' end`;

export function createScoreStore(db: Db, tracer: Tracer | undefined): ScoreStore {
  return {
    hasWork: (ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<{ is: boolean }>`
          select exists (
            select from signals_due as due join vpa_signals as signal on signal.id = due.signal_id where rule_version = ${ruleVersion}
          ) or exists (
            select from signal_scores as pending join vpa_signals as signal on signal.id = signal_id
            where status = 'PENDING' and rule_version = ${ruleVersion} and exists (
              select from market_data
              where market_data.stock_id = signal.stock_id and market_data.trading_date > scored_through and volume > 0)
          ) as is
        `.execute(db);
        return rows[0]?.is === true;
      }),
    listOpen: (ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<OpenSignal & { seq: number | null }>`
          select signal.id, signal.symbol, signal.trading_date as "tradingDate", signal.kind, scores.status, signal.detected_at as "detectedAt",
            due.seq
          from vpa_signals as signal
          left join signal_scores as scores on scores.signal_id = signal.id
          left join signals_due as due on due.signal_id = signal.id
          where rule_version = ${ruleVersion} and signal.id = any(array(
            select signal_id from signals_due union select signal_id from signal_scores where status = 'PENDING'))
        `.execute(db);
        const through = rows.reduce((most, { seq }) => Math.max(most, seq ?? 0), 0);
        return { signals: rows.map(({ seq: _, ...signal }) => signal), through };
      }),
    save: (changes) => translating(() => db.transaction().execute((tx) => save(tx, changes, tracer))),
    findByIds: (ids) =>
      translating(async () => {
        const { rows } = await sql<SignalScore>`select ${SCORE} from signal_scores where signal_id = any(${[...ids]}::text[])`.execute(db);
        return rows;
      }),
  };
}

/** Of several writers at once each change is made by one of them, who tells it. */
async function save(tx: Db, { scored, followed, through }: ScoreChanges, tracer: Tracer | undefined): ReturnType<ScoreStore['save']> {
  const { rows } = await sql<{ signalId: string; isNew: boolean; isPending: boolean; isChanged: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(scored)}::jsonb) as given (
        "signalId" text, score integer, adjusted float8, confidence float8, status text, "statusDate" date, level float8,
        "isPrimary" boolean, "isImplied" boolean, "isConflicting" boolean, details jsonb, "scoredThrough" date)
    ), became as (
      select * from jsonb_to_recordset(${JSON.stringify(followed)}::jsonb) as became (
        "signalId" text, status text, "statusDate" date, "scoredThrough" date)
    ), followed as (
      update signal_scores as stored
      set status = became.status, status_date = became."statusDate", scored_through = became."scoredThrough",
        retraction_reason = case when became.status = 'RETRACTED' then ${REASON} end
      from became join vpa_signals as signal on signal.id = became."signalId"
      where stored.signal_id = became."signalId"
        and (stored.status = 'PENDING' or (became.status = 'RETRACTED' and stored.status <> 'RETRACTED'))
      returning stored.signal_id, stored.status
    ), added as (
      insert into signal_scores (signal_id, score, adjusted, confidence, status, status_date, level, is_primary, is_implied, is_conflicting,
        retraction_reason, details, scored_through)
      select "signalId", score, adjusted, confidence, status, "statusDate", level, "isPrimary", "isImplied", "isConflicting",
        case when status = 'RETRACTED' then ${REASON} end, details, "scoredThrough"
      from given join vpa_signals as signal on signal.id = "signalId" order by "signalId"
      on conflict do nothing
      returning signal_id, status
    ), settled as (
      delete from signals_due
      where seq <= ${through}::bigint and signal_id in (select "signalId" from given union all select "signalId" from became)
    )
    select signal_id as "signalId", true as "isNew", status = 'PENDING' as "isPending", true as "isChanged" from added
    union all
    select signal_id, false, status = 'PENDING', status <> 'PENDING' from followed
  `.execute(tx);
  const changed = rows.filter(({ isChanged }) => isChanged).map(({ signalId }) => signalId);
  const live: Signal[] =
    changed.length === 0
      ? []
      : await tx
          .selectFrom('vpa_signals')
          .select(SIGNAL_COLUMNS)
          .where('origin', '=', 'LIVE')
          .where(sql<boolean>`id = any(${changed}::text[])`)
          .orderBy('id')
          .execute();
  const { rows: stored } = await sql<SignalScore>`
    select ${SCORE} from signal_scores where signal_id = any(${live.map(({ id }) => id)}::text[])
  `.execute(tx);
  const first = new Set(rows.filter(({ isNew }) => isNew).map(({ signalId }) => signalId));
  const byId = new Map(stored.map((score) => [score.signalId, score]));
  await addEvents(
    tx,
    live.flatMap((signal) => {
      const score = byId.get(signal.id);
      return score === undefined ? [] : [{ type: 'signal.updated' as const, signal, score, isFirst: first.has(signal.id) }];
    }),
    tracer?.current()?.traceparent,
  );
  return {
    scored: rows.filter(({ isNew }) => isNew).length,
    decided: rows.filter(({ isNew, isPending }) => !isNew && !isPending).length,
    events: live.length,
  };
}
