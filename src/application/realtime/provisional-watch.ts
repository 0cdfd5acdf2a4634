import type { BarColumns } from '../../domain/market/bar.js';
import { sessionCloseAt } from '../../domain/market/calendar.js';
import { volumeProfile, volumeRatioAt, type VolumeProfile } from '../../domain/market/live/volume-profile.js';
import { instantAt, toEpochDay } from '../../domain/market/trading-date.js';
import { WARM_UP_BARS } from '../../domain/vpa/analyse-series.js';
import { findOnOpenBar, usualVolume, wakesRules } from '../../domain/vpa/provisional/open-bar.js';
import type { ProvisionalReading } from '../../domain/vpa/provisional/provisional-reading.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import { MAX_BOARD_ITEMS, type BoardBus } from '../ports/board-bus.js';
import type { MarketClock } from '../ports/clock.js';
import type { MinuteBarStore } from '../ports/minute-bars.js';
import type { BarReader } from '../ports/readers.js';
import type { Metrics } from '../ports/telemetry.js';
import { exchangeOf, type DeskSeat, type TickDesk } from './tick-desk.js';

export interface ProvisionalDeps {
  readonly bars: BarReader;
  readonly minuteBars: MinuteBarStore;
  readonly provisional: BoardBus<ProvisionalReading>;
  readonly clock: MarketClock;
  readonly metrics: Metrics;
}

/** What is known of a share before its session. */
interface Background {
  /** Closed bars before the session, adjusted. */
  readonly history: BarColumns;
  readonly usual: number;
  readonly profile: VolumeProfile;
}

/** Stocks whose history is read at once. */
const BATCH = 100;

/**
 * Looks at the open daily bars of a session. A change of 2 % or twice the volume that is usual by that time of day wakes the rules
 * for a share; from then on each look at which it has traded runs them. What changes is told, nothing is stored.
 */
export class ProvisionalWatch {
  readonly #deps: ProvisionalDeps;
  readonly #desk: TickDesk;
  readonly #backgrounds = new Map<DeskSeat, Background>();
  readonly #awake = new Set<DeskSeat>();
  /** The newest reading of each share that was told in this session, by this leader or the one before. */
  readonly #told = new Map<string, ProvisionalReading>();
  readonly #workspace = new Workspace();
  #unprepared: DeskSeat[];

  constructor(deps: ProvisionalDeps, desk: TickDesk) {
    this.#deps = deps;
    this.#desk = desk;
    this.#unprepared = [...desk.seats];
  }

