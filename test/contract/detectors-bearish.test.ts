import { buyingClimax } from '../../src/domain/vpa/detectors/buying-climax.js';
import { effortNoResult } from '../../src/domain/vpa/detectors/effort-no-result.js';
import { failedSupplyTest } from '../../src/domain/vpa/detectors/failed-supply-test.js';
import { highVolumeNoProgress } from '../../src/domain/vpa/detectors/high-volume-no-progress.js';
import { DETECTORS } from '../../src/domain/vpa/detectors/index.js';
import { sellingPressure } from '../../src/domain/vpa/detectors/selling-pressure.js';
import { supplyOvercomesDemand } from '../../src/domain/vpa/detectors/supply-overcomes-demand.js';
import { topReversal } from '../../src/domain/vpa/detectors/top-reversal.js';
import { upthrust } from '../../src/domain/vpa/detectors/upthrust.js';
import { utad } from '../../src/domain/vpa/detectors/utad.js';
import { weaknessOnGoodNews } from '../../src/domain/vpa/detectors/weakness-on-good-news.js';
import { NEITHER, STRENGTH } from '../../src/domain/vpa/rule-state.js';
import { bars } from '../support/bars.js';
import { testDetectorContract } from './detector.contract.js';

const direction = 'BEARISH';
const FAILED_HIGH = { open: 1.005, high: 1.03, low: 0.996, close: 1.002, volume: 2.5 };
const TESTED = 1 << DETECTORS.findIndex(({ kind }) => kind === 'TEST_FOR_SUPPLY');

