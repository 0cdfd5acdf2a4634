import { DomainError } from '../../domain/errors.js';
import type { BucketLimit } from '../../domain/access/token-bucket.js';
import type { AlertChannel, ChannelKind, SendOutcome } from '../ports/alert-channel.js';
import type { AlertStore, ClaimedDelivery, DeliveryEnd } from '../ports/alerts.js';
import type { RateLimiter } from '../ports/rate-limiter.js';
import type { Logger, Metrics } from '../ports/telemetry.js';

export interface SendDeps {
  readonly alerts: AlertStore;
  readonly channels: ReadonlyMap<ChannelKind, AlertChannel>;
  /** What signs messages to a binding, newest first. */
  readonly secretsOf: (delivery: Pick<ClaimedDelivery, 'bindingId' | 'secretNumbers'>) => readonly string[];
  /** Where the receiver can end these messages; null where the channel has other ways. */
  readonly unsubscribeUrlOf: (delivery: Pick<ClaimedDelivery, 'channel' | 'target'>) => string | null;
  readonly limiter: RateLimiter;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly pace: SendPace;
}

/** How patient the sender is. */
export interface SendPace {
  /** Before the second, third… attempt; the last is used for all that follow. */
  readonly backoffMs: readonly number[];
  readonly maxAttempts: number;
  /** An attempt has at most so long. */
  readonly sendTimeoutMs: number;
  /** A holding ends by itself after so long: more than an attempt may take. */
  readonly leaseMs: number;
  /** Destinations that are served at once. */
  readonly concurrency: number;
}

export const USUAL_PACE: SendPace = {
  backoffMs: [60_000, 300_000, 1_800_000],
  maxAttempts: 8,
  sendTimeoutMs: 15_000,
  leaseMs: 60_000,
  concurrency: 16,
};

/** Of one destination, and of the bot as a whole: what Telegram allows, with room to spare. */
const DESTINATION: BucketLimit = { capacity: 5, refillPerSecond: 1 };
const BOT: BucketLimit = { capacity: 25, refillPerSecond: 25 };
/** A mail server takes less than many receivers that have nothing to do with each other. Within the system nothing is limited. */
const CHANNELS: Readonly<Record<ChannelKind, BucketLimit | null>> = {
  TELEGRAM: BOT,
  EMAIL: BOT,
  SLACK: { capacity: 100, refillPerSecond: 100 },
  WEBHOOK: { capacity: 200, refillPerSecond: 200 },
  APP: null,
  LOG: null,
};
const MEASURE_EVERY_MS = 1_000;
/** While all places are taken, or nothing is due: something else may be soon. Places are given out many at once, as to look for what is due has its price. */
const LONGEST_WAIT_MS = 50;

/**
 * Sends what is due: to each destination one alert at a time, the oldest first, to many destinations at once. A destination that
 * is slow or away holds up nobody else. Killed within an attempt, the alert goes out again with the same id when the lease is over.
 * @returns how many attempts were made
 */
export function sendAlerts(deps: SendDeps): (signal: AbortSignal) => Promise<number> {
  const { alerts, channels, metrics, pace, now } = deps;
  let measureAt = -Infinity;
  const busy = new Set<Promise<void>>();
  return async (signal) => {
    const free = pace.concurrency - busy.size;
    const claimed =
      free <= 0 || signal.aborted ? [] : await alerts.claim({ limit: free, leaseMs: pace.leaseMs, channels: [...channels.keys()] });
    for (const delivery of claimed) {
      const work = deliver(deps, delivery, signal).finally(() => busy.delete(work));
      busy.add(work);
    }
    if (now().getTime() >= measureAt) {
      measureAt = now().getTime() + MEASURE_EVERY_MS;
      const { open, oldestSeconds } = await alerts.backlog();
      metrics.set('alerts_open', open);
      metrics.set('alerts_oldest_open_seconds', oldestSeconds);
    }
    if (signal.aborted) await Promise.all(busy);
    // What is done makes room; one that takes long is not waited for, as others may be due before it ends.
    else if (busy.size >= pace.concurrency) await soon(() => busy.size <= pace.concurrency / 2, busy);
    else if (claimed.length === 0) await soon(() => busy.size === 0, busy);
    return claimed.length;
  };
}