  /** Takes over what the leader before has told, and listens on until the signal aborts. */
  async listen(signal: AbortSignal): Promise<void> {
    const leave = await this.#deps.provisional.subscribe((readings) => {
      for (const reading of readings) {
        if (reading.tradingDate === this.#desk.date && !this.#told.has(reading.symbol)) this.#told.set(reading.symbol, reading);
      }
    });
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
  }

  /** Reads what is known of the next stocks before their session; does nothing once all are read. */
  async prepare(): Promise<void> {
    const seats = this.#unprepared.slice(0, BATCH);
    if (seats.length === 0) return;
    const { date } = this.#desk;
    const ids = seats.map(({ instrument }) => instrument.id);
    const series = await this.#deps.bars.tradedColumns(
      ids.map((stockId) => ({ stockId, to: date })),
      WARM_UP_BARS + 1,
    );
    const profiles = await this.#deps.minuteBars.volumes(ids, date);
    for (const [place, seat] of seats.entries()) {
      const history = before(series[place] as BarColumns, toEpochDay(date));
      const { sessions, volumes } = profiles.get(seat.instrument.id) ?? { sessions: 0, volumes: [] };
      const profile = volumeProfile(exchangeOf(seat.instrument), volumes, sessions);
      this.#backgrounds.set(seat, { history, usual: usualVolume(history), profile });
    }
    this.#unprepared = this.#unprepared.slice(seats.length);
  }

  /** Looks at the shares that have traded since the last look, and tells what changed. */
  async look(): Promise<void> {
    const now = this.#deps.clock.now();
    const minute = (now.getTime() - instantAt(this.#desk.date, 0).getTime()) / 60_000;
    const changed: ProvisionalReading[] = [];
    for (const seat of this.#desk.takeTraded()) {
      const background = this.#backgrounds.get(seat);
      const reading = background === undefined ? null : this.#read(seat, background, minute);
      if (reading !== null && this.#isNews(reading)) changed.push(reading);
    }
    await this.#tell(changed);
  }

  /** After the close: what was provisional ends with the closed bar. */
  async replace(): Promise<void> {
    const { date } = this.#desk;
    const open = [...this.#desk.seats].filter(({ instrument }) => this.#told.get(instrument.symbol)?.state === 'PROVISIONAL');
    if (open.length === 0 || this.#deps.clock.now() < sessionCloseAt(date)) return;
    const latest = await this.#deps.bars.latestByStocks(open.map(({ instrument }) => instrument.id));
    const closed = open.filter((_, place) => latest[place]?.tradingDate === date);
    await this.#tell(
      closed.map(({ instrument }) => ({
        ...(this.#told.get(instrument.symbol) as ProvisionalReading),
        state: 'REPLACED',
        findings: [],
        receivedAt: this.#deps.clock.now(),
      })),
    );
  }

  #read(seat: DeskSeat, { history, usual, profile }: Background, minute: number): ProvisionalReading | null {
    const bar = seat.book.daily();
    if (bar === null) return null;
    const { symbol, isIndex } = seat.instrument;
    const exchange = exchangeOf(seat.instrument);
    const close = history.close[history.length - 1];
    const changePct = close === undefined ? null : (Number(bar.close) / close - 1) * 100;
    const volumeRatio = volumeRatioAt({ volume: bar.volume, usual, exchange, profile }, minute);
    if (wakesRules(changePct, volumeRatio)) this.#awake.add(seat);
    if (!this.#awake.has(seat) && this.#told.get(symbol)?.state !== 'PROVISIONAL') return null;
    // In the first half hour nothing is said of the volume: it counts as usual.
    const volume = (volumeRatio ?? 1) * usual;
    const findings = volume > 0 ? findOnOpenBar(history, bar, volume, { symbol, isIndex }, this.#workspace) : [];
    return {
      symbol,
      tradingDate: bar.tradingDate,
      state: findings.length > 0 ? 'PROVISIONAL' : 'WITHDRAWN',
      findings,
      price: bar.close,
      changePct,
      volumeRatio,
      isWhole: bar.isWhole,
      at: bar.at,
      receivedAt: seat.receivedAt ?? bar.at,
    };
  }

  #isNews(reading: ProvisionalReading): boolean {
    const before = this.#told.get(reading.symbol);
    if (before === undefined) return reading.state === 'PROVISIONAL';
    return before.state !== 'REPLACED' && keyOf(before) !== keyOf(reading);
  }

  async #tell(readings: readonly ProvisionalReading[]): Promise<void> {
    for (let from = 0; from < readings.length; from += MAX_BOARD_ITEMS) {
      const batch = readings.slice(from, from + MAX_BOARD_ITEMS);
      for (const reading of batch) this.#told.set(reading.symbol, reading);
      try {
        await this.#deps.provisional.publish(batch);
      } catch (error) {
        // Told again with their next trades.
        for (const { symbol } of batch) this.#told.delete(symbol);
        throw error;
      }
      for (const { state } of batch) this.#deps.metrics.increment('realtime_provisional_total', { state: state.toLowerCase() });
    }
  }
}

function keyOf({ findings }: ProvisionalReading): string {
  return findings.map(({ kind, direction, ruleVersion }) => `${kind} ${direction} ${ruleVersion}`).join();
}

/** The series without the bar of that day, where it is there already. */
function before(series: BarColumns, day: number): BarColumns {
  const isThere = series.length > 0 && (series.epochDay[series.length - 1] as number) >= day;
  return isThere ? { ...series, length: series.length - 1 } : series;
}
