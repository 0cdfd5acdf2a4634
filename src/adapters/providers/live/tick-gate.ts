import type { Tick } from '../../../application/ports/market-data-provider.js';
import { MAX_PRICE } from '../../../domain/market/check-bar.js';
import type { Decimal } from '../../../domain/decimal.js';

/** A tick in canonical units, not checked yet; null where the source's text meant nothing. */
export interface RawTick {
  readonly symbol: string;
  readonly price: Decimal | null;
  readonly volume: number | null;
  readonly sessionVolume: number | null;
  readonly at: Date | null;
}

/** How many ticks of a symbol are remembered to know a repetition. */
const REMEMBERED = 64;
/** Clocks differ; what is farther ahead is a fault. */
const AHEAD_MS = 60_000;

/** Lets good ticks of wanted symbols through, each once. Late ones pass: their price and volume count all the same. */
export class TickGate {
  private readonly provider: string;
  private readonly recent: ReadonlyMap<string, Set<string>>;

  constructor(provider: string, symbols: readonly string[]) {
    this.provider = provider;
    this.recent = new Map(symbols.map((symbol) => [symbol, new Set<string>()]));
  }

  pass({ symbol, price, volume, sessionVolume, at }: RawTick, receivedAt: Date): Tick | 'refused' | 'duplicate' {
    const seen = this.recent.get(symbol);
    const isGood =
      seen !== undefined &&
      price !== null &&
      Number(price) > 0 &&
      Number(price) <= MAX_PRICE &&
      volume !== null &&
      Number.isSafeInteger(volume) &&
      volume >= 0 &&
      at !== null &&
      at.getTime() <= receivedAt.getTime() + AHEAD_MS;
    if (!isGood) return 'refused';
    // The volume of the session moves with every trade; without it, what is alike in everything is taken for the same.
    const key = sessionVolume === null ? `${at.getTime()} ${price} ${volume}` : String(sessionVolume);
    if (seen.has(key)) return 'duplicate';
    seen.add(key);
    if (seen.size > REMEMBERED)
      for (const oldest of seen) {
        seen.delete(oldest);
        break;
      }
    return { symbol, price, volume, sessionVolume, at, provider: this.provider, receivedAt };
  }
}
