import { atLeast, atMost, below, of, prior } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 12: a new high that turns within the day. */
export const topReversal: Detector<'TOP_REVERSAL'> = {
  kind: 'TOP_REVERSAL',
  direction: 'BEARISH',
  stars: 3,
  setsBackground: true,
  summary: {
    en: 'A new 20-bar high that opens strong and closes near its low on volume.',
    vi: 'Lập đỉnh 20 phiên, mở cửa mạnh nhưng đóng cửa gần đáy với khối lượng cao.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    atLeast('high', of('high20')),
    atMost('closePosition', 0.25),
    atLeast('open', prior('close')),
    below('close', of('open')),
    atLeast('spreadRatio', 1.3),
  ],
};
