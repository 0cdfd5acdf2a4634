import type { TickEvent } from '../../../application/ports/market-data-provider.js';
import { faultOf } from '../calls/provider-error.js';
import { pause } from '../calls/request-gate.js';
import type { ProviderDeps } from '../provider-deps.js';
import { runConnection } from './live-connection.js';
import type { ConnectionEnd, ConnectionLimits } from './live-connection.js';
import type { LiveProtocol } from './live-protocol.js';
import { TickGate } from './tick-gate.js';
import { TickQueue } from './tick-queue.js';

export interface StreamLimits extends ConnectionLimits {
  /** Ticks that may wait for their reader. */
  readonly queue: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const STREAM_LIMITS: StreamLimits = {
  connectMs: 3_000,
  heartbeatMs: 10_000,
  maxMessageBytes: 1024 * 1024,
  queue: 50_000,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
};

/**
 * Ticks of these symbols until aborted or until the reader leaves. The line is opened again whenever it ends, with growing,
 * jittered pauses; what may have been missed meanwhile is told as a gap.
 */
export async function* streamTicks(
  name: string,
  protocol: LiveProtocol,
  symbols: readonly string[],
  limits: StreamLimits,
  deps: ProviderDeps,
  abort: AbortSignal,
): AsyncGenerator<TickEvent, void, undefined> {
  const queue = new TickQueue(name, limits.queue);
  const leaving = new AbortController();
  const stop = AbortSignal.any([abort, leaving.signal]);
  const line = keepLine({ name, protocol, symbols, limits, deps, queue, stop });
  try {
    for (let event = await queue.next(); event !== undefined; event = await queue.next()) {
      deps.metrics.set('provider_tick_queue_items', queue.length, { provider: name });
      yield event;
    }
  } finally {
    leaving.abort();
    await line;
  }
}

interface Line {
  readonly name: string;
  readonly protocol: LiveProtocol;
  readonly symbols: readonly string[];
  readonly limits: StreamLimits;
  readonly deps: ProviderDeps;
  readonly queue: TickQueue;
  readonly stop: AbortSignal;
}

/** Connection after connection; a loop, so that a night of failures costs no stack. */
async function keepLine({ name, protocol, symbols, limits, deps, queue, stop }: Line): Promise<void> {
  const { metrics, logger, clock, timers, random } = deps;
  const gate = new TickGate(name, symbols);
  const count = (result: string): void => metrics.increment('provider_ticks_total', { provider: name, result });
  let failures = 0;
  let aliveAt: Date | undefined;
  let isReady = false;
  const events = {
    alive: () => void (isReady && (aliveAt = clock.now())),
    ready() {
      const now = clock.now();
      if (aliveAt !== undefined) queue.push({ kind: 'GAP', provider: name, from: aliveAt, to: now, reason: 'INTERRUPTED' });
      queue.push({ kind: 'CONNECTED', provider: name });
      [isReady, aliveAt, failures] = [true, now, 0];
      metrics.set('provider_stream_connected', 1, { provider: name });
    },
    heard(heard: Parameters<Parameters<typeof runConnection>[4]['heard']>[0]) {
      const passed = heard.kind === 'TICK' ? gate.pass(heard.tick, clock.now()) : 'refused';
      if (typeof passed === 'string') count(passed);
      else count(queue.push({ kind: 'TICK', tick: passed }) ? 'accepted' : 'overflow');
    },
  };
  while (!stop.aborted) {
    const end = await connectOnce();
    isReady = false;
    metrics.set('provider_stream_connected', 0, { provider: name });
    if (stop.aborted) break;
    if (end === 'turned_away') protocol.turnedAway?.();
    failures += 1;
    const pauseMs = Math.min(limits.firstPauseMs * 2 ** (failures - 1), limits.longestPauseMs) * (0.5 + random() / 2);
    metrics.increment('provider_stream_interruptions_total', { provider: name, reason: end });
    logger.warn({ provider: name, reason: end, failures, retryInMs: Math.round(pauseMs) }, 'a stream of ticks ended and is opened again');
    await pause(timers, pauseMs, stop).catch(() => undefined);
  }
  queue.end();

  async function connectOnce(): Promise<ConnectionEnd> {
    try {
      return await runConnection(await protocol.prepare(stop), protocol, symbols, limits, events, stop);
    } catch (error) {
      // Signing in failed; nothing else throws here.
      if (!stop.aborted && faultOf(error) === undefined) logger.error({ provider: name, error }, 'a stream could not be prepared');
      return 'turned_away';
    }
  }
}
