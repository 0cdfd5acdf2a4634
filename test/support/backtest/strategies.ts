import type { MarketTerms } from '../../../src/domain/backtest/market-terms.js';
import type { Strategy } from '../../../src/domain/backtest/strategy.js';
import { SIGNAL_KINDS } from '../../../src/domain/vpa/detectors/index.js';
import { generator } from '../restless-bars.js';

/** A strategy and terms, drawn from everything they can say. */
export function drawnStrategy(seed: number): { readonly strategy: Strategy; readonly terms: MarketTerms } {
  const random = generator(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const maybe = <T>(value: () => T): T | null => (random() < 0.5 ? value() : null);
  const kinds = (share: number) => SIGNAL_KINDS.filter(() => random() < share);
  const wanted = kinds(0.4);
  return {
    strategy: {
      name: `drawn-${seed}`,
      entry: {
        kinds: wanted.length === 0 ? ['NO_SUPPLY'] : wanted,
        minScore: maybe(() => whole(10, 60)),
        minConfidence: maybe(() => random() * 0.6),
        phases: maybe(() => ['ACC_B', 'ACC_C', 'MARKUP'] as const),
      },
      exit: {
        stop: { from: (['ENTRY', 'SIGNAL_LOW', 'SUPPORT'] as const)[whole(0, 2)]!, belowBasisPoints: whole(50, 1_000) },
        targetBasisPoints: maybe(() => whole(200, 3_000)),
        trail: maybe(() => ({ belowBasisPoints: whole(100, 800), afterGainBasisPoints: whole(0, 1_000) })),
        maxBars: maybe(() => whole(1, 40)),
        kinds: kinds(0.2),
      },
      sizing: {
        riskBasisPoints: whole(20, 400),
        maxPositionBasisPoints: whole(300, 6_000),
        maxSectorBasisPoints: maybe(() => whole(1_000, 6_000)),
        cashReserveBasisPoints: whole(0, 3_000),
        maxPositions: whole(1, 12),
      },
      orderAt: random() < 0.7 ? 'OPEN' : 'CLOSE',
    },
    terms: {
      hasExchangeRules: random() < 0.8,
      feeBasisPoints: whole(0, 40),
      saleTaxBasisPoints: whole(0, 20),
      slippageBasisPoints: whole(0, 50),
      volumeShareBasisPoints: maybe(() => whole(1, 2_000)),
    },
  };
}
