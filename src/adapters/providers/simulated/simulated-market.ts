import { nextTradingDay } from '../../../domain/market/calendar.js';
import { rulesOn } from '../../../domain/market/exchange-rules.js';
import type { ExchangeRules } from '../../../domain/market/exchange-rules.js';
import { limitsUnder, roundToTick } from '../../../domain/market/price-limits.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import { Campaign } from './campaign.js';
import type { DayShape } from './day-shape.js';
import { indexBar } from './index-bar.js';
import { SIMULATED_INSTRUMENTS } from './instruments.js';
import type { SimulatedInstrument } from './instruments.js';
import { SeededRandom } from '../../../domain/seeded-random.js';
import type { SimulatedBar } from './simulated-bar.js';
import { MarketWeather } from './weather.js';
import type { Weather } from './weather.js';

export interface SimulatedSession {
  readonly tradingDate: TradingDate;
  /** One bar of each instrument. */
  readonly bars: readonly SimulatedBar[];
  readonly index: SimulatedBar;
}

/** An instrument on its way through time. */
interface Walker {
  readonly instrument: SimulatedInstrument;
  readonly random: SeededRandom;
  readonly campaign: Campaign;
  close: number;
  volumeMood: number;
}

/**
 * The simulated market, session by session from `first` on, without end: the same seed gives the same bars, and what comes
 * later never changes what came before. Every bar keeps the exchange's ticks, lots and bands around the previous close.
 */
export function* simulateMarket(seed: number, first: TradingDate): Generator<SimulatedSession, never> {
  const weather = new MarketWeather(seed, new Set(SIMULATED_INSTRUMENTS.map(({ sector }) => sector)));
  const walkers = SIMULATED_INSTRUMENTS.map((instrument): Walker => {
    const random = SeededRandom.of(seed, instrument.symbol);
    return {
      instrument,
      random,
      campaign: new Campaign(instrument.startPrice, instrument.volatility, random),
      close: instrument.startPrice,
      volumeMood: 0,
    };
  });
  for (let tradingDate = first; ; tradingDate = nextTradingDay(tradingDate)) {
    const today = weather.next();
    const bars = walkers.map((walker) => step(walker, today, tradingDate));
    yield { tradingDate, bars, index: indexBar(bars) };
  }
}

function step(walker: Walker, weather: Weather, date: TradingDate): SimulatedBar {
  const { instrument, random } = walker;
  const rules = rulesOn(instrument.exchange, date);
  if (rules === undefined) throw new Error(`no rules of ${instrument.exchange} on ${date}`);
  const shape = walker.campaign.next(walker.close);
  const common = instrument.beta * weather.market + (weather.sectors.get(instrument.sector) ?? 0);
  const prices = shapePrices(walker, shape, shape.change + shape.follows * common, weather.heat, rules);
  walker.volumeMood = 0.9 * walker.volumeMood + 0.05 * random.normal();
  const busy = 1 + shape.follows * (weather.volume - 1);
  const volume = instrument.baseVolume * shape.volume * busy * (1 + walker.volumeMood) * random.between(0.9, 1.1);
  walker.close = prices.close;
  return { symbol: instrument.symbol, ...prices, volume: Math.max(1, Math.round(volume / rules.lot)) * rules.lot };
}

function shapePrices(
  walker: Walker,
  shape: DayShape,
  change: number,
  heat: number,
  rules: ExchangeRules,
): Omit<SimulatedBar, 'symbol' | 'volume'> {
  const reference = walker.close;
  const { ceiling, floor } = limitsUnder(rules, reference);
  const legal = (price: number, direction: 'DOWN' | 'UP' | 'NEAREST') =>
    Math.min(ceiling, Math.max(floor, roundToTick(rules.ticks, Math.max(price, floor), direction)));
  const spread = reference * walker.instrument.volatility * 1.25 * shape.spread * (0.8 + 0.2 * heat);
  const closeAt = reference * (1 + change);
  const lowAt = Math.min(closeAt - shape.closeAt * spread, shape.reachDown ?? Number.POSITIVE_INFINITY);
  const highAt = Math.max(closeAt + (1 - shape.closeAt) * spread, shape.reachUp ?? 0);
  const close = legal(closeAt, 'NEAREST');
  const open = legal(Math.min(highAt, Math.max(lowAt, reference * (1 + shape.gap))), 'NEAREST');
  return {
    open,
    high: Math.max(open, close, legal(highAt, 'NEAREST')),
    low: Math.min(open, close, legal(lowAt, 'NEAREST')),
    close,
  };
}
