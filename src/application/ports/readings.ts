import type { Adjustment } from '../../domain/market/adjustment.js';
import type { BarColumns } from '../../domain/market/bar.js';
import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import type { PlacedReading } from '../../domain/vpa/reading/stock-reading.js';
import type { Horizon } from '../../domain/vpa/track-record/horizons.js';
import type { SignalStatus } from '../../domain/vpa/track-record/signal-status.js';
import type { Regime, TrackRecordRow } from '../../domain/vpa/track-record/track-record.js';

/** A stock or index with bars. */
export interface MarketInstrument {
  readonly id: string;
  readonly symbol: string;
  readonly sector: string | null;
  /** As it is listed now; null where it is not known. */
  readonly exchange: Exchange | null;
  readonly isIndex: boolean;
  /** Rises with every change of its bars or of its corporate actions. */
  readonly barsVersion: number;
}

/** The bars of the market, for those who need all of them. */
export interface MarketBarReader {
  /** By symbol. */
  listInstruments(): Promise<readonly MarketInstrument[]>;
  /**
   * Bars as they were stored, ascending, prices in VND, days without trade too: of each stock those that came or changed at or after
   * `since`; all where it is null. In the order of the ids; one statement.
   */
  loadRawBars(stockIds: readonly string[], since: Date | null): Promise<readonly BarColumns[]>;
  /** In the order of the ids; one statement. */
  loadAdjustments(stockIds: readonly string[]): Promise<readonly (readonly Adjustment[])[]>;
}

/** A reading as it is stored: of the bars of that version; null where there is no traded bar. */
export interface StoredReading {
  readonly stockId: string;
  readonly barsVersion: number;
  readonly reading: PlacedReading | null;
}

/** Which rows of the track record; absent: all. */
export interface TrackRecordQuery {
  readonly kinds?: readonly SignalKind[];
  readonly regimes?: readonly (Regime | 'ALL')[];
  readonly horizons?: readonly Horizon[];
}

type MeanName = 'upRate' | 'downRate' | 'gainRate' | 'hitRate' | 'baseRate' | `mean${'Return' | 'Excess' | 'Edge' | 'NetEdge' | 'Net'}`;

/** A row of the track record with what it is made of; means that nothing is known for are null. */
export type StoredRecordRow = {
  readonly [Name in keyof TrackRecordRow]: TrackRecordRow[Name] | (Name extends MeanName ? null : never);
} & {
  readonly ruleVersion: string;
  /** Newest trading date whose bars count. */
  readonly through: TradingDate;
  readonly computedAt: Date;
};

/** What is known of every stock after its newest bar, and what followed the signals of every kind. */
export interface ReadingStore {
  /** Whether bars have come that no reading of this rule version knows of. */
  hasWork(ruleVersion: string): Promise<boolean>;
  /** Replaces readings of older bars, none of newer ones; how many changed. */
  saveReadings(ruleVersion: string, readings: readonly StoredReading[]): Promise<number>;
  /** Replaces the record unless it knows of more. @param basis sum of the versions of the bars */
  saveTrackRecord(record: {
    readonly ruleVersion: string;
    readonly through: TradingDate;
    readonly basis: number;
    readonly rows: readonly TrackRecordRow[];
  }): Promise<void>;
  /** In the order of the ids; null where a stock was not read yet. One statement. */
  findReadings(stockIds: readonly string[], ruleVersion: string): Promise<readonly (PlacedReading | null)[]>;
  /** By kind, regime and horizon. One statement. */
  findTrackRecord(query: TrackRecordQuery, ruleVersion: string): Promise<readonly StoredRecordRow[]>;
  /** The status of each kind so far. */
  findStatuses(ruleVersion: string): Promise<ReadonlyMap<SignalKind, SignalStatus>>;
}
