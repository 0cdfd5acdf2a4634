import { atLeast, atMost, below, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 3: a wide fall through support, with effort behind it. */
export const supplyOvercomesDemand: Detector<'SUPPLY_OVERCOMES_DEMAND'> = {
  kind: 'SUPPLY_OVERCOMES_DEMAND',
  direction: 'BEARISH',
  stars: 3,
  setsBackground: true,
  summary: {
    en: 'A wide falling bar on volume that closes near its low and under support.',
    vi: 'Nến giảm biên độ rộng, khối lượng cao, đóng cửa gần đáy và dưới hỗ trợ.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    below('close', of('support30')),
    atMost('changePct', -1.5),
    atLeast('spreadRatio', 1.2),
    atMost('closePosition', 0.3),
  ],
};
