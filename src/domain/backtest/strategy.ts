import type { SignalKind } from '../vpa/detectors/index.js';
import type { Phase } from '../vpa/wyckoff/phase.js';

/** Which signals a strategy buys. All that is asked has to hold. */
export interface EntryRule {
  readonly kinds: readonly SignalKind[];
  /** Adjusted score, 0 to 100; null: any. */
  readonly minScore: number | null;
  /** 0 to 1; null: any. */
  readonly minConfidence: number | null;
  /** Wyckoff phases of the stock on the day of the signal; null: any. */
  readonly phases: readonly Phase[] | null;
}

/** Where the stop of a new position lies: so much under the price paid, under the low of the signal's bar, or under its support. */
export interface StopRule {
  readonly from: 'ENTRY' | 'SIGNAL_LOW' | 'SUPPORT';
  readonly belowBasisPoints: number;
}

/** The stop follows the close upwards once the close is so far above the price paid. */
export interface TrailRule {
  readonly belowBasisPoints: number;
  readonly afterGainBasisPoints: number;
}

/** When a position is sold. Whatever comes first; null: never for that reason. */
export interface ExitRule {
  readonly stop: StopRule;
  readonly targetBasisPoints: number | null;
  readonly trail: TrailRule | null;
  /** Bars of the stock after the one of the purchase. */
  readonly maxBars: number | null;
  /** Signals that end a position. */
  readonly kinds: readonly SignalKind[];
}

/** How much is bought. Shares of equity, in hundredths of a per cent. */
export interface SizingRule {
  /** Lost where the stop is filled at its price. */
  readonly riskBasisPoints: number;
  readonly maxPositionBasisPoints: number;
  /** Of one sector, the new position included; null: any. Stocks without a sector are not bounded. */
  readonly maxSectorBasisPoints: number | null;
  /** Kept in cash. */
  readonly cashReserveBasisPoints: number;
  readonly maxPositions: number;
}

/** A way to trade signals, as data: long only, one position for a stock, decided on a closed bar and done on the next. */
export interface Strategy {
  readonly name: string;
  readonly entry: EntryRule;
  readonly exit: ExitRule;
  readonly sizing: SizingRule;
  /** In the next session, at its opening or in its closing auction. */
  readonly orderAt: 'OPEN' | 'CLOSE';
}
