import { hiddenDemand } from '../../src/domain/vpa/detectors/hidden-demand.js';
import { sellingClimax } from '../../src/domain/vpa/detectors/selling-climax.js';
import { shakeout } from '../../src/domain/vpa/detectors/shakeout.js';
import { spring } from '../../src/domain/vpa/detectors/spring.js';
import { bars } from '../support/bars.js';
import { testDetectorContract } from './detector.contract.js';

const direction = 'BULLISH';
const SPRING_BAR = { open: 0.995, high: 1.002, low: 0.98, close: 1, volume: 0.9 };

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
  detector: shakeout,
  direction,
  fires: bars()
    .flat(70)
    .add({ ...SPRING_BAR, volume: 2 })
    .columns(),
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
