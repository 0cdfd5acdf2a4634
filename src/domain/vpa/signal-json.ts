import { boolean, date, malformed, nullableNumber, number, oneOf, record, string } from '../json-fields.js';
import { parseTradingDate } from '../market/trading-date.js';
import { SIGNAL_KINDS, type SignalKind } from './detectors/index.js';
import { SIGNAL_MARKS, type Direction, type MeasuredValues, type Signal, type SignalMark, type SignalOrigin } from './signal.js';

const DIRECTIONS: readonly Direction[] = ['BULLISH', 'BEARISH', 'NEUTRAL'];
const ORIGINS: readonly SignalOrigin[] = ['LIVE', 'BACKFILL'];
const BACKGROUNDS: readonly MeasuredValues['background'][] = ['S', 'W', 'N'];

/** A signal as JSON: instants are ISO-8601 text, the rest is as in the type. */
export function signalToJson(signal: Signal): Readonly<Record<string, unknown>> {
  return { ...signal, detectedAt: signal.detectedAt.toISOString() };
}

/** @throws {DomainError} INVALID_INPUT where a field is missing or of another type. */
export function signalFromJson(value: unknown): Signal {
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

function measuredFromJson(value: unknown): MeasuredValues {
  const measured = record(value, 'measured');
  const marks = marksFromJson(measured['marks']);
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
    ...(marks.length === 0 ? {} : { marks }),
  };
}

/** Those that this version knows. */
function marksFromJson(value: unknown): readonly SignalMark[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw malformed('marks');
  return SIGNAL_MARKS.filter((mark) => value.includes(mark));
}