testDetectorContract({
  detector: highVolumeNoProgress,
  direction,
  fires: bars().flat(70).add(FAILED_HIGH).columns(),
  edges: [
    [{ volumeRatio: 2 }, true],
    [{ volumeRatio: 1.999 }, false],
    [{ changePct: -1.499 }, true],
    [{ changePct: -1.5 }, false],
    [{ changePct: 0.999 }, true],
    [{ changePct: 1 }, false],
    [{ closePosition: 0.4 }, true],
    [{ closePosition: 0.401 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
    [{ isNearResistance: 0 }, false],
    [{ isNearResistance: 0, isUptrend: 1 }, true],
  ],
  indexEdges: [
    [{ volumeRatio: 1.4 }, true],
    [{ volumeRatio: 1.399 }, false],
  ],
});

testDetectorContract({
  detector: upthrust,
  direction,
  fires: bars().flat(70).add(FAILED_HIGH).columns(),
  edges: [
    [{ resistance30: 1000, high: 1005, close: 990 }, true],
    [{ resistance30: 1000, high: 1004.9, close: 990 }, false],
    [{ resistance30: 1000, high: 1010, close: 998 }, true],
    [{ resistance30: 1000, high: 1010, close: 998.1 }, false],
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ closePosition: 0.499 }, true],
    [{ closePosition: 0.5 }, false],
    [{ resistance30: NaN }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: supplyOvercomesDemand,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.002, low: 0.975, close: 0.978, volume: 2 }).columns(),
  edges: [
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ changePct: -1.5 }, true],
    [{ changePct: -1.499 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
    [{ closePosition: 0.3 }, true],
    [{ closePosition: 0.301 }, false],
    [{ close: 98.99 }, true],
    [{ close: 99 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: failedSupplyTest,
  direction,
  fires: bars().flat(70).add({ open: 1, high: 1.01, low: 0.995, close: 0.997, volume: 1.3 }).columns(),
  edges: [
    [{ volumeRatio: 1.201 }, true],
    [{ volumeRatio: 1.2 }, false],
    [{ changePct: -0.001 }, true],
    [{ changePct: 0 }, false],
    [{ closePosition: 0.399 }, true],
    [{ closePosition: 0.4 }, false],
    [{ isNearResistance: 0 }, false],
    [{ isNearResistance: 0, 'fired@1': TESTED }, true],
    [{ isNearResistance: 0, 'fired@5': TESTED }, true],
    [{ isNearResistance: 0, 'fired@6': TESTED }, false],
    [{ isNearResistance: 0, fired: TESTED }, false],
  ],
  indexEdges: [[{ volumeRatio: 1.2 }, false]],
});

testDetectorContract({
  detector: effortNoResult,
  direction,
  fires: bars().rising(70).add({ open: 1, high: 1.01, low: 0.99, close: 1.001, volume: 1.6 }).columns(),
  edges: [
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ changePct: 0.499 }, true],
    [{ changePct: 0.5 }, false],
    [{ changePct: -0.499 }, true],
    [{ changePct: -0.5 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.201 }, false],
    [{ closePosition: 0.35 }, true],
    [{ closePosition: 0.349 }, false],
    [{ closePosition: 0.65 }, true],
    [{ closePosition: 0.651 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: effortNoResult,
  direction: 'BULLISH',
  fires: bars().flat(70).add({ open: 1, high: 1.01, low: 0.992, close: 1.001, volume: 1.6 }).columns(),
  edges: [],
});

testDetectorContract({
  detector: sellingPressure,
  direction,
  fires: bars()
    .flat(70)
    .add({ open: 1, high: 1.002, low: 0.99, close: 0.992, volume: 1.3 })
    .add({ open: 1, high: 1.002, low: 0.99, close: 0.992, volume: 1.3 })
    .add({ open: 1, high: 1.01, low: 0.99, close: 1.005, volume: 1 })
    .columns(),
  edges: [
    [{ 'volumeRatio@1': 1.2 }, true],
    [{ 'volumeRatio@1': 1.199 }, false],
    [{ 'changePct@1': -0.001 }, true],
    [{ 'changePct@1': 0 }, false],
    [{ 'closePosition@1': 0.35 }, true],
    [{ 'closePosition@1': 0.351 }, false],
    [{ 'volumeRatio@2': 1.199 }, false],
    [{ 'volumeRatio@2': 1.199, volumeRatio: 1.3, changePct: -1, closePosition: 0.1 }, true],
    [{ 'volumeRatio@2': 1.199, 'volumeRatio@3': 1.3, 'changePct@3': -1, 'closePosition@3': 0.1 }, false],
  ],
  indexEdges: [[{ 'volumeRatio@1': 1.199 }, false]],
});

testDetectorContract({
  detector: utad,
  direction,
  fires: bars().flat(60).add(FAILED_HIGH).flat(1).add(FAILED_HIGH).columns(),
  edges: [
    [{ fired: 0 }, false],
    [{ isInRange: 0 }, false],
    [{ resistance30: 100, high: 101 }, true],
    [{ resistance30: 100, high: 100.99 }, false],
    [{ spreadRatio: 1.3 }, true],
    [{ spreadRatio: 1.299 }, false],
    [{ background: STRENGTH }, false],
    [{ background: STRENGTH, isUptrend: 1 }, true],
    [{ background: NEITHER, isDowntrend: 1 }, true],
    [{ background: NEITHER, isDowntrend: 0 }, false],
  ],
});

testDetectorContract({
  detector: weaknessOnGoodNews,
  direction,
  fires: bars().flat(70).add({ open: 1.03, high: 1.032, low: 1, close: 1.005, volume: 1.3 }).columns(),
  edges: [
    [{ open: 102 }, true],
    [{ open: 101.99 }, false],
    [{ close: 102.99 }, true],
    [{ close: 103 }, false],
    [{ closePosition: 0.4 }, true],
    [{ closePosition: 0.401 }, false],
    [{ volumeRatio: 1.2 }, true],
    [{ volumeRatio: 1.199 }, false],
  ],
  indexEdges: [[{ volumeRatio: 1.199 }, false]],
});

testDetectorContract({
  detector: topReversal,
  direction,
  fires: bars().flat(70).add({ open: 1.01, high: 1.03, low: 0.998, close: 1.002, volume: 1.6 }).columns(),
  edges: [
    [{ high20: 103 }, true],
    [{ high20: 103.01 }, false],
    [{ 'close@1': 101 }, true],
    [{ 'close@1': 101.01 }, false],
    [{ close: 100.99 }, true],
    [{ close: 101 }, false],
    [{ closePosition: 0.25 }, true],
    [{ closePosition: 0.251 }, false],
    [{ spreadRatio: 1.3 }, true],
    [{ spreadRatio: 1.299 }, false],
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.25 }, true],
    [{ volumeRatio: 1.249 }, false],
  ],
});

testDetectorContract({
  detector: buyingClimax,
  direction,
  fires: bars().rising(70).add({ open: 1.01, high: 1.04, low: 1, close: 1.01, volume: 2.5 }).columns(),
  edges: [
    [{ isUptrend: 0 }, false],
    [{ high20: 100, high: 100 }, true],
    [{ high20: 100, high: 99.99 }, false],
    [{ volumeRatio: 2 }, true],
    [{ volumeRatio: 1.999 }, false],
    [{ spreadRatio: 1.5 }, true],
    [{ spreadRatio: 1.499 }, false],
    [{ closePosition: 0.6 }, true],
    [{ closePosition: 0.601 }, false],
  ],
  indexEdges: [
    [{ volumeRatio: 1.4 }, true],
    [{ volumeRatio: 1.399 }, false],
  ],
});
