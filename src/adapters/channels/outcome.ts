import type { DeliveryFault, SendOutcome } from '../../application/ports/alert-channel.js';

/** Longest pause that a receiver can ask for: a day. What it asks beyond that is asked again. */
const LONGEST_PAUSE_MS = 86_400_000;

export function accepted(reference: string | null, movedTo: string | null = null): SendOutcome {
  return { kind: 'ACCEPTED', reference, movedTo };
}

/** @param retryAfterMs not before that; null where the receiver did not say. */
export function retry(
  fault: DeliveryFault,
  retryAfterMs: number | null = null,
  scope: 'DESTINATION' | 'CHANNEL' = 'DESTINATION',
): SendOutcome {
  return { kind: 'RETRY', fault, retryAfterMs: retryAfterMs === null ? null : Math.min(retryAfterMs, LONGEST_PAUSE_MS), scope };
}

export function rejected(fault: DeliveryFault, disablesBinding = false): SendOutcome {
  return { kind: 'REJECTED', fault, disablesBinding };
}

/** The header Retry-After, seconds or a date, in milliseconds from `now`; null where there is none that can be read. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
