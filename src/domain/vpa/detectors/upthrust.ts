import { atLeast, atMost, below, of } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 2: a rise above resistance that is sold back under it the same day. */
export const upthrust: Detector<'UPTHRUST'> = {
  kind: 'UPTHRUST',
  direction: 'BEARISH',
  stars: 4,
  setsBackground: true,
  summary: {
    en: 'A push above resistance on volume that closes back under it.',
    vi: 'Vượt kháng cự với khối lượng cao nhưng đóng cửa trở lại phía dưới.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    atLeast('high', of('resistance30', 1.005)),
    atMost('close', of('resistance30', 0.998)),
    below('closePosition', 0.5),
  ],
};
