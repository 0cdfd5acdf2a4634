import { sql, type RawBuilder } from 'kysely';

import { asksForSignals, type ScreenFilter, type ScreenOrder } from '../../../domain/vpa/screen/screen-filter.js';

/** How far the close is from a level, per cent of the close. */
const SUPPORT_DISTANCE = sql<number | null>`(reading.close - reading.support30) / reading.close * 100`;
const RESISTANCE_DISTANCE = sql<number | null>`(reading.resistance30 - reading.close) / reading.close * 100`;

/** What a row is ordered by: larger before smaller. */
const RANKS: Readonly<Record<ScreenOrder, RawBuilder<unknown>>> = {
  SCORE: sql`found.score`,
  CONFIDENCE: sql`found.confidence`,
  PHASE_CONFIDENCE: sql`reading.phase_confidence`,
  RELATIVE_STRENGTH: sql`reading.relative_strength30`,
  TURNOVER: sql`reading.average_turnover20`,
  CHANGE: sql`reading.change_pct`,
  SUPPORT_DISTANCE: sql`-(${SUPPORT_DISTANCE})`,
  RESISTANCE_DISTANCE: sql`-(${RESISTANCE_DISTANCE})`,
  SECTOR_RANK: sql`-reading.sector_rank`,
  SYMBOL: sql`0`,
};

/** The columns that a screen adds to those of stock and reading. */
export function screenColumns(order: ScreenOrder): RawBuilder<unknown> {
  return sql`
    ${SUPPORT_DISTANCE} as "supportDistance", ${RESISTANCE_DISTANCE} as "resistanceDistance", found.score, found.confidence,
    coalesce((${RANKS[order]})::float8, '-Infinity') as rank`;
}

/**
 * `from` and `where` of a screen: tables `stocks`, `reading` and `found`, one row for each stock that passes. What is known of
 * signals comes from those of the newest bar of each stock, without those that were retracted.
 */
export function screenSource(filter: ScreenFilter, ruleVersion: string): RawBuilder<unknown> {
  const { kinds, directions, minScore, minConfidence, statuses } = filter;
  const ofSignals = [sql`true`];
  if (kinds !== null) ofSignals.push(sql`signal.kind = any(${[...kinds]}::text[])`);
  if (directions !== null) ofSignals.push(sql`signal.direction = any(${[...directions]}::text[])`);
  if (minScore !== null) ofSignals.push(sql`scored.adjusted >= ${minScore}::float8`);
  if (minConfidence !== null) ofSignals.push(sql`scored.confidence >= ${minConfidence}::float8`);
  if (statuses !== null) ofSignals.push(sql`scored.status = any(${[...statuses]}::text[])`);
  const retracted = statuses?.includes('RETRACTED') === true ? sql`true` : sql`scored.status is distinct from 'RETRACTED'`;
  return sql`
    from stock_readings as reading join stocks on stocks.id = reading.stock_id
    cross join lateral (
      select count(*) as signals, max(scored.adjusted) as score, max(scored.confidence) as confidence
      from vpa_signals as signal left join signal_scores as scored on scored.signal_id = signal.id
      where signal.stock_id = reading.stock_id and signal.trading_date = reading.trading_date and signal.rule_version = ${ruleVersion}
        and ${retracted} and ${sql.join(ofSignals, sql` and `)}
    ) as found
    where reading.rule_version = ${ruleVersion} and not stocks.is_index and ${sql.join(conditionsOf(filter, ruleVersion), sql` and `)}`;
}

function conditionsOf(filter: ScreenFilter, ruleVersion: string): RawBuilder<unknown>[] {
  const { symbols, exchanges, sectors, phases, minPhaseConfidence, minTurnover, minRelativeStrength, maxRelativeStrength } = filter;
  const { maxSupportDistance, maxResistanceDistance, maxSectorRank, tradedSince } = filter;
  const conditions: RawBuilder<unknown>[] = [
    tradedSince === null
      ? sql`reading.trading_date >= (select max(trading_date) - 7 from stock_readings where rule_version = ${ruleVersion})`
      : sql`reading.trading_date >= ${tradedSince}::date`,
  ];
  if (asksForSignals(filter)) conditions.push(sql`found.signals > 0`);
  if (symbols !== null) conditions.push(sql`stocks.symbol = any(${[...symbols]}::text[])`);
  if (exchanges !== null) conditions.push(sql`stocks.exchange = any(${[...exchanges]}::text[])`);
  if (sectors !== null) conditions.push(sql`stocks.sector = any(${[...sectors]}::text[])`);
  if (phases !== null) conditions.push(sql`reading.phase = any(${[...phases]}::text[])`);
  if (minPhaseConfidence !== null) conditions.push(sql`reading.phase_confidence >= ${minPhaseConfidence}::float8`);
  if (minTurnover !== null) conditions.push(sql`reading.average_turnover20 >= ${minTurnover}::float8`);
  if (minRelativeStrength !== null) conditions.push(sql`reading.relative_strength30 >= ${minRelativeStrength}::float8`);
  if (maxRelativeStrength !== null) conditions.push(sql`reading.relative_strength30 <= ${maxRelativeStrength}::float8`);
  if (maxSupportDistance !== null) conditions.push(sql`${SUPPORT_DISTANCE} <= ${maxSupportDistance}::float8`);
  if (maxResistanceDistance !== null) conditions.push(sql`${RESISTANCE_DISTANCE} <= ${maxResistanceDistance}::float8`);
  if (maxSectorRank !== null) conditions.push(sql`reading.sector_rank <= ${maxSectorRank}`);
  return conditions;
}
