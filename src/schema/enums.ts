import { registerEnumType } from 'type-graphql';

import type { BarSource } from '../domain/market/bar.js';
import type { BarInterval } from '../domain/market/interval.js';
import type { ClosedReason } from '../domain/market/market-status.js';
import type { SessionPhase } from '../domain/market/sessions.js';
import type { Exchange } from '../domain/market/stock.js';
import { DETECTORS, type SignalKind } from '../domain/vpa/detectors/index.js';
import type { Evidence } from '../domain/vpa/evidence/evidence.js';
import type { Language } from '../domain/vpa/evidence/words.js';
import type { Comparison } from '../domain/vpa/tolerance.js';
import type { Direction, MeasuredValues, SignalMark, SignalOrigin } from '../domain/vpa/signal.js';

/** Names of an enum of the API with the values they stand for. */
type EnumOf<Value extends string> = Readonly<Record<Value, Value>>;

export const ExchangeEnum: EnumOf<Exchange> = { HOSE: 'HOSE', HNX: 'HNX', UPCOM: 'UPCOM' };
registerEnumType(ExchangeEnum, {
  name: 'Exchange',
  description: 'A market for shares.',
  valuesConfig: {
    HOSE: { description: 'Ho Chi Minh City Stock Exchange.' },
    HNX: { description: 'Hanoi Stock Exchange.' },
    UPCOM: { description: 'Market of unlisted public companies, run in Hanoi.' },
  },
});

export const SessionPhaseEnum: EnumOf<SessionPhase> = {
  OPENING_AUCTION: 'OPENING_AUCTION',
  CONTINUOUS: 'CONTINUOUS',
  CLOSING_AUCTION: 'CLOSING_AUCTION',
  POST_CLOSE: 'POST_CLOSE',
  CLOSED: 'CLOSED',
};
registerEnumType(SessionPhaseEnum, {
  name: 'SessionPhase',
  description: 'How orders meet in a part of the day.',
  valuesConfig: {
    OPENING_AUCTION: { description: 'Orders are collected for the opening price (ATO).' },
    CONTINUOUS: { description: 'Orders meet as they come.' },
    CLOSING_AUCTION: { description: 'Orders are collected for the closing price (ATC).' },
    POST_CLOSE: { description: 'Trades at the closing price (PLO).' },
    CLOSED: { description: 'No trades.' },
  },
});

export const ClosedReasonEnum: EnumOf<ClosedReason> = {
  WEEKEND: 'WEEKEND',
  HOLIDAY: 'HOLIDAY',
  LUNCH_BREAK: 'LUNCH_BREAK',
  OUT_OF_HOURS: 'OUT_OF_HOURS',
};
registerEnumType(ClosedReasonEnum, {
  name: 'ClosedReason',
  description: 'Why an exchange is closed.',
  valuesConfig: {
    WEEKEND: { description: 'Saturday or Sunday.' },
    HOLIDAY: { description: 'A weekday without trading.' },
    LUNCH_BREAK: { description: 'Between the two halves of the day.' },
    OUT_OF_HOURS: { description: 'Before the first or after the last phase of a trading day.' },
  },
});

export const DirectionEnum: EnumOf<Direction> = { BULLISH: 'BULLISH', BEARISH: 'BEARISH', NEUTRAL: 'NEUTRAL' };
registerEnumType(DirectionEnum, { name: 'Direction', description: 'Which way a signal points.' });

export const SignalOriginEnum: EnumOf<SignalOrigin> = { LIVE: 'LIVE', BACKFILL: 'BACKFILL' };
registerEnumType(SignalOriginEnum, {
  name: 'SignalOrigin',
  description: 'How a signal came to be known.',
  valuesConfig: {
    LIVE: { description: 'Found on one of the newest five closed sessions, and told to subscribers.' },
    BACKFILL: { description: 'Found in history; only stored.' },
  },
});

export const SignalMarkEnum: EnumOf<SignalMark> = {
  AT_CEILING: 'AT_CEILING',
  AT_FLOOR: 'AT_FLOOR',
  AFTER_SUSPENSION: 'AFTER_SUSPENSION',
  EX_DATE: 'EX_DATE',
};
registerEnumType(SignalMarkEnum, {
  name: 'SignalMark',
  description: 'What else is to be known of the bar of a signal. A mark suppresses nothing.',
  valuesConfig: {
    AT_CEILING: { description: 'It closed at the ceiling of the day: there may have been nothing to buy.' },
    AT_FLOOR: { description: 'It closed at the floor of the day: there may have been nobody to sell to.' },
    AFTER_SUSPENSION: { description: 'The first bar after more than 25 sessions without trades; its band was wider.' },
    EX_DATE: { description: 'A recorded corporate action restated the prices before it.' },
  },
});

