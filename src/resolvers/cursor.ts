import type { CreatedKey } from '../application/ports/alerts.js';
import type { IntradayKey } from '../application/ports/minute-bars.js';
import type { BarKey, SignalKey, StockKey } from '../application/ports/readers.js';
import type { ScreenKey } from '../application/ports/screens.js';
import { DomainError } from '../domain/errors.js';
import { isSymbol } from '../domain/market/stock.js';
import { tryTradingDate, type TradingDate } from '../domain/market/trading-date.js';

const MAX_CURSOR_LENGTH = 400;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How keys of one list become cursors: opaque text that only this list takes back. */
export interface CursorCodec<Key> {
  encode(key: Key): string;
  /** @throws {DomainError} INVALID_INPUT where this list never made such a cursor. */
  decode(cursor: string | null | undefined): Key | null;
}

export const stockCursor = codec<StockKey>(
  'stock',
  (key) => [key.symbol],
  ([symbol = '', ...rest]) => (rest.length === 0 && isSymbol(symbol) ? { symbol } : undefined),
);

export const barCursor = codec<BarKey>(
  'bar',
  (key) => [key.tradingDate],
  ([date = '', ...rest]) => {
    const tradingDate = tryTradingDate(date);
    return rest.length === 0 && tradingDate !== undefined ? { tradingDate } : undefined;
  },
);

export const intradayCursor = codec<IntradayKey>(
  'minute',
  (key) => [key.tradingDate, String(key.minute)],
  ([date = '', minute = '', ...rest]) => {
    const tradingDate = tryTradingDate(date);
    const isMinute = rest.length === 0 && /^\d{1,4}$/.test(minute) && Number(minute) < 1440;
    return isMinute && tradingDate !== undefined ? { tradingDate, minute: Number(minute) } : undefined;
  },
);

export const signalCursor = codec<SignalKey>(
  'signal',
  (key) => [key.tradingDate, key.symbol, key.kind, key.ruleVersion],
  ([date = '', symbol = '', kind = '', ruleVersion = '', ...rest]) => {
    const tradingDate = tryTradingDate(date);
    const isName = rest.length === 0 && isSymbol(symbol) && /^[A-Z0-9_]{1,64}$/.test(kind) && /^[\w.-]{1,64}$/.test(ruleVersion);
    return isName && tradingDate !== undefined ? { tradingDate, symbol, kind, ruleVersion } : undefined;
  },
);

export const quarantineCursor = codec<{ readonly id: string }>(
  'quarantine',
  (key) => [key.id],
  ([id = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,17}$/.test(id) ? { id } : undefined),
);

export const userCursor = codec<{ readonly email: string }>(
  'user',
  (key) => [key.email],
  ([email = '', ...rest]) => (rest.length === 0 && /^[^\s|]{3,254}$/.test(email) ? { email } : undefined),
);

export const deliveryCursor = codec<{ readonly seq: string }>(
  'delivery',
  (key) => [key.seq],
  ([seq = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,17}$/.test(seq) ? { seq } : undefined),
);

export const ruleCursor = createdCursor('alert-rule');
export const bindingCursor = createdCursor('alert-binding');

export const attemptCursor = codec<{ readonly number: number }>(
  'attempt',
  (key) => [String(key.number)],
  ([number = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,8}$/.test(number) ? { number: Number(number) } : undefined),
);

export const transactionCursor = codec<{ readonly seq: string }>(
  'transaction',
  (key) => [key.seq],
  ([seq = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,17}$/.test(seq) ? { seq } : undefined),
);

export const backtestCursor = codec<{ readonly seq: string }>(
  'backtest',
  (key) => [key.seq],
  ([seq = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,17}$/.test(seq) ? { seq } : undefined),
);

export const backtestTradeCursor = codec<{ readonly number: number }>(
  'backtest-trade',
  (key) => [String(key.number)],
  ([number = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,8}$/.test(number) ? { number: Number(number) } : undefined),
);

export const equityCursor = codec<{ readonly date: TradingDate }>(
  'equity',
  (key) => [key.date],
  ([text = '', ...rest]) => {
    const date = tryTradingDate(text);
    return rest.length === 0 && date !== undefined ? { date } : undefined;
  },
);

export const auditCursor = codec<{ readonly id: string }>(
  'audit',
  (key) => [key.id],
  ([id = '', ...rest]) => (rest.length === 0 && /^[1-9]\d{0,17}$/.test(id) ? { id } : undefined),
);

export const screenCursor = codec<ScreenKey>(
  'screen',
  (key) => [String(key.rank), key.symbol],
  ([rank = '', symbol = '', ...rest]) => {
    const isRank = rest.length === 0 && /^(-Infinity|-?\d+(\.\d+)?(e[+-]?\d{1,3})?)$/.test(rank);
    return isRank && isSymbol(symbol) ? { rank: Number(rank), symbol } : undefined;
  },
);

/** Of a list in the order in which its rows were made. */
function createdCursor(list: string): CursorCodec<CreatedKey> {
  return codec<CreatedKey>(
    list,
    (key) => [String(key.createdAt.getTime()), key.id],
    ([time = '', id = '', ...rest]) =>
      rest.length === 0 && /^[1-9]\d{0,13}$/.test(time) && UUID.test(id) ? { createdAt: new Date(Number(time)), id } : undefined,
  );
}

function codec<Key>(
  list: string,
  toParts: (key: Key) => readonly string[],
  fromParts: (parts: readonly string[]) => Key | undefined,
): CursorCodec<Key> {
  const encode = (key: Key): string => Buffer.from([list, ...toParts(key)].join('|'), 'utf8').toString('base64url');
  return {
    encode,
    decode: (cursor) => {
      if (cursor === null || cursor === undefined) return null;
      const [name, ...parts] = cursor.length <= MAX_CURSOR_LENGTH ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
      const key = name === list ? fromParts(parts) : undefined;
      // Decoding skips what is not base64url: only the canonical text is a cursor.
      if (key !== undefined && encode(key) === cursor) return key;
      throw new DomainError('INVALID_INPUT', 'the cursor is malformed', { details: { field: 'after' } });
    },
  };
}
