import { BACKTEST_STATES } from './backtest/backtest-state.js';
import { DomainError } from './errors.js';
import type { DomainEvent, EventBodies, EventType, SequencedEvent, UnreadableEvent } from './events.js';
import { boolean, date, malformed, number, oneOf, record, string, type Fields } from './json-fields.js';
import { signalScoreFromJson } from './vpa/scoring/signal-score-json.js';
import { signalFromJson, signalToJson } from './vpa/signal-json.js';

/** The JSON form of an event without its type. `read` throws INVALID_INPUT where a field is missing or of another type. */
interface EventForm<Type extends EventType> {
  readonly write: (body: EventBodies[Type]) => Fields;
  readonly read: (fields: Fields) => DomainEvent<Type>;
}

/** Every type of event: the compiler asks for a line where {@link EventBodies} gets a new one. */
const FORMS: { readonly [Type in EventType]: EventForm<Type> } = {
  'signal.updated': {
    write: ({ signal, score, isFirst }) => ({ signal: signalToJson(signal), score, isFirst }),
    read: (fields) => {
      const score = signalScoreFromJson(fields['score']);
      // Versions before did not say it; only a first score was told as PENDING.
      const isFirst = fields['isFirst'] === undefined ? score.status === 'PENDING' : boolean(fields, 'isFirst');
      return { type: 'signal.updated', signal: signalFromJson(fields['signal']), score, isFirst };
    },
  },
  'signal.detected': {
    write: ({ signal }) => ({ signal: signalToJson(signal) }),
    read: ({ signal }) => ({ type: 'signal.detected', signal: signalFromJson(signal) }),
  },
  'alert.delivered': {
    write: ({ userId, deliveryId }) => ({ userId, deliveryId }),
    read: (fields) => ({ type: 'alert.delivered', userId: string(fields, 'userId'), deliveryId: string(fields, 'deliveryId') }),
  },
  'backtest.changed': {
    write: ({ userId, backtestId, state, progress }) => ({ userId, backtestId, state, progress }),
    read: (fields) => ({
      type: 'backtest.changed',
      userId: string(fields, 'userId'),
      backtestId: string(fields, 'backtestId'),
      state: oneOf(fields, 'state', BACKTEST_STATES),
      progress: number(fields, 'progress'),
    }),
  },
};

/** Longest name of a type that is kept. */
const LONGEST_NAME = 60;

/** An event as JSON, the one form in which the table and the bus hold it. */
export function eventToJson<Type extends EventType>(event: DomainEvent<Type>): Fields {
  return { type: event.type, ...FORMS[event.type].write(event) };
}

/** Reads what {@link eventToJson} wrote, by this version of the service or another one. */
export function eventFromJson(json: unknown): DomainEvent | UnreadableEvent {
  let name = '';
  try {
    const fields = record(json, 'event');
    name = string(fields, 'type').slice(0, LONGEST_NAME);
    if (isKnown(name)) return FORMS[name].read(fields);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return { type: 'unreadable', name, json };
}

/** Whether this version knows the type; not what every object has by birth. */
function isKnown(name: string): name is EventType {
  return Object.hasOwn(FORMS, name);
}

/** An event with its place, as one line of JSON for the bus. */
export function sequencedEventToText({ seq, epoch, occurredAt, event, traceparent }: SequencedEvent): string {
  const json = event.type === 'unreadable' ? event.json : eventToJson(event);
  return JSON.stringify({ seq, epoch, occurredAt: occurredAt.toISOString(), event: json, traceparent });
}

/** @throws {DomainError} INVALID_INPUT where the text names no event and its place. */
export function sequencedEventFromText(text: string): SequencedEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('json');
  }
  const message = record(value, 'message');
  const seq = message['seq'];
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) throw malformed('seq');
  return {
    seq,
    epoch: string(message, 'epoch'),
    occurredAt: date(message, 'occurredAt'),
    event: eventFromJson(message['event']),
    ...traceOf(message['traceparent']),
  };
}

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace of an event, as a part of it; nothing where there is none, or where it is malformed: no event is lost for it. */
export function traceOf(traceparent: unknown): Pick<SequencedEvent, 'traceparent'> {
  return typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {};
}
