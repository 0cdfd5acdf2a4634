import { sql } from 'kysely';

import type { ReadingStore, StoredReading, StoredRecordRow } from '../../../application/ports/readings.js';
import type { SignalKind } from '../../../domain/vpa/detectors/index.js';
import type { PlacedReading } from '../../../domain/vpa/reading/stock-reading.js';
import type { SignalStatus } from '../../../domain/vpa/track-record/signal-status.js';
import { REGIMES } from '../../../domain/vpa/track-record/track-record.js';
import type { Db } from '../orm.js';
import { translating } from '../translate-error.js';
import { toUuids } from './uuid.js';

/** The columns of a reading under the names of the domain. */
export const READING_COLUMNS = sql`
  trading_date as "tradingDate", close, change_pct as "changePct", volume_ratio as "volumeRatio", average_volume20 as "averageVolume20",
  average_turnover20 as "averageTurnover20", is_uptrend as "isUptrend", is_downtrend as "isDowntrend", support30, resistance30,
  relative_strength30 as "relativeStrength30", phase, phase_confidence as "phaseConfidence", range_low as "rangeLow",
  range_high as "rangeHigh", phase_events as "phaseEvents", sector_strength as "sectorStrength", sector_rank as "sectorRank", sectors`;
/** As they stand in the record, regimes in their order and ALL before them. */
const REGIME_ORDER = ['ALL', ...REGIMES];

export function createReadingStore(db: Db): ReadingStore {
  return {
    hasWork: (ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<{ is: boolean }>`
          select exists (
            select from stock_scans as scan left join stock_readings as reading
              on reading.stock_id = scan.stock_id and reading.rule_version = ${ruleVersion}
            where reading.bars_version is null or reading.bars_version < scan.bars_version) as is
        `.execute(db);
        return rows[0]?.is === true;
      }),
    saveReadings: (ruleVersion, readings) => translating(() => saveReadings(db, ruleVersion, readings)),
    saveTrackRecord: ({ ruleVersion, through, basis, rows }) =>
      translating(async () => {
        const given = rows.map(({ kind, regime, horizon, status, ...measures }) => ({ kind, regime, horizon, status, measures }));
        await sql`
          insert into track_record as stored (rule_version, kind, regime, horizon, status, measures, through, basis)
          select ${ruleVersion}, kind, regime, horizon, status, measures, ${through}::date, ${basis}::bigint
          from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
            as given (kind text, regime text, horizon integer, status text, measures jsonb)
          on conflict (rule_version, kind, regime, horizon) do update
          set status = excluded.status, measures = excluded.measures, through = excluded.through, basis = excluded.basis, computed_at = now()
          where stored.basis <= excluded.basis
        `.execute(db);
      }),
    findReadings: (stockIds, ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<PlacedReading & { stockId: string }>`
          select stock_id as "stockId", ${READING_COLUMNS} from stock_readings
          where stock_id = any(${toUuids(stockIds)}::uuid[]) and rule_version = ${ruleVersion} and trading_date is not null
        `.execute(db);
        const byStock = new Map(rows.map(({ stockId, ...reading }) => [stockId, reading]));
        return stockIds.map((id) => byStock.get(id) ?? null);
      }),
    findTrackRecord: ({ kinds = null, regimes = null, horizons = null }, ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<Omit<StoredRecordRow, 'measures'> & { measures: object }>`
          select rule_version as "ruleVersion", kind, regime, horizon, status, measures, through, computed_at as "computedAt"
          from track_record
          where rule_version = ${ruleVersion} and (${kinds}::text[] is null or kind = any(${kinds}::text[]))
            and (${regimes}::text[] is null or regime = any(${regimes}::text[]))
            and (${horizons}::integer[] is null or horizon = any(${horizons}::integer[]))
          order by kind, array_position(${REGIME_ORDER}::text[], regime), horizon
        `.execute(db);
        return rows.map(({ measures, ...row }) => ({ ...row, ...measures }));
      }),
    findStatuses: (ruleVersion) =>
      translating(async () => {
        const { rows } = await sql<{ kind: SignalKind; status: SignalStatus }>`
          select kind, status from track_record where rule_version = ${ruleVersion} and regime = 'ALL' and horizon = 5
        `.execute(db);
        return new Map(rows.map(({ kind, status }) => [kind, status]));
      }),
  };
}

/** Rows that are as they were are not written. */
async function saveReadings(db: Db, ruleVersion: string, readings: readonly StoredReading[]): Promise<number> {
  const given = readings.map(({ stockId, barsVersion, reading }) => ({ stockId, barsVersion, ...reading }));
  const { numAffectedRows } = await sql`
    insert into stock_readings as stored (stock_id, rule_version, bars_version, trading_date, close, change_pct, volume_ratio,
      average_volume20, average_turnover20, is_uptrend, is_downtrend, support30, resistance30, relative_strength30, phase,
      phase_confidence, range_low, range_high, phase_events, sector_strength, sector_rank, sectors)
    select "stockId", ${ruleVersion}, "barsVersion", "tradingDate", close, "changePct", "volumeRatio", "averageVolume20",
      "averageTurnover20", "isUptrend", "isDowntrend", support30, resistance30, "relativeStrength30", phase, "phaseConfidence", "rangeLow",
      "rangeHigh", "phaseEvents", "sectorStrength", "sectorRank", sectors
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
      "stockId" uuid, "barsVersion" bigint, "tradingDate" date, close float8, "changePct" float8, "volumeRatio" float8,
      "averageVolume20" float8, "averageTurnover20" float8, "isUptrend" boolean, "isDowntrend" boolean, support30 float8,
      resistance30 float8, "relativeStrength30" float8, phase text, "phaseConfidence" float8, "rangeLow" float8, "rangeHigh" float8,
      "phaseEvents" jsonb, "sectorStrength" float8, "sectorRank" integer, sectors integer)
    order by "stockId"
    on conflict (stock_id, rule_version) do update
    set bars_version = excluded.bars_version, trading_date = excluded.trading_date, close = excluded.close,
      change_pct = excluded.change_pct, volume_ratio = excluded.volume_ratio, average_volume20 = excluded.average_volume20,
      average_turnover20 = excluded.average_turnover20, is_uptrend = excluded.is_uptrend, is_downtrend = excluded.is_downtrend,
      support30 = excluded.support30, resistance30 = excluded.resistance30, relative_strength30 = excluded.relative_strength30,
      phase = excluded.phase, phase_confidence = excluded.phase_confidence, range_low = excluded.range_low,
      range_high = excluded.range_high, phase_events = excluded.phase_events, sector_strength = excluded.sector_strength,
      sector_rank = excluded.sector_rank, sectors = excluded.sectors, read_at = now()
    where stored.bars_version < excluded.bars_version or (stored.bars_version = excluded.bars_version
      and (stored.relative_strength30, stored.sector_strength, stored.sector_rank, stored.sectors)
        is distinct from (excluded.relative_strength30, excluded.sector_strength, excluded.sector_rank, excluded.sectors))
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
