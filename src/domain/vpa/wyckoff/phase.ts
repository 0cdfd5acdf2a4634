/** Which way a structure is read: accumulation, or distribution, which is accumulation with prices turned over. */
export type Side = 'ACC' | 'DIST';

/** The stages of a structure: it stops, it rests, it is tested, it shows strength, it breaks out. */
export type Stage = 'A' | 'B' | 'C' | 'D' | 'E';

/** What a stock is in where there is no structure. */
export type Trend = 'UNKNOWN' | 'MARKUP' | 'MARKDOWN';

/** Wyckoff's phase of a stock after a bar. */
export type Phase = Trend | `${Side}_${Stage}`;

/** The events of the machine, with the names that the literature gives them. */
export type PhaseEventName =
  | 'PS'
  | 'SC'
  | 'AR'
  | 'ST'
  | 'SPRING'
  | 'SHAKEOUT'
  | 'TEST'
  | 'SOS'
  | 'LPS'
  | 'JOC'
  | 'BU'
  | 'PSY'
  | 'BC'
  | 'UT'
  | 'UTAD'
  | 'SOW'
  | 'LPSY'
  | 'FTI'
  | 'FAIL'
  | 'MARKUP'
  | 'MARKDOWN';

/** Something that the machine learnt on one bar about that bar or one before it. Nothing is ever back-dated: `knownDay` tells when it was learnt. */
export interface PhaseEvent {
  readonly name: PhaseEventName;
  /** Days since 1970-01-01 of the bar whose step emitted it. */
  readonly knownDay: number;
  /** Days since 1970-01-01 of the bar that it is about. */
  readonly eventDay: number;
}
