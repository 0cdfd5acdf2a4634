import type { AlertStore } from '../ports/alerts.js';

/** What somebody who reads alerts can do about them without an account, by the token in each message. */
export interface Unsubscription {
  /** Whether the token is one of ours. */
  knows(token: string): boolean;
  /** Ends all messages to the address, of every account; nothing else is sent there. False where the token is none of ours. */
  end(token: string): Promise<boolean>;
  /** Takes that back. */
  undo(token: string): Promise<boolean>;
}

/** @param targetHashOf the hash of the address that a token is about, hexadecimal; null where the token was not signed by this server */
export function unsubscription(
  alerts: Pick<AlertStore, 'unsubscribe' | 'resubscribe'>,
  targetHashOf: (token: string) => string | null,
): Unsubscription {
  const doing = (change: (targetHash: string) => Promise<void>) => async (token: string) => {
    const targetHash = targetHashOf(token);
    if (targetHash === null) return false;
    await change(targetHash);
    return true;
  };
  return {
    knows: (token) => targetHashOf(token) !== null,
    end: doing((targetHash) => alerts.unsubscribe(targetHash)),
    undo: doing((targetHash) => alerts.resubscribe(targetHash)),
  };
}
