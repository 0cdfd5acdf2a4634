import { ordinaryDay, storyDay } from './day-shape.js';
import type { DayShape, Story } from './day-shape.js';
import type { SeededRandom } from '../../../domain/seeded-random.js';

/** The four parts of Wyckoff's cycle. */
type Phase = 'ACCUMULATION' | 'MARKUP' | 'DISTRIBUTION' | 'MARKDOWN';

type Odds = readonly (readonly [story: Story, probability: number])[];

/** Stories of a phase wherever the price is; most days have none. */
const ANYWHERE: Readonly<Record<Phase, Odds>> = {
  ACCUMULATION: [
    ['quietDown', 0.1],
    ['test', 0.05],
    ['absorption', 0.02],
    ['churn', 0.03],
    ['quietUp', 0.03],
  ],
  MARKUP: [
    ['strength', 0.07],
    ['rally', 0.06],
    ['quietDown', 0.11],
    ['reversal', 0.03],
    ['thinAdvance', 0.03],
    ['test', 0.03],
  ],
  DISTRIBUTION: [
    ['quietUp', 0.09],
    ['churn', 0.05],
    ['noProgress', 0.03],
    ['weakRally', 0.05],
    ['weakOnGap', 0.015],
    ['quietDown', 0.03],
  ],
  MARKDOWN: [
    ['pressure', 0.12],
    ['weakRally', 0.07],
    ['quietUp', 0.07],
    ['breakdown', 0.04],
    ['thinAdvance', 0.03],
  ],
};
const NEAR_SUPPORT: Odds = [
  ['spring', 0.13],
  ['stopping', 0.07],
  ['shakeout', 0.05],
  ['hiddenDemand', 0.1],
  ['reversal', 0.05],
];
const NEAR_RESISTANCE: Odds = [
  ['upthrust', 0.13],
  ['noProgress', 0.07],
  ['topReversal', 0.06],
  ['churn', 0.06],
];
/** How a phase ends: the day that everybody remembers. */
const ENDINGS: Readonly<Record<Phase, Story>> = {
  ACCUMULATION: 'jump',
  MARKUP: 'buyingClimax',
  DISTRIBUTION: 'breakdown',
  MARKDOWN: 'sellingClimax',
};
const DRIFT: Readonly<Record<Phase, number>> = { ACCUMULATION: 0, MARKUP: 0.0042, DISTRIBUTION: 0, MARKDOWN: -0.0042 };

/** The large operator's campaign in one instrument: ranges in which shares change hands, and the trends between them. */
export class Campaign {
  readonly #random: SeededRandom;
  readonly #volatility: number;
  /** Prices that the cycle turns back from, so that decades of sessions stay plausible. */
  readonly #cheap: number;
  readonly #dear: number;
  #phase: Phase;
  #daysLeft: number;
  #support: number;
  #resistance: number;

  constructor(startPrice: number, volatility: number, random: SeededRandom) {
    this.#random = random;
    this.#volatility = volatility;
    this.#cheap = startPrice * 0.6;
    this.#dear = startPrice * 2;
    this.#phase = random.chance(0.5) ? 'ACCUMULATION' : 'DISTRIBUTION';
    this.#daysLeft = random.integer(15, 60);
    this.#support = startPrice * 0.94;
    this.#resistance = startPrice * 1.06;
  }

  /** The plan of the next session, given the close before it. */
  next(price: number): DayShape {
    this.#daysLeft -= 1;
    if (this.#daysLeft <= 0) {
      const ending = storyDay(ENDINGS[this.#phase], this.#random);
      const reach = this.#reachOf(ENDINGS[this.#phase], price);
      this.#turn(price * (1 + ending.change));
      return { ...ending, ...reach };
    }
    const position = (price - this.#support) / (this.#resistance - this.#support);
    const story = this.#draw(position);
    if (story !== undefined) return { ...storyDay(story, this.#random), ...this.#reachOf(story, price) };
    const pull = this.#isRange() ? 0.012 * Math.max(-1.5, Math.min(1.5, 0.5 - position)) : DRIFT[this.#phase];
    return ordinaryDay(pull, this.#volatility, this.#random);
  }

  #draw(position: number): Story | undefined {
    const nearby = !this.#isRange() ? [] : position < 0.25 ? NEAR_SUPPORT : position > 0.75 ? NEAR_RESISTANCE : [];
    let draw = this.#random.next();
    for (const [story, probability] of [...nearby, ...ANYWHERE[this.#phase]]) {
      if (draw < probability) return story;
      draw -= probability;
    }
    return undefined;
  }

  /** Springs and shakeouts go under the support, upthrusts over the resistance, by a little. */
  #reachOf(story: Story, price: number): Pick<DayShape, 'reachDown' | 'reachUp'> {
    const support = this.#support * this.#random.between(0.982, 0.994);
    const resistance = this.#resistance * this.#random.between(1.006, 1.018);
    if ((story === 'spring' || story === 'shakeout') && support > price * 0.95) return { reachDown: support };
    if ((story === 'upthrust' || story === 'jump') && resistance < price * 1.05) return { reachUp: resistance };
    return {};
  }

  #turn(price: number): void {
    const random = this.#random;
    this.#phase = this.#successor(price);
    this.#daysLeft = this.#isRange() ? random.integer(30, 80) : random.integer(18, 50);
    const width = random.between(0.08, 0.16);
    this.#support = price * (this.#phase === 'DISTRIBUTION' ? 1 - width : 1 - width * 0.25);
    this.#resistance = this.#support * (1 + width);
  }

  #successor(price: number): Phase {
    if (this.#phase === 'ACCUMULATION') return 'MARKUP';
    if (this.#phase === 'DISTRIBUTION') return 'MARKDOWN';
    if (this.#phase === 'MARKUP') return price < this.#dear && this.#random.chance(0.3) ? 'ACCUMULATION' : 'DISTRIBUTION';
    return price > this.#cheap && this.#random.chance(0.25) ? 'DISTRIBUTION' : 'ACCUMULATION';
  }

  #isRange(): boolean {
    return this.#phase === 'ACCUMULATION' || this.#phase === 'DISTRIBUTION';
  }
}
