import { DomainError } from './errors.js';
import type { DomainEvent, SequencedEvent } from './events.js';
import { SIGNAL_KINDS, type SignalKind } from './vpa/detectors/index.js';
import type { Direction, MeasuredValues, Signal, SignalOrigin } from './vpa/signal.js';
import { parseTradingDate } from './market/trading-date.js';

/** A domain event as JSON, the one form in which the table and the bus hold it: instants are ISO-8601 text, the rest is as in the type. */
export function eventToJson(event: DomainEvent): JsonEvent {
  return { type: event.type, signal: { ...event.signal, detectedAt: event.signal.detectedAt.toISOString() } };
}

/**
 * Reads what {@link eventToJson} wrote, by this version of the service or another one.
 * @throws {DomainError} INVALID_INPUT where it is no event; bytes from a bus are never trusted.
 */
export function eventFromJson(value: unknown): DomainEvent {
  const event = record(value, 'event');
  if (event['type'] !== 'signal.detected') throw malformed('type');
  return { type: 'signal.detected', signal: signalFromJson(event['signal']) };
}

/** An event with its place, as one line of JSON for the bus. */
export function sequencedEventToText(event: SequencedEvent): string {
  return JSON.stringify({
    seq: event.seq,
    epoch: event.epoch,
    occurredAt: event.occurredAt.toISOString(),
    event: eventToJson(event.event),
  });
}

/** @throws {DomainError} INVALID_INPUT where the text is no sequenced event. */
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
  return { seq, epoch: string(message, 'epoch'), occurredAt: date(message, 'occurredAt'), event: eventFromJson(message['event']) };
}

type JsonEvent = { readonly type: DomainEvent['type']; readonly signal: Omit<Signal, 'detectedAt'> & { readonly detectedAt: string } };

const DIRECTIONS: readonly Direction[] = ['BULLISH', 'BEARISH', 'NEUTRAL'];
const ORIGINS: readonly SignalOrigin[] = ['LIVE', 'BACKFILL'];

function signalFromJson(value: unknown): Signal {
  const signal = record(value, 'signal');
  if (signal['interval'] !== 'D1') throw malformed('interval');
  return {
    id: string(signal, 'id'),
    stockId: string(signal, 'stockId'),
    symbol: string(signal, 'symbol'),
    interval: 'D1',
    tradingDate: parseTradingDate(string(signal, 'tradingDate')),
    kind: oneOf<SignalKind>(signal, 'kind', SIGNAL_KINDS),
    direction: oneOf(signal, 'direction', DIRECTIONS),
    ruleVersion: string(signal, 'ruleVersion'),
    origin: oneOf(signal, 'origin', ORIGINS),
    measured: measuredFromJson(signal['measured']),
    detectedAt: date(signal, 'detectedAt'),
  };
}

/** Reads the measured values of a signal. @throws {DomainError} INVALID_INPUT where one is missing or of another type. */
function measuredFromJson(value: unknown): MeasuredValues {
  const measured = record(value, 'measured');
  return {
    volumeRatio: nullableNumber(measured, 'volumeRatio'),
    spreadRatio: nullableNumber(measured, 'spreadRatio'),
    closePosition: number(measured, 'closePosition'),
    changePct: nullableNumber(measured, 'changePct'),
    bodyRatio: number(measured, 'bodyRatio'),
    upperWick: number(measured, 'upperWick'),
    lowerWick: number(measured, 'lowerWick'),
    atr14: nullableNumber(measured, 'atr14'),
    resistance30: nullableNumber(measured, 'resistance30'),
    support30: nullableNumber(measured, 'support30'),
    isDowntrend: boolean(measured, 'isDowntrend'),
    isUptrend: boolean(measured, 'isUptrend'),
    background: oneOf(measured, 'background', BACKGROUNDS),
    isShortHistory: boolean(measured, 'isShortHistory'),
    isIlliquid: boolean(measured, 'isIlliquid'),
  };
}

const BACKGROUNDS: readonly MeasuredValues['background'][] = ['S', 'W', 'N'];

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(name);
  return Object.fromEntries(Object.entries(value));
}

function string(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw malformed(name);
  return value;
}

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw malformed(name);
  return value;
}

function nullableNumber(fields: Fields, name: string): number | null {
  return fields[name] === null ? null : number(fields, name);
}

function boolean(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw malformed(name);
  return value;
}

function oneOf<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === fields[name]);
  if (found === undefined) throw malformed(name);
  return found;
}

function date(fields: Fields, name: string): Date {
  const value = new Date(string(fields, name));
  if (Number.isNaN(value.getTime())) throw malformed(name);
  return value;
}

function malformed(field: string): DomainError {
  return new DomainError('INVALID_INPUT', 'the event is malformed', { details: { field } });
}
