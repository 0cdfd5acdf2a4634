import { adjustColumns } from '../../domain/market/adjustment.js';
import type { BarColumns } from '../../domain/market/bar.js';
import { tradedOnly, withChanges } from '../../domain/market/bar-columns.js';
import type { MarketBarReader, MarketInstrument } from '../ports/readings.js';
import type { Metrics } from '../ports/telemetry.js';

/** A transaction that brings bars is not open for so long, so what it stored is seen the next time. */
const MARGIN_MS = 24 * 3_600_000;
/** Stocks of one statement: of whole histories, and of what changed. */
const BATCH = 100;
const CHANGED_BATCH = 2_000;
/** About 200 MB: more are read anew each time. */
const MAX_KEPT_BARS = 4_000_000;

export interface InstrumentBars extends MarketInstrument {
  /** Traded bars, ascending, VND, adjusted. */
  readonly bars: BarColumns;
}

interface Kept {
  readonly barsVersion: number;
  readonly readAt: Date;
  readonly raw: BarColumns;
  readonly bars: BarColumns;
}

/** The bars of the whole market, kept from one time to the next: only those that came or changed are read again. */
export class MarketBars {
  readonly #reader: MarketBarReader;
  readonly #metrics: Metrics;
  readonly #now: () => Date;
  #kept = new Map<string, Kept>();

  constructor(reader: MarketBarReader, { metrics, now }: { readonly metrics: Metrics; readonly now: () => Date }) {
    this.#reader = reader;
    this.#metrics = metrics;
    this.#now = now;
  }

  /**
   * Every instrument with its bars, by symbol; null where it was aborted. Versions are read before the bars, so bars are never older
   * than their version says.
   */
  async load(signal?: AbortSignal): Promise<readonly InstrumentBars[] | null> {
    const instruments = await this.#reader.listInstruments();
    const kept = new Map<string, Kept>();
    const changed: MarketInstrument[] = [];
    const added: MarketInstrument[] = [];
    for (const instrument of instruments) {
      const before = this.#kept.get(instrument.id);
      if (before === undefined) added.push(instrument);
      else if (before.barsVersion === instrument.barsVersion) kept.set(instrument.id, before);
      else changed.push(instrument);
    }
    for (const [stale, isAll, batch] of [[changed, false, CHANGED_BATCH] as const, [added, true, BATCH] as const]) {
      for (let from = 0; from < stale.length; from += batch) {
        if (signal?.aborted === true) return null;
        await this.#read(stale.slice(from, from + batch), isAll, kept);
      }
    }
    const loaded = instruments.map((instrument) => ({ ...instrument, bars: (kept.get(instrument.id) as Kept).bars }));
    this.#keep(kept);
    return loaded;
  }

  async #read(instruments: readonly MarketInstrument[], isAll: boolean, into: Map<string, Kept>): Promise<void> {
    const readAt = this.#now();
    const ids = instruments.map(({ id }) => id);
    const oldest = Math.min(...ids.map((id) => this.#kept.get(id)?.readAt.getTime() ?? Infinity));
    const since = isAll ? null : new Date(oldest - MARGIN_MS);
    const changes = await this.#reader.loadRawBars(ids, since);
    const adjustments = await this.#reader.loadAdjustments(ids);
    for (const [place, { id, barsVersion }] of instruments.entries()) {
      const change = changes[place] as BarColumns;
      const before = this.#kept.get(id);
      const raw = before === undefined ? change : withChanges(before.raw, change);
      into.set(id, { barsVersion, readAt, raw, bars: adjustColumns(tradedOnly(raw), adjustments[place] ?? []) });
    }
  }

  #keep(kept: Map<string, Kept>): void {
    const bars = [...kept.values()].reduce((sum, { raw }) => sum + raw.length, 0);
    this.#kept = bars <= MAX_KEPT_BARS ? kept : new Map<string, Kept>();
    this.#metrics.set('vpa_market_bars_kept', bars <= MAX_KEPT_BARS ? bars : 0);
  }
}