export const BarSourceEnum: EnumOf<BarSource> = { CSV: 'CSV', SIMULATED: 'SIMULATED', PROVIDER: 'PROVIDER' };
registerEnumType(BarSourceEnum, {
  name: 'BarSource',
  description: 'Where a bar came from.',
  valuesConfig: { CSV: { description: 'Imported from a file.' }, SIMULATED: { description: 'Made up by the simulated market.' } },
});

export const BarIntervalEnum: EnumOf<BarInterval> = { M1: 'M1', M5: 'M5', M15: 'M15', H1: 'H1', D1: 'D1' };
registerEnumType(BarIntervalEnum, {
  name: 'BarInterval',
  description: 'Length of a bar.',
  valuesConfig: {
    M1: { description: 'One minute.' },
    M5: { description: 'Five minutes.' },
    M15: { description: 'A quarter of an hour.' },
    H1: { description: 'An hour.' },
    D1: { description: 'A session.' },
  },
});

export const BarOrderEnum: EnumOf<'ASC' | 'DESC'> = { ASC: 'ASC', DESC: 'DESC' };
registerEnumType(BarOrderEnum, {
  name: 'BarOrder',
  description: 'Order of bars by trading date.',
  valuesConfig: { ASC: { description: 'Oldest first.' }, DESC: { description: 'Newest first.' } },
});

export const LanguageEnum: Readonly<Record<'VI' | 'EN', Language>> = { VI: 'vi', EN: 'en' };
registerEnumType(LanguageEnum, {
  name: 'Language',
  description: 'Language of a text.',
  valuesConfig: { VI: { description: 'Vietnamese.' }, EN: { description: 'English.' } },
});

export const ComparisonEnum: Readonly<Record<'AT_LEAST' | 'ABOVE' | 'AT_MOST' | 'BELOW', Comparison>> = {
  AT_LEAST: 'atLeast',
  ABOVE: 'above',
  AT_MOST: 'atMost',
  BELOW: 'below',
};
registerEnumType(ComparisonEnum, { name: 'Comparison', description: 'How a number stands to its threshold.' });

export const EvidenceTypeEnum: Readonly<Record<Uppercase<Evidence['type']>, Evidence['type']>> = {
  COMPARED: 'compared',
  STATE: 'state',
  BACKGROUND: 'background',
  FIRED: 'fired',
  REPEATED: 'repeated',
  ANY: 'any',
  ALL: 'all',
};
registerEnumType(EvidenceTypeEnum, {
  name: 'EvidenceType',
  description: 'What kind of condition.',
  valuesConfig: {
    COMPARED: { description: 'A number against a threshold.' },
    STATE: { description: 'Something that is so or not, such as an uptrend.' },
    BACKGROUND: { description: 'What strong signals, or the trend, said of the bars before.' },
    FIRED: { description: 'Another rule on bars before.' },
    REPEATED: { description: 'So many of the last bars satisfy all parts.' },
    ANY: { description: 'One of the parts at least.' },
    ALL: { description: 'All of the parts.' },
  },
});

/** Names for the letters that the engine uses. */
export const BackgroundEnum: Readonly<Record<'STRENGTH' | 'WEAKNESS' | 'NEITHER', MeasuredValues['background']>> = {
  STRENGTH: 'S',
  WEAKNESS: 'W',
  NEITHER: 'N',
};
registerEnumType(BackgroundEnum, { name: 'Background', description: 'What the latest strong signal of the 20 bars before spoke for.' });

/** One value for each rule of the registry: a new detector is a new value, with its description. */
export const SignalKindEnum = Object.fromEntries(DETECTORS.map(({ kind }) => [kind, kind])) as EnumOf<SignalKind>;
registerEnumType(SignalKindEnum, {
  name: 'SignalKind',
  description: 'A volume-price rule.',
  valuesConfig: Object.fromEntries(DETECTORS.map(({ kind, summary }) => [kind, { description: summary.en }])),
});
