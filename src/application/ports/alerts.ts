import type { AlertPriority, AlertRule, PriceLevel } from '../../domain/alerts/alert-rule.js';
import type { LastAlert } from '../../domain/alerts/cooldown.js';
import type { LevelTrigger, SessionClose } from '../../domain/alerts/price-level.js';
import type { EventPosition, SequencedEvent } from '../../domain/events.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { IdempotentRequest } from './accounts.js';
import type { AlertMessage, ChannelKind, DeliveryFault } from './alert-channel.js';
import type { PageRequest, Slice } from './page.js';

/** PENDING: its code was not given back yet. DISABLED: nothing reaches it any more, or its owner does not want it. */
export type BindingState = 'PENDING' | 'ACTIVE' | 'DISABLED';

/** A place where alerts of a user go. */
export interface AlertBinding {
  readonly id: string;
  readonly channel: ChannelKind;
  /** As the channel writes it. */
  readonly target: string;
  readonly label: string;
  readonly language: AlertMessage['language'];
  readonly state: BindingState;
  readonly disabledReason: string | null;
  readonly createdAt: Date;
}

/** The place of a row in a list that is ordered by when rows were made: milliseconds, then the id. */
export interface CreatedKey {
  readonly createdAt: Date;
  readonly id: string;
}

export type DeliveryState = 'PENDING' | 'SENDING' | 'RETRYING' | 'SENT' | 'FAILED' | 'EXPIRED' | 'SUPPRESSED';

export interface AlertDelivery {
  readonly id: string;
  /** Ascending. */
  readonly seq: string;
  readonly ruleId: string | null;
  readonly bindingId: string;
  readonly symbol: string | null;
  readonly priority: AlertPriority;
  readonly title: string;
  readonly state: DeliveryState;
  /** Why it was suppressed, or failed. */
  readonly reason: string | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
  readonly acknowledgedAt: Date | null;
  /** What it says besides its title. */
  readonly facts: AlertMessage['facts'];
  readonly paragraphs: AlertMessage['paragraphs'];
}

/** LOST: its process was killed within it; the receiver may have taken the alert. */
export type AttemptOutcome = DeliveryEnd['kind'] | 'LOST';

/** One try to deliver an alert. */
export interface AlertAttempt {
  /** From 1; goes on after a redelivery. */
  readonly number: number;
  readonly attemptedAt: Date;
  readonly outcome: AttemptOutcome;
  readonly fault: DeliveryFault | null;
  /** Null where nobody lived to measure it. */
  readonly latencyMs: number | null;
}

/** An alert as it is put into the ledger. */
export interface NewDelivery {
  readonly userId: string;
  readonly ruleId: string | null;
  readonly bindingId: string;
  readonly dedupe: string;
  readonly symbol: string | null;
  readonly priority: AlertPriority;
  readonly message: AlertMessage;
  readonly state: 'PENDING' | 'SUPPRESSED';
  readonly reason: string | null;
  readonly occurredAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

/** A delivery that this process holds until its lease ends; `fence` refuses it where somebody else took it since. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly fence: number;
  /** Of the attempt, among all of the delivery. */
  readonly number: number;
  /** Likewise, since it was made or redelivered: patience counts these. */
  readonly attempt: number;
  readonly bindingId: string;
  readonly channel: ChannelKind;
  readonly target: string;
  /** Of the secrets that sign it, the newest first. */
  readonly secretNumbers: readonly number[];
  readonly message: AlertMessage;
  readonly expiresAt: Date;
}

/** For how long a destination, or a channel, is left alone. */
export interface DeliveryRest {
  readonly dueAt: Date;
  /** Null: the receiver did not say. */
  readonly pauseUntil: Date | null;
  readonly scope: 'DESTINATION' | 'CHANNEL';
}

/** What an attempt changes. */
export type DeliveryEnd =
  | { readonly kind: 'SENT'; readonly reference: string | null; readonly movedTo: string | null }
  /** Again at that time; nothing goes to the destination, or through the channel, before `pauseUntil`. */
  | ({ readonly kind: 'RETRY'; readonly fault: DeliveryFault } & DeliveryRest)
  /** `rest`: it could be tried no more, and what comes after it has to wait as after a RETRY. */
  | { readonly kind: 'FAILED'; readonly fault: DeliveryFault; readonly disablesBinding: boolean; readonly rest: DeliveryRest | null }
  | { readonly kind: 'EXPIRED' };

