import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';

/** What history every symbol shall have: trading dates, both included. */
export interface WantedHistory {
  readonly from: TradingDate;
  readonly to: TradingDate;
}

/** What is known of a symbol's history besides its bars. */
export interface Coverage {
  /** Dates that a provider has been asked for, both included; null before the first answer. */
  readonly covered: WantedHistory | null;
  /** Trading days inside it that have no bar although everybody was asked. */
  readonly absent: readonly TradingDate[];
}

/** A symbol whose history is to be filled, held for a while by one filler. */
export interface ClaimedFill extends Coverage {
  readonly symbol: string;
  /** UUID of this holding. Who comes back after it has ended changes nothing. */
  readonly holding: string;
  readonly exchange: Exchange | null;
  /** Fills in a row that left something to ask for again. */
  readonly failures: number;
  /** Dates from `from` to `to` that have a bar, ascending. */
  readonly stored: readonly TradingDate[];
  /** The newest bar. */
  readonly latest: { readonly tradingDate: TradingDate; readonly close: number } | null;
}

/** How a fill ended. */
export interface FillOutcome extends Coverage {
  /** Null: nothing is left to ask for. */
  readonly retryInMs: number | null;
}

export interface FillClaim {
  readonly wanted: WantedHistory;
  /** Symbols looked through before that are due, whatever their coverage: a bar may have gone missing. */
  readonly checkedBefore: Date;
  /** A holding that ends by itself: a filler that was killed gives back what it held. */
  readonly holdMs: number;
}

/** Which symbols are filled, how far, and by whom. Any number of fillers may run at once. */
export interface FillStore {
  /** Puts symbols on the list; those already on it stay as they are. Null: every active stock and index that is not made up. */
  enlist(symbols: readonly string[] | null): Promise<void>;
  /** Holds the due symbol that has waited longest; null where none is due. */
  claim(claim: FillClaim): Promise<ClaimedFill | null>;
  /** Ends a holding. */
  finish(fill: Pick<ClaimedFill, 'symbol' | 'holding'>, outcome: FillOutcome): Promise<void>;
  /** Gives a symbol back as it was; it is due at once. */
  release(fill: Pick<ClaimedFill, 'symbol' | 'holding'>): Promise<void>;
  /** How many symbols lack something of the wanted history, held ones and those that wait to be asked for again included. */
  countIncomplete(wanted: WantedHistory): Promise<number>;
}
