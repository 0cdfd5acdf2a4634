import type { SignalKind } from '../vpa/detectors/index.js';

/** Why a position was sold. */
export const EXIT_REASONS = ['STOP', 'TRAILING_STOP', 'TARGET', 'TIME', 'SIGNAL'] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** Shares bought together and sold together; a position that is sold in parts makes a trade of each part. Days since 1970-01-01, money in whole VND. */
export interface Trade {
  readonly symbol: string;
  readonly kind: SignalKind;
  /** Of the bar whose signal was bought. */
  readonly signalDay: number;
  readonly entryDay: number;
  readonly entryPrice: number;
  readonly shares: number;
  /** The part of the fee of the purchase that falls to these shares. */
  readonly entryFee: number;
  /** Of the bar on whose close the sale was decided; that of the sale itself where a stop or a target was hit. */
  readonly decisionDay: number;
  readonly exitDay: number;
  readonly exitPrice: number;
  readonly exitFee: number;
  readonly saleTax: number;
  readonly reason: ExitReason;
  /** Bars of the stock after the one of the purchase. */
  readonly bars: number;
  /** After fees and tax. */
  readonly profit: number;
}

/** Shares still held at the end, at the last close. */
export interface OpenPosition {
  readonly symbol: string;
  readonly kind: SignalKind;
  readonly signalDay: number;
  readonly entryDay: number;
  readonly entryPrice: number;
  readonly shares: number;
  readonly stop: number;
  readonly lastClose: number;
}

/** Why an order was not filled, or not whole. */
export const ORDER_FAULTS = ['NO_BAR', 'LOCKED', 'NO_CASH', 'NO_VOLUME', 'PARTIAL', 'BELOW_STOP'] as const;
export type OrderFault = (typeof ORDER_FAULTS)[number];
