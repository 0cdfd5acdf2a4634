import type { SeededRandom } from '../../../domain/seeded-random.js';

/** The plan of one session of one instrument, before common moves, ticks and bands. */
export interface DayShape {
  /** Close to close, as a share of the price. */
  readonly change: number;
  /** High − low as a multiple of an ordinary day's. */
  readonly spread: number;
  /** Where between low (0) and high (1) it closes. */
  readonly closeAt: number;
  /** Multiple of an ordinary day's volume. */
  readonly volume: number;
  /** Previous close to open, as a share of the price. */
  readonly gap: number;
  /** How much of the market's and the sector's move it follows. */
  readonly follows: number;
  /** The low reaches down to this price, the high up to that one. */
  readonly reachDown?: number;
  readonly reachUp?: number;
}

type Range = readonly [low: number, high: number];

interface Plan {
  readonly change: Range;
  readonly spread: Range;
  readonly closeAt: Range;
  readonly volume: Range;
  readonly gap?: Range;
}

/** Days with a story, as volume-price analysis tells it. Changes and gaps in per cent. */
const PLANS = {
  stopping: { change: [-2.2, 0.3], spread: [1.7, 2.4], closeAt: [0.65, 0.9], volume: [2.4, 3.6], gap: [-1.2, -0.3] },
  sellingClimax: { change: [-5, -3], spread: [2.2, 3], closeAt: [0.35, 0.55], volume: [3, 4.5], gap: [-1.5, -0.5] },
  shakeout: { change: [-0.6, 1], spread: [1.6, 2.2], closeAt: [0.7, 0.92], volume: [1.7, 2.4], gap: [-1, -0.4] },
  spring: { change: [-0.3, 0.9], spread: [0.9, 1.3], closeAt: [0.7, 0.95], volume: [0.6, 1] },
  quietDown: { change: [-0.8, -0.05], spread: [0.3, 0.6], closeAt: [0.35, 0.7], volume: [0.35, 0.58] },
  quietUp: { change: [0.05, 0.5], spread: [0.3, 0.6], closeAt: [0.3, 0.58], volume: [0.35, 0.58] },
  test: { change: [-0.4, 0.4], spread: [0.6, 0.9], closeAt: [0.6, 0.85], volume: [0.5, 0.75] },
  hiddenDemand: { change: [-1, 0.3], spread: [1, 1.3], closeAt: [0.7, 0.95], volume: [1.1, 1.4] },
  absorption: { change: [-0.4, 0.4], spread: [0.5, 0.75], closeAt: [0.4, 0.7], volume: [2.2, 2.8] },
  strength: { change: [1.6, 3.4], spread: [1.3, 1.9], closeAt: [0.86, 1], volume: [1.6, 2.3], gap: [0, 0.4] },
  rally: { change: [1.1, 1.9], spread: [1.1, 1.4], closeAt: [0.8, 0.95], volume: [1.2, 1.45] },
  jump: { change: [2.8, 5], spread: [1.6, 2.2], closeAt: [0.85, 1], volume: [2, 3], gap: [0.1, 0.8] },
  reversal: { change: [0.3, 1.8], spread: [1.2, 1.7], closeAt: [0.75, 0.95], volume: [1.6, 2.1], gap: [-1.4, -0.7] },
  buyingClimax: { change: [0.5, 2.4], spread: [2, 2.8], closeAt: [0.3, 0.55], volume: [2.8, 4], gap: [1, 2] },
  upthrust: { change: [-1, 0.2], spread: [1.4, 2], closeAt: [0.1, 0.3], volume: [1.7, 2.5] },
  noProgress: { change: [-1, 0.6], spread: [1.3, 1.7], closeAt: [0.1, 0.35], volume: [2.2, 2.9] },
  churn: { change: [-0.4, 0.4], spread: [0.8, 1.1], closeAt: [0.4, 0.6], volume: [1.6, 2] },
  topReversal: { change: [-2.2, -0.8], spread: [1.5, 2.1], closeAt: [0.02, 0.2], volume: [1.7, 2.4], gap: [0.5, 1.2] },
  weakRally: { change: [0.9, 1.6], spread: [0.9, 1.2], closeAt: [0.3, 0.48], volume: [0.6, 0.85], gap: [0.3, 0.9] },
  thinAdvance: { change: [1.1, 1.8], spread: [0.7, 1], closeAt: [0.7, 0.95], volume: [0.45, 0.65] },
  breakdown: { change: [-4, -2], spread: [1.4, 2], closeAt: [0.02, 0.22], volume: [1.7, 2.5] },
  pressure: { change: [-1.8, -0.7], spread: [1, 1.3], closeAt: [0.08, 0.3], volume: [1.25, 1.5] },
  weakOnGap: { change: [-0.6, 0.8], spread: [1.2, 1.6], closeAt: [0.1, 0.35], volume: [1.3, 1.8], gap: [2.1, 2.8] },
} as const satisfies Record<string, Plan>;

export type Story = keyof typeof PLANS;

/** A day with a story. It follows the market only in part. */
export function storyDay(story: Story, random: SeededRandom): DayShape {
  const plan: Plan = PLANS[story];
  return {
    change: within(plan.change, random) / 100,
    spread: within(plan.spread, random),
    closeAt: within(plan.closeAt, random),
    volume: within(plan.volume, random),
    gap: plan.gap === undefined ? 0 : within(plan.gap, random) / 100,
    follows: 0.15,
  };
}

/** A day without a story: wide and busy in the same measure, closing towards the side it moved to. */
export function ordinaryDay(drift: number, volatility: number, random: SeededRandom): DayShape {
  const push = random.normal();
  const size = Math.abs(push);
  return {
    change: drift + 0.6 * volatility * push,
    spread: 0.7 + 0.35 * size + 0.25 * random.next(),
    closeAt: Math.min(1, Math.max(0, 0.5 + 0.22 * push + 0.15 * random.normal())),
    volume: 0.72 + 0.28 * size + 0.22 * random.next(),
    gap: 0.15 * volatility * random.normal(),
    follows: 1,
  };
}

function within([low, high]: Range, random: SeededRandom): number {
  return random.between(low, high);
}
