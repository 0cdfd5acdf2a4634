import type { SequencedEvent } from '../../src/domain/events.js';
import type { Signal } from '../../src/domain/vpa/signal.js';
import { aSignal } from './a-signal.js';

/** A numbered event; its signal is of the symbol `S` + number unless said otherwise. */
export function anEvent(seq: number, signal: Partial<Signal> = {}, epoch = 'e1'): SequencedEvent {
  return {
    seq,
    epoch,
    occurredAt: new Date(Date.UTC(2025, 4, 20, 8, 15) + seq),
    event: { type: 'signal.detected', signal: aSignal({ symbol: `S${seq}`, ...signal }) },
  };
}

/** The signal that an event tells. */
export function signalOf({ event }: SequencedEvent): Signal {
  if (event.type !== 'signal.detected') throw new Error(`an event ${event.type} tells no signal`);
  return event.signal;
}
