/** The rules that the other rule sets have for themselves, with their thresholds by hand. */
import { ruleOf } from '../../src/domain/vpa/rule-sets/index.js';
import { QUICK } from '../../src/domain/vpa/rule-sets/quick.js';
import { SERIES } from '../../src/domain/vpa/rule-sets/series.js';
import { bars } from '../support/bars.js';
import { testDetectorContract, type DetectorCase } from './detector.contract.js';

function testSeries(kind: string, rest: Omit<DetectorCase, 'detector' | 'ruleSet'>): void {
  testDetectorContract({ ruleSet: SERIES, detector: ruleOf(SERIES, kind), ...rest });
}

function testQuick(kind: string, rest: Omit<DetectorCase, 'detector' | 'ruleSet'>): void {
  testDetectorContract({ ruleSet: QUICK, detector: ruleOf(QUICK, kind), ...rest });
}

const RISE = { open: 1, high: 1.04, low: 1, close: 1.038, volume: 2.6 };

testSeries('STOPPING_VOLUME', {
  direction: 'BULLISH',
  fires: bars().flat(70).add(RISE).columns(),
  edges: [
    [{ volumeRatio: 2.001 }, true],
    [{ volumeRatio: 2 }, false],
    [{ closePosition: 0.701 }, true],
    [{ closePosition: 0.7 }, false],
    [{ changePct: 0.001 }, true],
    [{ changePct: 0 }, false],
    // Nothing asks for a fall, for the lows or for a wide bar.
    [{ isNearSupport: 0, isDowntrend: 0, low10: 1, spreadRatio: 0.1 }, true],
  ],
  // An index has no thresholds of its own.
  indexEdges: [[{ volumeRatio: 1.999 }, false]],
});