export interface FinishedAttempt {
  readonly attemptedAt: Date;
  readonly latencyMs: number;
  readonly end: DeliveryEnd;
}

/** How far events were matched, and when the database was last restored to an earlier time; null: never since alerts are made. */
export type MatchPosition = EventPosition & { readonly restoredAt: Date | null };

/** A digest that is not on its way yet. */
export interface OpenDigest {
  readonly id: string;
  readonly priority: AlertPriority;
  readonly count: number;
  readonly entries: AlertMessage['facts'];
}

/** An alert that nobody has acknowledged in time, and where it goes next. */
export interface UnacknowledgedAlert extends Pick<NewDelivery, 'userId' | 'dedupe' | 'symbol' | 'priority' | 'message' | 'occurredAt'> {
  readonly rule: Pick<AlertRule, 'id' | 'ttlMinutes' | 'quietHours'>;
  readonly bindingId: string;
  readonly afterMinutes: number;
}

/** A rule over a level, and what closed since it last looked. */
export interface LevelWatch {
  readonly rule: AlertRule;
  readonly trigger: LevelTrigger;
  readonly level: PriceLevel;
  /** Whether its owner is. */
  readonly isActive: boolean;
  /** Ascending; without the very first bar of a stock. */
  readonly sessions: readonly SessionClose[];
  /** The newest session whose bar is there. */
  readonly through: TradingDate;
}

