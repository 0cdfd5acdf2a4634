import type { SignalKind } from '../vpa/detectors/index.js';
import type { ExitRule, SizingRule, Strategy } from './strategy.js';

/** Specification section 7. */
const SIZING: SizingRule = {
  riskBasisPoints: 200,
  maxPositionBasisPoints: 1_000,
  maxSectorBasisPoints: 3_000,
  cashReserveBasisPoints: 1_000,
  maxPositions: 20,
};

const WEAKNESS: readonly SignalKind[] = [
  'BUYING_CLIMAX',
  'UPTHRUST',
  'UTAD',
  'SELLING_PRESSURE',
  'TOP_REVERSAL',
  'SUPPLY_OVERCOMES_DEMAND',
];

const EXIT: Omit<ExitRule, 'stop'> = {
  targetBasisPoints: 1_500,
  trail: { belowBasisPoints: 300, afterGainBasisPoints: 500 },
  maxBars: 30,
  kinds: WEAKNESS,
};

/** Strategies of the literature, with the stops that it names for each signal. */
export const PRESETS: readonly Strategy[] = [
  preset('stopping-volume', ['STOPPING_VOLUME'], { from: 'SUPPORT', belowBasisPoints: 200 }),
  preset('spring', ['SPRING', 'SHAKEOUT'], { from: 'SIGNAL_LOW', belowBasisPoints: 300 }),
  preset('no-supply', ['NO_SUPPLY', 'TEST_FOR_SUPPLY'], { from: 'SUPPORT', belowBasisPoints: 150 }),
  preset('professional-volume', ['PROFESSIONAL_VOLUME'], { from: 'ENTRY', belowBasisPoints: 400 }),
  preset('breakout', ['JUMP_OVER_CREEK', 'STRENGTH_ON_RALLY'], { from: 'ENTRY', belowBasisPoints: 300 }),
  withScores(preset('strength', ['SPRING', 'STOPPING_VOLUME', 'NO_SUPPLY', 'LPS'], { from: 'SIGNAL_LOW', belowBasisPoints: 300 })),
];

function preset(name: string, kinds: readonly SignalKind[], stop: ExitRule['stop']): Strategy {
  return {
    name,
    entry: { kinds, minScore: null, minConfidence: null, phases: null },
    exit: { ...EXIT, stop },
    sizing: SIZING,
    orderAt: 'OPEN',
  };
}

function withScores(strategy: Strategy): Strategy {
  return { ...strategy, entry: { ...strategy.entry, minScore: 60, phases: ['ACC_B', 'ACC_C', 'ACC_D', 'MARKUP'] } };
}
