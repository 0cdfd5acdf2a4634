/** Which way a structure is read: accumulation, or distribution, which is accumulation with prices turned over. */
export type Side = 'ACC' | 'DIST';

/** The stages of a structure: it stops, it rests, it is tested, it shows strength, it breaks out. */
export type Stage = 'A' | 'B' | 'C' | 'D' | 'E';

/** What a stock is in where there is no structure. */
export type Trend = 'UNKNOWN' | 'MARKUP' | 'MARKDOWN';

/** Wyckoff's phase of a stock after a bar. */
export type Phase = Trend | `${Side}_${Stage}`;

const STAGES = ['A', 'B', 'C', 'D', 'E'] as const;
/** All of them: trends, accumulation, distribution. */
export const PHASES: readonly Phase[] = [
  'UNKNOWN',
  'MARKUP',
  'MARKDOWN',
  ...STAGES.map((stage) => `ACC_${stage}` as const),
  ...STAGES.map((stage) => `DIST_${stage}` as const),
];

/** The events of the machine, with the names that the literature gives them. */
export const PHASE_EVENT_NAMES = [
  'PS',
  'SC',
  'AR',
  'ST',
  'SPRING',
  'SHAKEOUT',
  'TEST',
  'SOS',
  'LPS',
  'JOC',
  'BU',
  'PSY',
  'BC',
  'UT',
  'UTAD',
  'SOW',
  'LPSY',
  'FTI',
  'FAIL',
  'MARKUP',
  'MARKDOWN',
] as const;
export type PhaseEventName = (typeof PHASE_EVENT_NAMES)[number];

/** Something that the machine learnt on one bar about that bar or one before it. Nothing is ever back-dated: `knownDay` tells when it was learnt. */
export interface PhaseEvent {
  readonly name: PhaseEventName;
  /** Days since 1970-01-01 of the bar whose step emitted it. */
  readonly knownDay: number;
  /** Days since 1970-01-01 of the bar that it is about. */
  readonly eventDay: number;
}
