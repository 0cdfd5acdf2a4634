import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { PlacedReading } from '../../domain/vpa/reading/stock-reading.js';
import { RULE_VERSION } from '../../domain/vpa/signal.js';
import type { ReadingStore, StoredRecordRow, TrackRecordQuery } from '../ports/readings.js';

/** What is known of stocks after their newest bars, in the order of the ids; null where one was not read yet. @throws {DomainError} FORBIDDEN */
export function findReadings({ readings }: { readonly readings: Pick<ReadingStore, 'findReadings'> }) {
  return async (stockIds: readonly string[], actor: Actor): Promise<readonly (PlacedReading | null)[]> => {
    requirePermission(actor, 'stock:read');
    return readings.findReadings(stockIds, RULE_VERSION);
  };
}

/** What followed the signals of the rule version that scans now. @throws {DomainError} FORBIDDEN */
export function listSignalStats({ readings }: { readonly readings: Pick<ReadingStore, 'findTrackRecord'> }) {
  return async (query: TrackRecordQuery, actor: Actor): Promise<readonly StoredRecordRow[]> => {
    requirePermission(actor, 'signal:read');
    return readings.findTrackRecord(query, RULE_VERSION);
  };
}
