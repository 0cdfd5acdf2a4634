import { absorption } from '../../src/domain/vpa/detectors/absorption.js';
import { effortResultHarmony } from '../../src/domain/vpa/detectors/effort-result-harmony.js';
import { jumpOverCreek } from '../../src/domain/vpa/detectors/jump-over-creek.js';
import { professionalVolume } from '../../src/domain/vpa/detectors/professional-volume.js';
import { reverseVolume } from '../../src/domain/vpa/detectors/reverse-volume.js';
import { stoppingVolume } from '../../src/domain/vpa/detectors/stopping-volume.js';
import { strengthOnRally } from '../../src/domain/vpa/detectors/strength-on-rally.js';
import { bars } from '../support/bars.js';
import { testDetectorContract } from './detector.contract.js';

const direction = 'BULLISH';
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
