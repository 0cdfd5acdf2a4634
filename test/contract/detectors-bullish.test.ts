import { absorption } from '../../src/domain/vpa/detectors/absorption.js';
import { effortResultHarmony } from '../../src/domain/vpa/detectors/effort-result-harmony.js';
import { hiddenDemand } from '../../src/domain/vpa/detectors/hidden-demand.js';
import { jumpOverCreek } from '../../src/domain/vpa/detectors/jump-over-creek.js';
import { lps } from '../../src/domain/vpa/detectors/lps.js';
import { noSupply } from '../../src/domain/vpa/detectors/no-supply.js';
import { professionalVolume } from '../../src/domain/vpa/detectors/professional-volume.js';
import { reverseVolume } from '../../src/domain/vpa/detectors/reverse-volume.js';
import { sellingClimax } from '../../src/domain/vpa/detectors/selling-climax.js';
import { shakeout } from '../../src/domain/vpa/detectors/shakeout.js';
import { spring } from '../../src/domain/vpa/detectors/spring.js';
import { stoppingVolume } from '../../src/domain/vpa/detectors/stopping-volume.js';
import { strengthOnRally } from '../../src/domain/vpa/detectors/strength-on-rally.js';
import { testForSupply } from '../../src/domain/vpa/detectors/test-for-supply.js';
import { NEITHER, STRENGTH, WEAKNESS } from '../../src/domain/vpa/rule-state.js';
import { bars } from '../support/bars.js';
import { testDetectorContract } from './detector.contract.js';

const direction = 'BULLISH';
const SPRING_BAR = { open: 0.995, high: 1.002, low: 0.98, close: 1, volume: 0.9 };
const BREAKOUT_BAR = { open: 1, high: 1.03, low: 1, close: 1.028, volume: 2 };

testDetectorContract({
  detector: stoppingVolume,
  direction,
  fires: bars().flat(70).add({ open: 0.99, high: 1.005, low: 0.97, close: 1, volume: 2.5 }).columns(),
  edges: [
    [{ volumeRatio: 2 }, true],
    [{ volumeRatio: 1.999 }, false],
    [{ volumeRatio: NaN }, false],
    [{ isNearSupport: 0 }, false],
    [{ isNearSupport: 0, isDowntrend: 1 }, true],
    [{ low10: 100, low: 102 }, true],
    [{ low10: 100, low: 102.01 }, false],
    [{ closePosition: 0.6 }, true],
    [{ closePosition: 0.599 }, false],
    [{ spreadRatio: 1.5 }, true],
    [{ spreadRatio: 1.499 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.4 }, true],
    [{ volumeRatio: 1.399 }, false],
    [{ spreadRatio: 1.499 }, false],
  ],
});

testDetectorContract({
  detector: professionalVolume,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.04, low: 1, close: 1.038, volume: 2 }).columns(),
  edges: [
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ volumeRatio: 5 }, true],
    [{ volumeRatio: 5.001 }, false],
    [{ changePct: 1.5 }, true],
    [{ changePct: 1.499 }, false],
    [{ closePosition: 0.8 }, true],
    [{ closePosition: 0.799 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
    [{ volumeRatio: 5.001 }, false],
  ],
});

testDetectorContract({
  detector: reverseVolume,
  direction,
  fires: bars().flat(70).add({ open: 0.99, high: 1.005, low: 0.98, close: 1.002, volume: 1.6 }).columns(),
  edges: [
    [{ open: 99.5 }, true],
    [{ open: 99.51 }, false],
    [{ low: 98.99, open: 99 }, true],
    [{ low: 99, open: 99 }, false],
    [{ close: 99.01, open: 99 }, true],
    [{ close: 99, open: 99 }, false],
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ closePosition: 0.7 }, true],
    [{ closePosition: 0.699 }, false],
    [{ spreadRatio: 1.001 }, true],
    [{ spreadRatio: 1 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: noSupply,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.005, low: 0.995, close: 0.998, volume: 0.5 }).columns(),
  edges: [
    [{ volumeRatio: 0.699 }, true],
    [{ volumeRatio: 0.7 }, false],
    // Within the tolerance a value is the threshold, and < does not hold.
    [{ volumeRatio: 0.7 * (1 - 5e-10) }, false],
    [{ spreadRatio: 0.799 }, true],
    [{ spreadRatio: 0.8 }, false],
    [{ 'volume@1': 500_001 }, true],
    [{ 'volume@1': 500_000 }, false],
    [{ 'volume@2': 500_001 }, true],
    [{ 'volume@2': 500_000 }, false],
    [{ changePct: -1 }, true],
    [{ changePct: -1.001 }, false],
    [{ changePct: 0.5 }, true],
    [{ changePct: 0.501 }, false],
    [{ background: WEAKNESS }, false],
    [{ background: STRENGTH, isDowntrend: 1 }, true],
    [{ background: NEITHER, isDowntrend: 1 }, false],
    [{ sma50: 100, changePct: 0.4 }, true],
    [{ sma50: 100.1, changePct: 0 }, true],
    [{ sma50: 100.1, changePct: 0.001 }, false],
    [{ sma50: NaN, changePct: 0.001 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 0.749 }, true],
    [{ volumeRatio: 0.75 }, false],
  ],
});