testSeries('PROFESSIONAL_VOLUME', {
  direction: 'BULLISH',
  fires: bars().flat(70).add(RISE).columns(),
  edges: [
    [{ volumeRatio: 1.5 }, true],
    [{ volumeRatio: 1.499 }, false],
    [{ volumeRatio: 5 }, true],
    [{ volumeRatio: 5.001 }, false],
    [{ changePct: 1 }, true],
    [{ changePct: 0.999 }, false],
    [{ closePosition: 0.8 }, true],
    [{ closePosition: 0.799 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
  ],
  indexEdges: [[{ volumeRatio: 1.499 }, false]],
});

testSeries('NO_SUPPLY', {
  direction: 'BULLISH',
  fires: bars().flat(70).add({ open: 1, high: 1.004, low: 0.996, close: 1.002, volume: 0.6 }).columns(),
  edges: [
    [{ volumeRatio: 0.799 }, true],
    [{ volumeRatio: 0.8 }, false],
    [{ changePct: 0.499 }, true],
    [{ changePct: 0.5 }, false],
    [{ changePct: -0.499 }, true],
    [{ changePct: -0.5 }, false],
    [{ closePosition: 0.501 }, true],
    [{ closePosition: 0.5 }, false],
    // Nothing asks for a narrow bar, for volume that dries up, or for strength before.
    [{ spreadRatio: 2, 'volume@1': 1, 'volume@2': 1, background: 2 }, true],
  ],
});

testSeries('TEST_FOR_SUPPLY', {
  direction: 'BULLISH',
  fires: bars().flat(70).add({ open: 1, high: 1.008, low: 0.996, close: 1.006, volume: 0.7 }).columns(),
  edges: [
    [{ volumeRatio: 0.999 }, true],
    [{ volumeRatio: 1 }, false],
    [{ spreadRatio: 1 }, true],
    [{ spreadRatio: 1.001 }, false],
    [{ closePosition: 0.5 }, true],
    [{ closePosition: 0.499 }, false],
    [{ isDowntrend: 1 }, false],
    [{ isNearResistance: 0 }, false],
    [{ resistance30: 100, close: 98 }, true],
    [{ resistance30: 100, close: 97.99 }, false],
    [{ resistance30: 100, close: 101 }, true],
    [{ resistance30: 100, close: 101.01 }, false],
    // The dip into old supply is not its test.
    [{ isNearResistance: 0, 'low@1': 200, closePosition: 0.9, volumeRatio: 0.5, background: 1 }, false],
  ],
});

testSeries('HIGH_VOLUME_NO_PROGRESS', {
  direction: 'BEARISH',
  fires: bars().flat(70).add({ open: 1.005, high: 1.03, low: 0.996, close: 1.002, volume: 2.5 }).columns(),
  edges: [
    [{ volumeRatio: 2 }, true],
    [{ volumeRatio: 1.999 }, false],
    [{ changePct: 1.499 }, true],
    [{ changePct: 1.5 }, false],
    [{ changePct: -1.499 }, true],
    [{ changePct: -1.5 }, false],
    [{ closePosition: 0.4 }, true],
    [{ closePosition: 0.401 }, false],
    [{ spreadRatio: 1.2 }, true],
    [{ spreadRatio: 1.199 }, false],
    [{ isNearResistance: 0 }, false],
    [{ isNearResistance: 0, isUptrend: 1 }, true],
  ],
  indexEdges: [[{ volumeRatio: 1.999 }, false]],
});

testSeries('NO_DEMAND', {
  direction: 'BEARISH',
  fires: bars().flat(70).add({ open: 1, high: 1.002, low: 0.99, close: 0.992, volume: 0.6 }).columns(),
  edges: [
    [{ volumeRatio: 0.799 }, true],
    [{ volumeRatio: 0.8 }, false],
    [{ changePct: -0.501 }, true],
    [{ changePct: -0.5 }, false],
  ],
});

testSeries('LOW_VOLUME_ADVANCE', {
  direction: 'BEARISH',
  fires: bars().flat(70).add({ open: 1, high: 1.016, low: 0.998, close: 1.015, volume: 0.6 }).columns(),
  edges: [
    [{ volumeRatio: 0.799 }, true],
    [{ volumeRatio: 0.8 }, false],
    [{ changePct: 1.001 }, true],
    [{ changePct: 1 }, false],
  ],
});

testSeries('BUYING_CLIMAX', {
  direction: 'BEARISH',
  fires: bars().flat(70).add({ open: 1.01, high: 1.06, low: 1, close: 1.015, volume: 2.5 }).columns(),
  edges: [
    [{ volumeRatio: 2.001 }, true],
    [{ volumeRatio: 2 }, false],
    [{ changePct: 1.001 }, true],
    [{ changePct: 1 }, false],
    [{ closePosition: 0.399 }, true],
    [{ closePosition: 0.4 }, false],
    // Nothing asks for a rise before it or for a new high.
    [{ isUptrend: 0, high20: 1_000 }, true],
  ],
});

testQuick('DEMAND_SURGE', {
  direction: 'BULLISH',
  fires: bars().flat(70).add(RISE).columns(),
  edges: [
    [{ volumeRatio: 2.501 }, true],
    [{ volumeRatio: 2.5 }, false],
    [{ changePct: 1.501 }, true],
    [{ changePct: 1.5 }, false],
    [{ volumeRatio: NaN }, false],
  ],
  indexEdges: [[{ volumeRatio: 2.5 }, false]],
});

testQuick('EFFORT_NO_RESULT', {
  // Near the support of flat bars.
  direction: 'BULLISH',
  fires: bars().flat(70).add({ open: 1, high: 1.01, low: 0.99, close: 1.001, volume: 3.5 }).columns(),
  edges: [
    [{ volumeRatio: 3.001 }, true],
    [{ volumeRatio: 3 }, false],
    [{ changePct: 0.499 }, true],
    [{ changePct: 0.5 }, false],
    [{ changePct: -0.499 }, true],
    [{ changePct: -0.5 }, false],
  ],
});

testQuick('EFFORT_NO_RESULT', {
  direction: 'BEARISH',
  fires: bars().flat(40).rising(30).add({ open: 1, high: 1.01, low: 0.99, close: 1.001, volume: 3.5 }).columns(),
  edges: [[{ volumeRatio: 3 }, false]],
});
