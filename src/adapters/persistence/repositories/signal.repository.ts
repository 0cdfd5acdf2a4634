import { sql, type RawBuilder } from 'kysely';

import type { SignalFilter, SignalKey, SignalReader } from '../../../application/ports/readers.js';
import type { Signal } from '../../../domain/vpa/signal.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { toSlice, toSlices } from './page.js';
import { toUuids } from './uuid.js';

/** The columns of a signal under the names of the domain. */
export const SIGNAL_COLUMNS = [
  'id',
  'stock_id as stockId',
  'symbol',
  'interval',
  'trading_date as tradingDate',
  'kind',
  'direction',
  'rule_version as ruleVersion',
  'origin',
  'measured',
  'detected_at as detectedAt',
] as const;

type Placed = Signal & { readonly position: number };

export function createSignalReader(db: Db): SignalReader {
  return {
    list: (filter, { first, after }) =>
      translating(async () => {
        const rows: Signal[] = await db
          .selectFrom('vpa_signals')
          .select(SIGNAL_COLUMNS)
          .where(sql.join<boolean>([...matches(filter), ...isAfter(after)], sql` and `))
          .orderBy('trading_date', 'desc')
          .orderBy('symbol')
          .orderBy('kind')
          .orderBy('rule_version')
          .limit(first + 1)
          .execute();
        return toSlice(rows, first);
      }),
    count: (filter) =>
      translating(async () => {
        const { count } = await db
          .selectFrom('vpa_signals')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where(sql.join<boolean>(matches(filter), sql` and `))
          .executeTakeFirstOrThrow();
        return count;
      }),
    listByStocks: (stockIds, filter, { first, after }) =>
      translating(async () => {
        // A part of the statement below: the plugins see that one.
        const found = db
          .withoutPlugins()
          .selectFrom('vpa_signals')
          .select(SIGNAL_COLUMNS)
          .where(sql<boolean>`stock_id = asked.stock_id`)
          .where(sql.join<boolean>([...matches(filter), ...isAfter(after)], sql` and `))
          .orderBy('trading_date', 'desc')
          .orderBy('kind')
          .orderBy('rule_version')
          .limit(first + 1);
        const { rows } = await sql<Placed>`
          select asked.position, signal.*
          from unnest(${toUuids(stockIds)}::uuid[]) with ordinality as asked (stock_id, position)
          cross join lateral ${found} as signal
          order by asked.position, signal."tradingDate" desc, signal.kind, signal."ruleVersion"
        `.execute(db);
        return toSlices(rows, stockIds.length, first, ({ position: _, ...signal }): Signal => signal);
      }),
    findByIds: (ids) =>
      translating((): Promise<Signal[]> =>
        db
          .selectFrom('vpa_signals')
          .select(SIGNAL_COLUMNS)
          .where(sql<boolean>`id = any(${[...ids]}::text[])`)
          .execute(),
      ),
  };
}

function matches({
  symbols,
  kinds,
  directions,
  ruleVersions,
  from,
  to,
  minScore,
  minConfidence,
  statuses,
}: SignalFilter): RawBuilder<boolean>[] {
  const conditions = [sql<boolean>`true`];
  if (symbols !== undefined) conditions.push(sql`symbol = any(${[...symbols]}::text[])`);
  if (kinds !== undefined) conditions.push(sql`kind = any(${[...kinds]}::text[])`);
  if (directions !== undefined) conditions.push(sql`direction = any(${[...directions]}::text[])`);
  if (ruleVersions !== undefined) conditions.push(sql`rule_version = any(${[...ruleVersions]}::text[])`);
  if (from !== undefined) conditions.push(sql`trading_date >= ${from}::date`);
  if (to !== undefined) conditions.push(sql`trading_date <= ${to}::date`);
  const scored: RawBuilder<boolean>[] = [];
  if (minScore !== undefined) scored.push(sql`adjusted >= ${minScore}`);
  if (minConfidence !== undefined) scored.push(sql`confidence >= ${minConfidence}`);
  if (statuses !== undefined) scored.push(sql`status = any(${[...statuses]}::text[])`);
  if (scored.length > 0)
    conditions.push(sql`exists (select from signal_scores where signal_id = vpa_signals.id and ${sql.join(scored, sql` and `)})`);
  return conditions;
}

/** What follows the key in the order of the list. The first condition, implied by the second, lets the index begin there. */
function isAfter(after: SignalKey | null): RawBuilder<boolean>[] {
  if (after === null) return [];
  const { tradingDate, symbol, kind, ruleVersion } = after;
  return [
    sql`trading_date <= ${tradingDate}::date`,
    sql`(trading_date < ${tradingDate}::date or (symbol, kind, rule_version) > (${symbol}, ${kind}, ${ruleVersion}))`,
  ];
}