testDetectorContract({
  detector: testForSupply,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.01, low: 0.995, close: 1.005, volume: 0.8 }).columns(),
  edges: [
    [{ volumeRatio: 0.999 }, true],
    [{ volumeRatio: 1 }, false],
    [{ spreadRatio: 1 }, true],
    [{ spreadRatio: 1.001 }, false],
    [{ closePosition: 0.5 }, true],
    [{ closePosition: 0.499 }, false],
    [{ isDowntrend: 1 }, false],
    // Form A.
    [{ isNearResistance: 0 }, false],
    [{ resistance30: 100, close: 98 }, true],
    [{ resistance30: 100, close: 97.99 }, false],
    [{ resistance30: 100, close: 101 }, true],
    [{ resistance30: 100, close: 101.01 }, false],
    // Form B.
    [{ resistance30: NaN, isNearResistance: 0, low: 98.9, closePosition: 0.6, volumeRatio: 0.799, background: STRENGTH }, true],
    [{ resistance30: NaN, isNearResistance: 0, low: 99, closePosition: 0.6, volumeRatio: 0.799, background: STRENGTH }, false],
    [{ resistance30: NaN, isNearResistance: 0, low: 98.9, closePosition: 0.599, volumeRatio: 0.799, background: STRENGTH }, false],
    [{ resistance30: NaN, isNearResistance: 0, low: 98.9, closePosition: 0.6, volumeRatio: 0.8, background: STRENGTH }, false],
    // The raw background is asked, whatever the effective one says.
    [{ resistance30: NaN, isNearResistance: 0, low: 98.9, closePosition: 0.6, volumeRatio: 0.799, background: NEITHER }, false],
  ],
});

testDetectorContract({
  detector: strengthOnRally,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.016, low: 0.994, close: 1.015, volume: 1.3 }).columns(),
  edges: [
    [{ changePct: 1 }, true],
    [{ changePct: 0.999 }, false],
    [{ volumeRatio: 1.2 }, true],
    [{ volumeRatio: 1.199 }, false],
    [{ closePosition: 0.75 }, true],
    [{ closePosition: 0.749 }, false],
    [{ spreadRatio: 1.001 }, true],
    [{ spreadRatio: 1 }, false],
  ],
  indexEdges: [[{ volumeRatio: 1.199 }, false]],
});

testDetectorContract({
  detector: spring,
  direction,
  fires: bars().flat(70).add(SPRING_BAR).columns(),
  edges: [
    [{ low: 98.99 }, true],
    [{ low: 99 }, false],
    [{ support30: 100, low: 95, close: 101 }, true],
    [{ support30: 100, low: 94.99, close: 101 }, false],
    [{ close: 99.01 }, true],
    [{ close: 99 }, false],
    [{ closePosition: 0.6 }, true],
    [{ closePosition: 0.599 }, false],
    [{ volumeRatio: 1.199 }, true],
    [{ volumeRatio: 1.2 }, false],
    [{ support30: NaN }, false],
  ],
});

testDetectorContract({
  detector: lps,
  direction,
  fires: bars().flat(60).add(SPRING_BAR).flat(5).add({ open: 1, high: 1.004, low: 0.992, close: 1, volume: 0.6 }).columns(),
  edges: [
    [{ background: WEAKNESS }, false],
    [{ background: NEITHER }, false],
    [{ volumeRatio: 0.699 }, true],
    [{ volumeRatio: 0.7 }, false],
    [{ closePosition: 0.5 }, true],
    [{ closePosition: 0.499 }, false],
    [{ support30: 100, low: 100.01 }, true],
    [{ support30: 100, low: 100 }, false],
    [{ support30: 100, low: 105 }, true],
    [{ support30: 100, low: 105.01 }, false],
    [{ isDowntrend: 1 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 0.749 }, true],
    [{ volumeRatio: 0.75 }, false],
  ],
});

