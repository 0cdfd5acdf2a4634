import type { ChannelKind } from '../../domain/alerts/channel-kind.js';

export type { ChannelKind };

/** What an alert says, before it gets the markup of a channel. All texts are plain: a channel escapes them. */
export interface AlertMessage {
  /** Type for programs, `signal.confirmed`. */
  readonly type: string;
  readonly language: 'vi' | 'en';
  /** One line: what fired. */
  readonly title: string;
  /** Numbers by name, in the order they are shown. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What it means, its record, what it is not. */
  readonly paragraphs: readonly string[];
  /** Where to read more; null where there is no page. */
  readonly link: string | null;
  readonly occurredAt: Date;
  /** The same for programs; plain JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** One attempt at one delivery. */
export interface ChannelAttempt {
  /** The same for every attempt of a delivery: receivers tell repetitions by it. */
  readonly deliveryId: string;
  readonly message: AlertMessage;
  /** As {@link AlertChannel.parseTarget} returned it. */
  readonly target: string;
  /** Secrets of the binding that sign what is sent, newest first; empty for channels that sign nothing. */
  readonly secrets: readonly string[];
  /** Where the receiver can end these messages by one request; null where the channel has other ways. */
  readonly unsubscribeUrl: string | null;
  readonly attemptedAt: Date;
}

/** Why an attempt did not succeed, a closed set for metrics and the ledger. */
export type DeliveryFault =
  | 'TIMEOUT'
  | 'CONNECTION'
  | 'RATE_LIMITED'
  | 'SERVER_ERROR'
  | 'CLIENT_ERROR'
  | 'UNAUTHORIZED'
  | 'REDIRECT'
  | 'FORBIDDEN_ADDRESS'
  | 'BLOCKED'
  | 'GONE'
  | 'UNKNOWN_RECIPIENT'
  | 'INVALID_CONTENT';

/**
 * What an attempt led to. RETRY: it may succeed later, not before `retryAfterMs` where the receiver said so; with scope CHANNEL
 * nothing at all may be sent through the channel before that. REJECTED: it never will; `disablesBinding` where no other
 * message to this target will either. ACCEPTED with `movedTo`: the target has a new address, to be used from now on.
 */
export type SendOutcome =
  | { readonly kind: 'ACCEPTED'; readonly reference: string | null; readonly movedTo: string | null }
  | {
      readonly kind: 'RETRY';
      readonly fault: DeliveryFault;
      readonly retryAfterMs: number | null;
      readonly scope: 'DESTINATION' | 'CHANNEL';
    }
  | { readonly kind: 'REJECTED'; readonly fault: DeliveryFault; readonly disablesBinding: boolean };

/** Carries alerts to people. An attempt has a time limit of its own and never throws for what a receiver or a network does. */
export interface AlertChannel {
  readonly kind: ChannelKind;
  /**
   * Reads a target as a person typed it into its one canonical form.
   * @throws {DomainError} INVALID_INPUT, with a message for that person.
   */
  parseTarget(text: string): string;
  /** Sends, and tells what came of it. Aborting counts as a time-out: the message may have arrived. */
  send(attempt: ChannelAttempt, abort: AbortSignal): Promise<SendOutcome>;
  /** Lets go of connections. */
  close(): Promise<void>;
}
