import type { RuleKind } from '../../domain/vpa/kinds.js';
import type { Interval95, TrackRecordRow } from '../../domain/vpa/track-record/track-record.js';
import type { RowWriter } from './row-writer.js';

export const STATS_COLUMNS: readonly string[] = [
  'kind',
  'rule_version',
  'regime',
  'horizon',
  'direction',
  'status',
  'bars',
  'signals',
  'per_1000_bars',
  'outcomes',
  'days',
  'up',
  'gain_over_2pct',
  'down',
  'hit_rate',
  'hit_low',
  'hit_high',
  'base_rate',
  'mean_return_pct',
  'mean_excess_pct',
  'se_excess',
  'excess_low',
  'excess_high',
  'mean_edge_pct',
  'se_edge',
  'mean_net_edge_pct',
  'mean_net_pct',
];

/** Prints what followed one kind in one regime after one horizon. */
export function printTrackRecord(writer: RowWriter, row: TrackRecordRow<RuleKind>, ruleVersion: string): void {
  writer.text(row.kind);
  writer.text(ruleVersion);
  writer.text(row.regime);
  writer.number(row.horizon);
  writer.text(row.direction);
  writer.text(row.status);
  writer.number(row.bars);
  writer.number(row.signals);
  writer.number((row.signals / row.bars) * 1000);
  writer.number(row.count);
  writer.number(row.days);
  writer.number(row.upRate);
  writer.number(row.gainRate);
  writer.number(row.downRate);
  writer.number(row.hitRate);
  interval(row.hitInterval);
  writer.number(row.baseRate);
  writer.number(row.meanReturn);
  writer.number(row.meanExcess);
  writer.number(row.excessError ?? NaN);
  interval(row.excessInterval);
  writer.number(row.meanEdge);
  writer.number(row.edgeError ?? NaN);
  writer.number(row.meanNetEdge);
  writer.number(row.meanNet);
  writer.endRow();

  function interval(of: Interval95 | null): void {
    writer.number(of?.low ?? NaN);
    writer.number(of?.high ?? NaN);
  }
}