testDetectorContract({
  detector: jumpOverCreek,
  direction,
  fires: bars().flat(70).add(BREAKOUT_BAR).columns(),
  edges: [
    [{ isInRange: 0 }, false],
    [{ 'close@1': 101 }, true],
    [{ 'close@1': 101.01 }, false],
    [{ resistance30: 100, high: 101, 'close@1': 99 }, true],
    [{ resistance30: 100, high: 100.99, 'close@1': 99 }, false],
    [{ close: 101.01 }, true],
    [{ close: 101 }, false],
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ changePct: 1.5 }, true],
    [{ changePct: 1.499 }, false],
    [{ closePosition: 0.7 }, true],
    [{ closePosition: 0.699 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: effortResultHarmony,
  direction,
  fires: bars().flat(70).add(BREAKOUT_BAR).columns(),
  edges: [
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ changePct: 2 }, true],
    [{ changePct: 1.999 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
    [{ closePosition: 0.7 }, true],
    [{ closePosition: 0.699 }, false],
    [{ volumeRatio: 2, changeAtr: 1 }, true],
    [{ volumeRatio: 2, changeAtr: 0.999 }, false],
    [{ changeAtr: NaN }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: hiddenDemand,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.004, low: 0.98, close: 1, volume: 1.1 }).columns(),
  edges: [
    [{ isNearSupport: 0 }, false],
    [{ lowerWick: 0.5 }, true],
    [{ lowerWick: 0.499 }, false],
    [{ closePosition: 0.5 }, true],
    [{ closePosition: 0.499 }, false],
    [{ volumeRatio: 1 }, true],
    [{ volumeRatio: 0.999 }, false],
    [{ changePct: -1.5 }, true],
    [{ changePct: -1.501 }, false],
    [{ changePct: 0.5 }, true],
    [{ changePct: 0.501 }, false],
  ],
});

testDetectorContract({
  detector: absorption,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.005, low: 0.995, close: 1.001, volume: 2.5 }).columns(),
  edges: [
    [{ volumeRatio: 2 }, true],
    [{ volumeRatio: 1.999 }, false],
    [{ changePct: 0.5 }, true],
    [{ changePct: 0.501 }, false],
    [{ changePct: -0.5 }, true],
    [{ changePct: -0.501 }, false],
    [{ spreadRatio: 0.8 }, true],
    [{ spreadRatio: 0.801 }, false],
    [{ isNearSupport: 0, isUptrend: 0 }, true],
    [{ isNearSupport: 0, isUptrend: 1 }, false],
    [{ isNearSupport: 1, isUptrend: 1 }, true],
  ],
  indexEdges: [
    [{ volumeRatio: 1.4 }, true],
    [{ volumeRatio: 1.399 }, false],
  ],
});

testDetectorContract({
  detector: shakeout,
  direction,
  fires: bars().flat(70).add({ ...SPRING_BAR, volume: 2 }).columns(),
  edges: [
    [{ low: 98.99 }, true],
    [{ low: 99 }, false],
    [{ low: 50 }, true],
    [{ close: 99.01 }, true],
    [{ close: 99 }, false],
    [{ closePosition: 0.6 }, true],
    [{ closePosition: 0.599 }, false],
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: sellingClimax,
  direction,
  fires: bars().falling(70).add({ open: 1, high: 1, low: 0.95, close: 0.97, volume: 2.5 }).columns(),
  edges: [
    [{ isDowntrend: 0 }, false],
    [{ low: 50, low10: 50 }, true],
    [{ low: 50.01, low10: 50 }, false],
    [{ volumeRatio: 2 }, true],
    [{ volumeRatio: 1.999 }, false],
    [{ spreadRatio: 1.8 }, true],
    [{ spreadRatio: 1.799 }, false],
    [{ closePosition: 0.3 }, true],
    [{ closePosition: 0.299 }, false],
    [{ changePct: -2.5, closePosition: 0.4 }, true],
    [{ changePct: -2.499, closePosition: 0.4 }, false],
    [{ changePct: -1, closePosition: 0.5 }, true],
    [{ changePct: -1, closePosition: 0.499 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.4 }, true],
    [{ volumeRatio: 1.399 }, false],
  ],
});
