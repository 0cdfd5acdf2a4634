import type { Decimal } from '../decimal.js';
import type { SignalKind } from '../vpa/detectors/index.js';
import type { StoredStatus } from '../vpa/scoring/signal-score.js';
import type { Direction } from '../vpa/signal.js';

/** When a rule looks: as a signal is found, as it is scored, or as its status is decided; or as a close crosses a level, of any stock or of one that is held. */
export const ALERT_TRIGGERS = ['FOUND', 'PRICE', 'STOP', 'SCORED', 'DECIDED'] as const;
export type AlertTrigger = (typeof ALERT_TRIGGERS)[number];

/** How much an alert matters. */
export const ALERT_PRIORITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type AlertPriority = (typeof ALERT_PRIORITIES)[number];

/** Which signals a rule is about. Null: any. */
export interface AlertFilter {
  readonly kinds: readonly SignalKind[] | null;
  readonly directions: readonly Direction[] | null;
  readonly symbols: readonly string[] | null;
  readonly sectors: readonly string[] | null;
  /** Adjusted score, 0 to 100. A signal has none yet as it is found. */
  readonly minScore: number | null;
  /** 0 to 1. */
  readonly minConfidence: number | null;
  /** For DECIDED. */
  readonly statuses: readonly StoredStatus[] | null;
  /** Of the bar that fired: volume over its mean of 20 bars. */
  readonly minVolumeRatio: number | null;
  readonly maxVolumeRatio: number | null;
  /** Where it closed between its low and its high, 0 to 1. */
  readonly minClosePosition: number | null;
  /** Close to close, per cent. */
  readonly minChangePct: number | null;
  /** Whether the owner of the rule holds shares of the stock in a portfolio. */
  readonly isHeld: boolean | null;
}

/** A filter that lets everything through. */
export const ANY_SIGNAL: AlertFilter = {
  kinds: null,
  directions: null,
  symbols: null,
  sectors: null,
  minScore: null,
  minConfidence: null,
  statuses: null,
  minVolumeRatio: null,
  maxVolumeRatio: null,
  minClosePosition: null,
  minChangePct: null,
  isHeld: null,
};

/** From which side a close has to come: ABOVE from below the level, BELOW from above it. */
export const LEVEL_DIRECTIONS = ['ABOVE', 'BELOW'] as const;
export type LevelDirection = (typeof LEVEL_DIRECTIONS)[number];

/** A price that a rule watches. */
export interface PriceLevel {
  /** Ticker of a stock, or of an index. */
  readonly symbol: string;
  /** VND as traded, not adjusted; points of an index. */
  readonly price: Decimal;
  readonly direction: LevelDirection;
}

/** What somebody wants to be told, and how. */
export interface AlertRule {
  /** UUID. */
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly trigger: AlertTrigger;
  readonly filter: AlertFilter;
  /** For PRICE and STOP, which look at no signals; null for the others. */
  readonly level: PriceLevel | null;
  /** Where to. */
  readonly bindingIds: readonly string[];
  /** After an alert about a stock the rule is silent about that stock for so long, and about no other. */
  readonly cooldownMinutes: number;
  /** An alert that could not be delivered within so long is not delivered any more. */
  readonly ttlMinutes: number;
  /** Minutes after midnight in Asia/Ho_Chi_Minh between which alerts are held; null: never. May go over midnight. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  /** Whether it is silent now. */
  readonly isMuted: boolean;
  /** When it speaks again; null: it is not silent, or until somebody says otherwise. */
  readonly mutedUntil: Date | null;
  /** Of its alerts; null: as the score says. */
  readonly priority: AlertPriority | null;
  /** Alerts that go to a binding one by one within an hour; what is more is gathered in a digest. Null: all do. */
  readonly maxPerHour: number | null;
  /** Where an alert goes that nobody acknowledges within so long; null: nowhere. */
  readonly escalation: { readonly afterMinutes: number; readonly bindingId: string } | null;
  readonly createdAt: Date;
}