/** What the matcher does within one transaction: what it reads, the deliveries and the position are stored together or not at all. */
export interface MatchTransaction {
  /** How far events were matched. Null: another process is at it. Deliveries of an earlier life of the database are given up. */
  position(current: EventPosition): Promise<MatchPosition | null>;
  readAfter(seq: number, limit: number): Promise<readonly SequencedEvent[]>;
  /** Rules over signals, of active users. */
  rules(): Promise<readonly AlertRule[]>;
  /** Active ones. */
  bindings(ids: readonly string[]): Promise<readonly (AlertBinding & { readonly userId: string })[]>;
  sectors(stockIds: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** The tickers of which portfolios of the users hold shares, by user. */
  heldSymbols(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /**
   * The last alert of each rule about each symbol that was or may yet be delivered, and that is no older before `earliest` than the rule's
   * cooldown; keys `rule symbol`.
   */
  lastAlerts(ruleIds: readonly string[], symbols: readonly string[], earliest: Date): Promise<ReadonlyMap<string, LastAlert>>;
  /**
   * What each of the rules told each binding within the last hour, keys `rule binding`: how many alerts, without digests and escalations, and
   * when the oldest of them is an hour old.
   */
  recentAlerts(ruleIds: readonly string[]): Promise<{
    readonly at: Date;
    readonly recent: ReadonlyMap<string, { readonly count: number; readonly roomAt: Date }>;
  }>;
  /** Digests of the rules that are not on their way, keys `rule binding`; they stay so until the transaction ends. */
  openDigests(ruleIds: readonly string[]): Promise<ReadonlyMap<string, OpenDigest>>;
  changeDigest(id: string, digest: Pick<NewDelivery, 'message' | 'priority'>): Promise<void>;
  /** Rules over levels whose stock has bars of sessions after the one they have come to, none after `through`; held until the transaction ends. */
  levels(through: TradingDate, limit: number): Promise<readonly LevelWatch[]>;
  /** Says how far rules have come. */
  looked(rules: readonly { readonly ruleId: string; readonly through: TradingDate }[]): Promise<void>;
  /** How many were new. */
  add(deliveries: readonly NewDelivery[]): Promise<number>;
  advance(position: EventPosition): Promise<void>;
}

export interface AlertStore {
  matching<T>(work: (tx: MatchTransaction) => Promise<T>): Promise<T>;
  /** The oldest open delivery of each binding that is due: held until the lease ends. */
  claim(options: {
    readonly limit: number;
    readonly leaseMs: number;
    readonly channels: readonly ChannelKind[];
  }): Promise<readonly ClaimedDelivery[]>;
  /** False where somebody else has taken it since: nothing is changed then. */
  finish(delivery: ClaimedDelivery, attempt: FinishedAttempt): Promise<boolean>;
  /** Gives it back without an attempt, to be due later. */
  postpone(delivery: ClaimedDelivery, dueAt: Date): Promise<void>;
  /** Alerts that are due and not sent, and for how many seconds the oldest of those is due whose destination could be sent to. */
  backlog(): Promise<{ readonly open: number; readonly oldestSeconds: number }>;
  /** The tickers of which portfolios of the users hold shares, by user. */
  heldSymbols(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** Alerts of the last day whose rule sends on what nobody acknowledges, that are due for it and were not sent on yet. */
  listUnacknowledged(limit: number): Promise<readonly UnacknowledgedAlert[]>;
  /** Puts deliveries into the ledger. How many were new. */
  add(deliveries: readonly NewDelivery[]): Promise<number>;
  /**
   * Removes up to `limit` deliveries, with their attempts, that came to their end so long ago, the oldest first. Never an open one, and
   * none that is as young as an event that is kept: it is what keeps that event from alerting twice. Returns how many.
   */
  prune(olderThanMs: number, limit: number): Promise<number>;

  /** Without a code it is active at once. @throws {DomainError} INVALID_INPUT where nothing is sent to the target any more */
  createBinding(
    binding: Pick<AlertBinding, 'channel' | 'target' | 'label' | 'language'> & { readonly userId: string },
    code: (Omit<NewDelivery, 'bindingId' | 'userId'> & { readonly hash: string }) | null,
    request: IdempotentRequest,
  ): Promise<AlertBinding>;
  /** Null where there is no such binding that waits for this code. */
  confirmBinding(userId: string, id: string, codeHash: string): Promise<AlertBinding | null>;
  /** The number of the next secret of a binding; the one before signs for another day. Null: no such binding, or three such days are running. */
  rotateSecret(userId: string, id: string): Promise<number | null>;
  deleteBinding(userId: string, id: string): Promise<boolean>;
  /** The oldest first. */
  listBindings(userId: string, page: PageRequest<CreatedKey>): Promise<Slice<AlertBinding>>;
  /** Ends all emails to an address, given by its SHA-256 (hexadecimal, letters A to Z made small); bindings to it are disabled, new ones are refused. */
  unsubscribe(targetHash: string): Promise<void>;
  /** Takes that back: bindings are as they were. */
  resubscribe(targetHash: string): Promise<void>;
  createRule(rule: Omit<AlertRule, 'id' | 'createdAt'>, request: IdempotentRequest): Promise<AlertRule>;
  /** Null where the user has no such rule. */
  muteRule(userId: string, id: string, mute: { readonly isMuted: boolean; readonly until: Date | null }): Promise<AlertRule | null>;
  deleteRule(userId: string, id: string): Promise<boolean>;
  /** The oldest first. */
  listRules(userId: string, page: PageRequest<CreatedKey>): Promise<Slice<AlertRule>>;
  listDeliveries(userId: string, page: PageRequest<{ readonly seq: string }>): Promise<Slice<AlertDelivery>>;
  /** Those of the ids that are the user's, in any order. */
  findDeliveries(userId: string, ids: readonly string[]): Promise<readonly AlertDelivery[]>;
  /** A page of attempts of each delivery, the first attempt first; none where the delivery is not the user's. */
  listAttempts(
    userId: string,
    deliveryIds: readonly string[],
    page: PageRequest<Pick<AlertAttempt, 'number'>>,
  ): Promise<readonly Slice<AlertAttempt>[]>;
  acknowledge(userId: string, id: string): Promise<AlertDelivery | null>;
  /** Makes one due again that failed, expired, or was held back by a restore. Null where the user has no such one. */
  redeliver(userId: string, id: string, expiresAt: Date): Promise<AlertDelivery | null>;
}
