import type { SectorStanding } from '../../domain/vpa/context/sector-ranking.js';
import type { PhaseReading } from '../../domain/vpa/wyckoff/phase-machine.js';
import { dateText } from './date-text.js';
import type { RowWriter } from './row-writer.js';

export const PHASE_COLUMNS: readonly string[] = [
  'symbol',
  'trading_date',
  'phase',
  'phase_confidence',
  'range_low',
  'range_high',
  'events',
  'market_health',
  'sector_strength',
  'sector_rank',
  'sectors',
];

/** What stood around a stock on a day; null where it is not known. */
export interface DayContext {
  readonly health: number | null;
  readonly standing: SectorStanding | null;
}

/** Prints what was known of a stock after a bar; levels in the unit of the input. */
export function printPhase(writer: RowWriter, symbol: string, day: number, reading: PhaseReading, { health, standing }: DayContext): void {
  writer.text(symbol);
  writer.text(dateText(day));
  writer.text(reading.phase);
  writer.number(reading.confidence);
  writer.number(reading.rangeLow ?? NaN);
  writer.number(reading.rangeHigh ?? NaN);
  writer.text(reading.events.map(({ name, eventDay }) => `${name}@${dateText(eventDay)}`).join('|'));
  writer.number(health ?? NaN);
  writer.number(standing?.strength ?? NaN);
  writer.number(standing?.rank ?? NaN);
  writer.number(standing?.sectors ?? NaN);
  writer.endRow();
}
