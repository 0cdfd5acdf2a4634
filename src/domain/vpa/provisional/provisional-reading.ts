import { tryDecimal, type Decimal } from '../../decimal.js';
import { boolean, date, malformed, nullableNumber, oneOf, record, string, type Fields } from '../../json-fields.js';
import { isSymbol } from '../../market/stock.js';
import { tryTradingDate, type TradingDate } from '../../market/trading-date.js';
import { RULE_KINDS, type RuleKind } from '../kinds.js';

/** A rule that fires on an open bar. */
export interface ProvisionalFinding {
  readonly kind: RuleKind;
  readonly direction: 'BULLISH' | 'BEARISH' | 'NEUTRAL';
  readonly ruleVersion: string;
}

/**
 * PROVISIONAL: the rules fire on the open bar as it is now. WITHDRAWN: none does any more. REPLACED: the closed bar is stored; what
 * fires on it are its signals.
 */
export type ProvisionalState = 'PROVISIONAL' | 'WITHDRAWN' | 'REPLACED';

const STATES: readonly ProvisionalState[] = ['PROVISIONAL', 'WITHDRAWN', 'REPLACED'];
const DIRECTIONS = ['BULLISH', 'BEARISH', 'NEUTRAL'] as const;

/** What the rules say of the open daily bar of a share. Never stored: it holds until the next one of the share. */
export interface ProvisionalReading {
  readonly symbol: string;
  readonly tradingDate: TradingDate;
  readonly state: ProvisionalState;
  /** Empty unless PROVISIONAL. */
  readonly findings: readonly ProvisionalFinding[];
  /** Newest price, VND (index: points). */
  readonly price: Decimal;
  /** Against the close before, adjusted, per cent; null where that is not known. */
  readonly changePct: number | null;
  /** Volume so far against what is usual by that time of day; null in the first half hour and where nothing is known. */
  readonly volumeRatio: number | null;
  /** False while trades of the session may be missing. */
  readonly isWhole: boolean;
  /** When the newest trade happened, by the source. */
  readonly at: Date;
  /** When this platform heard of it. */
  readonly receivedAt: Date;
}

/** Readings as one line of JSON. */
export function readingsToText(readings: readonly ProvisionalReading[]): string {
  return JSON.stringify({ readings });
}

/** Reads what {@link readingsToText} wrote, whole or not at all; undefined where the text is anything else. */
export function readingsFromText(text: string): readonly ProvisionalReading[] | undefined {
  try {
    const { readings } = record(JSON.parse(text), 'message');
    return Array.isArray(readings) ? readings.map((each) => readingOf(record(each, 'reading'))) : undefined;
  } catch {
    return undefined;
  }
}

function readingOf(fields: Fields): ProvisionalReading {
  const symbol = string(fields, 'symbol');
  const tradingDate = tryTradingDate(string(fields, 'tradingDate'));
  const price = tryDecimal(string(fields, 'price'));
  const { findings } = fields;
  if (!isSymbol(symbol) || tradingDate === undefined || price === undefined || !Array.isArray(findings)) throw malformed('reading');
  return {
    symbol,
    tradingDate,
    state: oneOf(fields, 'state', STATES),
    findings: findings.map((each) => findingOf(record(each, 'finding'))),
    price,
    changePct: nullableNumber(fields, 'changePct'),
    volumeRatio: nullableNumber(fields, 'volumeRatio'),
    isWhole: boolean(fields, 'isWhole'),
    at: date(fields, 'at'),
    receivedAt: date(fields, 'receivedAt'),
  };
}

function findingOf(fields: Fields): ProvisionalFinding {
  return {
    kind: oneOf(fields, 'kind', RULE_KINDS),
    direction: oneOf(fields, 'direction', DIRECTIONS),
    ruleVersion: string(fields, 'ruleVersion'),
  };
}
