import { sql } from 'kysely';

import type { OpenSignal, ScoreStore } from '../../../application/ports/scores.js';
import type { Tracer } from '../../../application/ports/tracing.js';
import type { SignalScore } from '../../../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../../../domain/vpa/signal.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { addEvents } from './add-events.js';
import { SIGNAL_COLUMNS } from './signal.repository.js';

const SCORE = sql`
  signal_id as "signalId", score, adjusted, confidence, status, status_date as "statusDate", level, is_primary as "isPrimary",
  is_implied as "isImplied", is_conflicting as "isConflicting", details, scored_through as "scoredThrough"`;

export function createScoreStore(db: Db, tracer: Tracer | undefined): ScoreStore {
  return {
    hasWork: (ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<{ is: boolean }>`
          select exists (
            select from vpa_signals as signal join stocks on stocks.id = stock_id
            where rule_version = ${ruleVersion} and not is_index
              and not exists (select from signal_scores where signal_id = signal.id)
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
        const { rows } = await sql<OpenSignal>`
          select signal.id, signal.symbol, signal.trading_date as "tradingDate", signal.kind, scores.status, signal.detected_at as "detectedAt"
          from vpa_signals as signal join stocks on stocks.id = stock_id left join signal_scores as scores on signal_id = signal.id
          where rule_version = ${ruleVersion} and not is_index and (scores.status is null or scores.status = 'PENDING')
        `.execute(db);
        return rows;
      }),
    save: (scores) => translating(() => db.transaction().execute((tx) => save(tx, scores, tracer))),
    findByIds: (ids) =>
      translating(async () => {
        const { rows } = await sql<SignalScore>`select ${SCORE} from signal_scores where signal_id = any(${[...ids]}::text[])`.execute(db);
        return rows;
      }),
  };
}

/** Of several writers at once each change is made by one of them, who tells it. */
async function save(tx: Db, scores: readonly SignalScore[], tracer: Tracer | undefined): ReturnType<ScoreStore['save']> {
  const { rows } = await sql<{ signalId: string; isNew: boolean; isPending: boolean; isChanged: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(scores)}::jsonb) as given (
        "signalId" text, score integer, adjusted float8, confidence float8, status text, "statusDate" date, level float8,
        "isPrimary" boolean, "isImplied" boolean, "isConflicting" boolean, details jsonb, "scoredThrough" date)
    ), followed as (
      update signal_scores as stored
      set status = given.status, status_date = given."statusDate", scored_through = given."scoredThrough"
      from given
      where stored.signal_id = given."signalId" and stored.status = 'PENDING'
      returning stored.signal_id, stored.status
    ), added as (
      insert into signal_scores (signal_id, score, adjusted, confidence, status, status_date, level, is_primary, is_implied, is_conflicting,
        details, scored_through)
      select "signalId", score, adjusted, confidence, status, "statusDate", level, "isPrimary", "isImplied", "isConflicting", details,
        "scoredThrough"
      from given order by "signalId"
      on conflict do nothing
      returning signal_id, status
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
  const byId = new Map(stored.map((score) => [score.signalId, score]));
  await addEvents(
    tx,
    live.flatMap((signal) => {
      const score = byId.get(signal.id);
      return score === undefined ? [] : [{ type: 'signal.updated' as const, signal, score }];
    }),
    tracer?.current()?.traceparent,
  );
  const scored = rows.filter(({ isNew }) => isNew).length;
  return { scored, decided: rows.filter(({ isNew, isPending }) => !isNew && !isPending).length, events: live.length };
}
