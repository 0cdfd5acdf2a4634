import { SeededRandom } from '../../../domain/seeded-random.js';

/** What moves all instruments of a session together. */
export interface Weather {
  /** Change of the market, as a share of the price. */
  readonly market: number;
  /** Change of each sector beside the market's. */
  readonly sectors: ReadonlyMap<string, number>;
  /** Multiple of ordinary volume in the whole market. */
  readonly volume: number;
  /** Multiple of ordinary volatility. */
  readonly heat: number;
}

interface Regime {
  readonly drift: number;
  readonly heat: number;
}
const REGIMES: readonly Regime[] = [
  { drift: 0.0012, heat: 0.8 },
  { drift: 0.0003, heat: 0.7 },
  { drift: -0.0012, heat: 1.3 },
];
const ORDINARY: Regime = { drift: 0.0003, heat: 0.7 };

/** The common moves, one session after another: calm and hot regimes, rare panics with an echo, sectors that come and go. */
export class MarketWeather {
  readonly #random: SeededRandom;
  readonly #sectorMood: Map<string, number>;
  #regime: Regime = ORDINARY;
  #daysLeft = 40;
  #echo = 0;
  #volumeMood = 0;

  constructor(seed: number, sectors: Iterable<string>) {
    this.#random = SeededRandom.of(seed, 'weather');
    this.#sectorMood = new Map([...sectors].map((sector) => [sector, 0]));
  }

  next(): Weather {
    const random = this.#random;
    if (this.#daysLeft === 0) {
      this.#regime = REGIMES[random.integer(0, REGIMES.length - 1)] ?? ORDINARY;
      this.#daysLeft = random.integer(30, 110);
    }
    this.#daysLeft -= 1;
    const isPanic = random.chance(0.006);
    this.#echo = isPanic ? 1 : this.#echo * 0.85;
    const heat = this.#regime.heat * (1 + 0.8 * this.#echo);
    const shock = isPanic ? random.between(-0.042, -0.028) : 0.0075 * heat * random.normal();
    this.#volumeMood = 0.8 * this.#volumeMood + 0.1 * random.normal() + (isPanic ? 0.5 : 0);
    const sectors = new Map<string, number>();
    for (const [sector, mood] of this.#sectorMood) {
      const next = 0.7 * mood + 0.0025 * heat * random.normal();
      this.#sectorMood.set(sector, next);
      sectors.set(sector, next);
    }
    return { market: this.#regime.drift + shock, sectors, volume: 1 + Math.max(-0.5, this.#volumeMood) + 9 * Math.abs(shock), heat };
  }
}
