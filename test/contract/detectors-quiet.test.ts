import { lowVolumeAdvance } from '../../src/domain/vpa/detectors/low-volume-advance.js';
import { lps } from '../../src/domain/vpa/detectors/lps.js';
import { noDemand } from '../../src/domain/vpa/detectors/no-demand.js';
import { noSupply } from '../../src/domain/vpa/detectors/no-supply.js';
import { testForSupply } from '../../src/domain/vpa/detectors/test-for-supply.js';
import { weakRally } from '../../src/domain/vpa/detectors/weak-rally.js';
import { NEITHER, STRENGTH, WEAKNESS } from '../../src/domain/vpa/rule-state.js';
import { bars } from '../support/bars.js';
import { testDetectorContract } from './detector.contract.js';

const SPRING_BAR = { open: 0.995, high: 1.002, low: 0.98, close: 1, volume: 0.9 };

testDetectorContract({
  detector: noSupply,
  direction: 'BULLISH',
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
  direction: 'BULLISH',
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
  detector: lps,
  direction: 'BULLISH',
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
  detector: noDemand,
  direction: 'BEARISH',
  fires: bars().falling(70).add({ open: 1, high: 1.004, low: 0.999, close: 1.001, volume: 0.5 }).columns(),
  edges: [
    [{ volumeRatio: 0.699 }, true],
    [{ volumeRatio: 0.7 }, false],
    [{ spreadRatio: 0.799 }, true],
    [{ spreadRatio: 0.8 }, false],
    [{ 'volume@1': 500_001 }, true],
    [{ 'volume@1': 500_000 }, false],
    [{ 'volume@2': 500_001 }, true],
    [{ 'volume@2': 500_000 }, false],
    // Up form, after weakness.
    [{ closePosition: 0.6 }, true],
    [{ closePosition: 0.601 }, false],
    [{ changePct: 0 }, true],
    [{ background: STRENGTH }, false],
    // Up form, after neither.
    [{ isDowntrend: 0, sma50: NaN, changePct: 0.001 }, true],
    [{ isDowntrend: 0, sma50: NaN, changePct: 0 }, false],
    // Drift form, wherever the close stands.
    [{ changePct: -0.001, closePosition: 0.9 }, true],
    [{ changePct: -1.5, closePosition: 0.9 }, true],
    [{ changePct: -1.501, closePosition: 0.9 }, false],
    [{ changePct: -0.5, isDowntrend: 0, sma50: NaN }, false],
    [{ changePct: -0.5, isDowntrend: 0, background: WEAKNESS }, true],
  ],
  indexEdges: [
    [{ volumeRatio: 0.749 }, true],
    [{ volumeRatio: 0.75 }, false],
  ],
});

testDetectorContract({
  detector: weakRally,
  direction: 'BEARISH',
  fires: bars().flat(70).add({ open: 1, high: 1.025, low: 1, close: 1.01, volume: 0.8 }).columns(),
  edges: [
    [{ changePct: 0.8 }, true],
    [{ changePct: 0.799 }, false],
    [{ volumeRatio: 0.9 }, true],
    [{ volumeRatio: 0.901 }, false],
    [{ closePosition: 0.5 }, true],
    [{ closePosition: 0.501 }, false],
  ],
});

testDetectorContract({
  detector: lowVolumeAdvance,
  direction: 'BEARISH',
  fires: bars().flat(70).add({ open: 1, high: 1.016, low: 1, close: 1.015, volume: 0.6 }).columns(),
  edges: [
    [{ changePct: 1 }, true],
    [{ changePct: 0.999 }, false],
    [{ volumeRatio: 0.699 }, true],
    [{ volumeRatio: 0.7 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 0.749 }, true],
    [{ volumeRatio: 0.75 }, false],
  ],
});
