import type { EventPosition } from '../../domain/events.js';

/** Events that can't be told: the database was restored, or retention overtook the reader. */
export interface TailGap {
  readonly reason: 'RETENTION' | 'EPOCH';
  /** Where delivery goes on: the next event is the one after it. */
  readonly position: EventPosition;
}
