import { starsOf } from '../../domain/vpa/scoring/score.js';
import type { ScoredSignal } from '../../domain/vpa/scoring/score-bar.js';
import { dateText } from './date-text.js';
import type { RowWriter } from './row-writer.js';

export const SCORE_COLUMNS: readonly string[] = [
  'symbol',
  'trading_date',
  'kind',
  'direction',
  'stars',
  'term1',
  'term2',
  'term3',
  'term4',
  'sequence',
  'score',
  'market',
  'phase_term',
  'sector_term',
  'multiplier',
  'adjusted_score',
  'margin',
  'bonuses',
  'context',
  'quality',
  'confidence_raw',
  'p0',
  'cal_n',
  'cal_wins',
  'factor',
  'confidence',
  'level',
  'status',
  'status_date',
  'implied',
  'primary',
  'conflict',
];

/** Prints a scored signal; the level in the unit of the input. */
export function printScore(writer: RowWriter, symbol: string, epochDay: Int32Array, t: number, signal: ScoredSignal): void {
  const { context, rawConfidence, calibration, lifecycle } = signal;
  writer.text(symbol);
  writer.text(dateText(epochDay[t] as number));
  writer.text(signal.kind);
  writer.text(signal.direction);
  writer.number(starsOf(signal.kind));
  for (const term of signal.terms) writer.number(term);
  writer.text(signal.sequence ?? '');
  writer.number(signal.score);
  writer.number(context.market);
  writer.number(context.phase);
  writer.number(context.sector);
  writer.number(signal.multiplier);
  writer.number(signal.adjusted);
  writer.number(signal.margin);
  writer.text(signal.bonuses.join('|'));
  writer.number(rawConfidence.context);
  writer.number(rawConfidence.quality);
  writer.number(rawConfidence.raw);
  writer.number(calibration.baseRate ?? NaN);
  writer.number(calibration.signals);
  writer.number(calibration.wins);
  writer.number(calibration.factor);
  writer.number(signal.confidence);
  writer.number(lifecycle.level ?? NaN);
  writer.text(lifecycle.status);
  writer.text(lifecycle.decidedAt === null ? '' : dateText(epochDay[lifecycle.decidedAt] as number));
  writer.flag(signal.isImplied);
  writer.flag(signal.isPrimary);
  writer.flag(signal.isConflicting);
  writer.endRow();
}
