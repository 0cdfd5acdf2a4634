import type { SequencedEvent } from '../../src/domain/events.js';
import { type EventTail, type TailListener, startEventTail } from '../../src/application/events/event-tail.js';
import type { TailGap } from '../../src/application/events/tail-gap.js';
import { aSignal } from './a-signal.js';
import { FakeMetrics, SILENT_LOGGER } from './fake-telemetry.js';
import { FakeTimers, settle } from './fake-timers.js';
import { MemoryEventBus, MemoryEventLog } from './memory-event-log.js';

/** A tail with everything around it in memory. */
export interface TailScene {
  readonly log: MemoryEventLog;
  readonly bus: MemoryEventBus;
  readonly timers: FakeTimers;
  readonly metrics: FakeMetrics;
  readonly tail: EventTail;
}

/** A tail over a table that holds so many events. */
export async function aTail(events = 0): Promise<TailScene> {
  const [log, bus, timers, metrics] = [new MemoryEventLog(), new MemoryEventBus(), new FakeTimers(), new FakeMetrics()];
  for (let count = 0; count < events; count += 1) log.append(aSignal());
  const tail = await startEventTail({ log, bus, timers, metrics, logger: SILENT_LOGGER, random: () => 1 });
  await settle();
  log.reads = 0;
  return { log, bus, timers, metrics, tail };
}

export class Recorder implements TailListener {
  readonly seqs: number[] = [];
  readonly gaps: TailGap[] = [];
  onEvent(event: SequencedEvent): void {
    this.seqs.push(event.seq);
  }
  onGap(gap: TailGap): void {
    this.gaps.push(gap);
  }
}

export function listen({ tail }: TailScene, after = tail.position()): Recorder & { detach: () => void } {
  const recorder = new Recorder();
  const result = tail.attach(after, recorder);
  if (!result.isAttached) throw new Error(`not attached: ${result.reason}`);
  return Object.assign(recorder, { detach: result.detach });
}

export const append = ({ log }: TailScene): SequencedEvent => log.append(aSignal());