/** Resolves when enough of them have ended, and after a moment in any case. */
async function soon(isEnough: () => boolean, busy: ReadonlySet<Promise<void>>): Promise<void> {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(void (isOver = true)), LONGEST_WAIT_MS);
  });
  while (!isOver && !isEnough()) await Promise.race([...busy, moment]);
  clearTimeout(timer);
}

async function deliver(deps: SendDeps, delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
  const { alerts, channels, secretsOf, metrics, logger, now, pace } = deps;
  const channel = channels.get(delivery.channel);
  if (channel === undefined) return;
  const startedAt = now();
  try {
    if (startedAt >= delivery.expiresAt) {
      await alerts.finish(delivery, { attemptedAt: startedAt, latencyMs: 0, end: { kind: 'EXPIRED' } });
      metrics.increment('alert_deliveries_total', { channel: delivery.channel, outcome: 'expired' });
      return;
    }
    const waitMs = await mustWait(deps.limiter, delivery);
    if (waitMs > 0 || signal.aborted) {
      await alerts.postpone(delivery, new Date(startedAt.getTime() + waitMs));
      return;
    }
    const attempt = {
      deliveryId: delivery.id,
      message: delivery.message,
      target: delivery.target,
      secrets: secretsOf(delivery),
      unsubscribeUrl: deps.unsubscribeUrlOf(delivery),
      attemptedAt: startedAt,
    };
    const outcome = await channel.send(attempt, AbortSignal.timeout(pace.sendTimeoutMs));
    const endedAt = now();
    const end = endOf(outcome, delivery, endedAt, pace);
    const isOurs = await alerts.finish(delivery, { attemptedAt: startedAt, latencyMs: endedAt.getTime() - startedAt.getTime(), end });
    const shown = isOurs ? end.kind.toLowerCase() : 'stale';
    metrics.increment('alert_deliveries_total', { channel: delivery.channel, outcome: shown });
    if (isOurs && end.kind === 'SENT')
      metrics.observe('alert_delivery_delay_seconds', (endedAt.getTime() - delivery.message.occurredAt.getTime()) / 1000, {
        channel: delivery.channel,
      });
  } catch (error) {
    // The lease gives it back: to be tried again is all that can be done here.
    metrics.increment('alert_deliveries_total', { channel: delivery.channel, outcome: 'error' });
    const isExpected = error instanceof DomainError && error.retryable;
    logger[isExpected ? 'warn' : 'error'](
      { error, delivery: delivery.id, channel: delivery.channel },
      'an alert could not be brought to an end',
    );
  }
}

/** Milliseconds until the destination and the channel may be used again. */
async function mustWait(limiter: RateLimiter, { bindingId, channel }: ClaimedDelivery): Promise<number> {
  const ofChannel = CHANNELS[channel];
  if (ofChannel === null) return 0;
  for (const bucket of [
    { key: `alert:binding:${bindingId}`, ...DESTINATION },
    { key: `alert:channel:${channel}`, ...ofChannel },
  ]) {
    const { allowed, retryAfterMs } = await limiter.take(bucket, 1);
    if (!allowed) return Math.max(1, retryAfterMs);
  }
  return 0;
}

function endOf(outcome: SendOutcome, { attempt, expiresAt }: ClaimedDelivery, now: Date, pace: SendPace): DeliveryEnd {
  switch (outcome.kind) {
    case 'ACCEPTED':
      return { kind: 'SENT', reference: outcome.reference, movedTo: outcome.movedTo };
    case 'REJECTED':
      return { kind: 'FAILED', fault: outcome.fault, disablesBinding: outcome.disablesBinding, rest: null };
    case 'RETRY': {
      const { fault, scope, retryAfterMs } = outcome;
      const backoff = pace.backoffMs[Math.min(attempt, pace.backoffMs.length) - 1] ?? 0;
      const dueAt = new Date(now.getTime() + Math.max(backoff, retryAfterMs ?? 0));
      const rest = { dueAt, pauseUntil: retryAfterMs === null ? null : new Date(now.getTime() + retryAfterMs), scope };
      if (attempt >= pace.maxAttempts || dueAt >= expiresAt) return { kind: 'FAILED', fault, disablesBinding: false, rest };
      return { kind: 'RETRY', fault, ...rest };
    }
  }
}
