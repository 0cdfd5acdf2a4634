import type { SendOutcome } from '../../application/ports/alert-channel.js';
import { OutgoingError, type OutgoingResponse } from './outgoing-request.js';
import { accepted, readRetryAfter, rejected, retry } from './outcome.js';

/** What the status of a webhook's receiver means: 2xx alone is success, 410 ends the binding, all else is tried again. */
export function webhookOutcome({ status, retryAfter }: Pick<OutgoingResponse, 'status' | 'retryAfter'>, now: Date): SendOutcome {
  if (status >= 200 && status < 300) return accepted(null);
  if (status === 410) return rejected('GONE', true);
  const pause = readRetryAfter(retryAfter, now);
  if (status === 429) return retry('RATE_LIMITED', pause);
  if (status >= 500) return retry('SERVER_ERROR', pause);
  return retry(status >= 300 && status < 400 ? 'REDIRECT' : 'CLIENT_ERROR', pause);
}

/** What it means that there was no answer. */
export function noAnswer(error: unknown): SendOutcome {
  if (!(error instanceof OutgoingError)) throw error;
  return error.fault === 'FORBIDDEN_ADDRESS' ? rejected('FORBIDDEN_ADDRESS', true) : retry(error.fault);
}
