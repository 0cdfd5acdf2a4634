/** `HOSE`, `HNX`, `UPCOM`: the three markets for shares. */
export type Exchange = 'HOSE' | 'HNX' | 'UPCOM';

export const EXCHANGES: readonly Exchange[] = ['HOSE', 'HNX', 'UPCOM'];

/** An instrument: a share or, where `isIndex`, an index (its bars are in points, it has no exchange rules). */
export interface Stock {
  /** UUID. */
  readonly id: string;
  /** Ticker in capitals, `VCB`, `VNINDEX`: 1–20 letters and digits. */
  readonly symbol: string;
  readonly name: string;
  readonly sector: string | null;
  /** Null where it is not known; price bands are then not checked. */
  readonly exchange: Exchange | null;
  readonly isIndex: boolean;
  /** True for the made-up market of the embedded default; never mixed with real data. */
  readonly isSimulated: boolean;
  readonly isActive: boolean;
}

const SYMBOL = /^[A-Z0-9]{1,20}$/;

export function isSymbol(text: string): boolean {
  return SYMBOL.test(text);
}

/** The index that stands for the whole market. */
export const MARKET_INDEX = 'VNINDEX';

/** Symbols that are indices wherever they appear: never scaled by a price unit, index thresholds apply. */
export function isIndexSymbol(symbol: string): boolean {
  return INDEX_SYMBOLS.has(symbol);
}

const INDEX_SYMBOLS: ReadonlySet<string> = new Set([MARKET_INDEX, 'VN30', 'HNXINDEX', 'HNX30', 'UPCOMINDEX', 'HNXUPCOMINDEX', 'VN100']);
