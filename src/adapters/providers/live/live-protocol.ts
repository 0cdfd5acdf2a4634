import type { RawTick } from './tick-gate.js';

/** What a protocol makes of one message. */
export type Heard =
  | { readonly kind: 'TICK'; readonly tick: RawTick }
  /** The symbols are subscribed. */
  | { readonly kind: 'READY' }
  /** The login failed; another one may go better. */
  | { readonly kind: 'TURNED_AWAY' }
  /** An answer to a ping, a greeting, another channel. */
  | { readonly kind: 'OTHER' }
  /** Nothing that the protocol knows. */
  | { readonly kind: 'NONSENSE' };

export type Send = (message: unknown) => void;

/** What differs between websocket protocols; connections, pauses and silence are the same for all. */
export interface LiveProtocol {
  /** Address and headers of the next connection, freshly signed in where that is needed. */
  prepare(abort: AbortSignal): Promise<{ readonly url: string; readonly headers?: Readonly<Record<string, string>> }>;
  /** The connection stands. True where the symbols are subscribed with that, without an answer. */
  opened(send: Send, symbols: readonly string[]): boolean;
  /** @param message parsed JSON */
  heard(message: unknown, send: Send, symbols: readonly string[]): Heard;
  /** Told when a connection was turned away, before the next one is prepared. */
  readonly turnedAway?: () => void;
  /** Says something that has to be answered; absent where a ping of the websocket does. */
  readonly ping?: (send: Send) => void;
}
