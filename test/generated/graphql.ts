/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which way a signal points. */
export type Direction =
  | 'BEARISH'
  | 'BULLISH'
  | 'NEUTRAL';

/** Why signals between two cursors cannot be told. */
export type GapReason =
  /** The cursor is of another life of the database (it was restored); the feed goes on from now. Read `signals` anew. */
  | 'EPOCH'
  /** They are older than events are kept; the feed goes on with the oldest there is. Read `signals` for the rest. */
  | 'RETENTION';

/** Which signals. Parts that are absent match everything, an empty list matches nothing. */
export type SignalFilter = {
  /** Pointing this way. */
  direction?: Direction | null | undefined;
  /** First trading date, itself included. */
  from?: string | null | undefined;
  /** One of these rules. */
  kinds?: Array<SignalKind> | null | undefined;
  /** Confidence of at least this, 0 to 1; likewise. */
  minConfidence?: number | null | undefined;
  /** Adjusted score of at least this, 0 to 100. Where signals are told as they are found, they are then told with their first score, some seconds later. */
  minScore?: number | null | undefined;
  /** Found by one of these versions of rule sets, such as `textbook-1`. */
  ruleVersions?: Array<string> | null | undefined;
  /** With one of these statuses; likewise. */
  statuses?: Array<SignalStatus> | null | undefined;
  /** Of one of these tickers; at most 100. */
  symbols?: Array<string> | null | undefined;
  /** Last trading date, itself included. */
  to?: string | null | undefined;
};

/** A volume-price rule. */
export type SignalKind =
  /** Heavy volume on a narrow bar that goes nowhere: sellers are being absorbed. */
  | 'ABSORPTION'
  /** Euphoric buying at new highs on heavy volume that fails to close high. */
  | 'BUYING_CLIMAX'
  /** Raised volume without a result: the bar ends where it began. */
  | 'EFFORT_NO_RESULT'
  /** Effort and result agree: raised volume, and a rise in proportion to it. */
  | 'EFFORT_RESULT_HARMONY'
  /** Supply appears at resistance or soon after a test: falling on raised volume, closing low. */
  | 'FAILED_SUPPLY_TEST'
  /** A long lower wick near support on at least average volume: quiet buying. */
  | 'HIDDEN_DEMAND'
  /** Heavy volume near the highs without progress, closing low. */
  | 'HIGH_VOLUME_NO_PROGRESS'
  /** A break above the resistance of a range on volume, closing high. */
  | 'JUMP_OVER_CREEK'
  /** A rise on low volume: the advance lacks backing. */
  | 'LOW_VOLUME_ADVANCE'
  /** Last point of support: a quiet pullback that holds just above support after strength. */
  | 'LPS'
  /** A narrow quiet bar on drying volume after weakness: buyers are absent. */
  | 'NO_DEMAND'
  /** A narrow quiet bar on drying volume after strength: sellers are absent. */
  | 'NO_SUPPLY'
  /** Raised volume on a wide rising bar that closes near its high: large buyers at work. */
  | 'PROFESSIONAL_VOLUME'
  /** A gap down that is bought back on raised volume and closes high. */
  | 'REVERSE_VOLUME'
  /** Panic selling at new lows on heavy volume, already bought: a possible bottom. */
  | 'SELLING_CLIMAX'
  /** At least two of the last three bars fell on raised volume and closed low. */
  | 'SELLING_PRESSURE'
  /** A break of support on heavy volume that closes back above it: weak holders shaken out. */
  | 'SHAKEOUT'
  /** A shallow quiet dip under support that closes back above it. */
  | 'SPRING'
  /** Heavy volume on a wide bar at the lows, closing high: a fall is being bought up. */
  | 'STOPPING_VOLUME'
  /** A rising bar with more volume, a wider spread and a close near its high. */
  | 'STRENGTH_ON_RALLY'
  /** A wide falling bar on volume that closes near its low and under support. */
  | 'SUPPLY_OVERCOMES_DEMAND'
  /** A quiet test of old supply: little volume comes out at resistance or under the last low. */
  | 'TEST_FOR_SUPPLY'
  /** A new 20-bar high that opens strong and closes near its low on volume. */
  | 'TOP_REVERSAL'
  /** A push above resistance on volume that closes back under it. */
  | 'UPTHRUST'
  /** An upthrust out of a trading range on a wide bar: the trap at the end of distribution. */
  | 'UTAD'
  /** A gap up that is sold: closing under the open and low in the bar, on raised volume. */
  | 'WEAKNESS_ON_GOOD_NEWS'
  /** A rise on less than average volume that closes in the lower half. */
  | 'WEAK_RALLY';

/** How a signal came to be known. */
export type SignalOrigin =
  /** Found in history; only stored. */
  | 'BACKFILL'
  /** Found on one of the newest five closed sessions, and told to subscribers. */
  | 'LIVE';

/** What became of a signal. All but PENDING are final, but for a correction of its bars. */
export type SignalStatus =
  /** Later bars did what its kind asks for. */
  | 'CONFIRMED'
  /** Its window passed without either. */
  | 'EXPIRED'
  /** A close went beyond its level. */
  | 'FAILED'
  /** Neither confirmed nor failed yet. */
  | 'PENDING'
  /** Its rule would not fire any more on the bars as they are now; final. */
  | 'RETRACTED';

export type WatchSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: SignalFilter | null | undefined;
}>;


export type WatchSubscription = { signalDetected:
    | { __typename: 'FeedGap', cursor: string, reason: GapReason }
    | { __typename: 'FeedPosition', cursor: string }
    | { __typename: 'SignalDetected', cursor: string, signal: { symbol: string, tradingDate: string, kind: SignalKind, origin: SignalOrigin, stock: { symbol: string } } }
   };

export type StockBySymbolQueryVariables = Exact<{
  symbol: string;
}>;


export type StockBySymbolQuery = { stock: { id: string, symbol: string, latestBar: { tradingDate: string, close: string, volume: number } | null, bars: { edges: Array<{ node: { tradingDate: string } }>, pageInfo: { hasNextPage: boolean } } } | null };

export type SignalsOfQueryVariables = Exact<{
  filter: SignalFilter;
  after?: string | null | undefined;
}>;


export type SignalsOfQuery = { signals: { totalCount: number, edges: Array<{ node: { id: string, symbol: string, tradingDate: string, kind: SignalKind, origin: SignalOrigin } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const WatchDocument = new TypedDocumentString(`
    subscription Watch($after: String, $filter: SignalFilter) {
  signalDetected(after: $after, filter: $filter) {
    __typename
    ... on SignalDetected {
      cursor
      signal {
        symbol
        tradingDate
        kind
        origin
        stock {
          symbol
        }
      }
    }
    ... on FeedPosition {
      cursor
    }
    ... on FeedGap {
      cursor
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<WatchSubscription, WatchSubscriptionVariables>;
export const StockBySymbolDocument = new TypedDocumentString(`
    query StockBySymbol($symbol: String!) {
  stock(symbol: $symbol) {
    id
    symbol
    latestBar {
      tradingDate
      close
      volume
    }
    bars(first: 1000, order: ASC) {
      edges {
        node {
          tradingDate
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StockBySymbolQuery, StockBySymbolQueryVariables>;
export const SignalsOfDocument = new TypedDocumentString(`
    query SignalsOf($filter: SignalFilter!, $after: String) {
  signals(filter: $filter, first: 100, after: $after) {
    totalCount
    edges {
      node {
        id
        symbol
        tradingDate
        kind
        origin
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SignalsOfQuery, SignalsOfQueryVariables>;