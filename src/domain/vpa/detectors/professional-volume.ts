import { atLeast, atMost } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bullish 2: large buyers lift the price. Above five times the average the same bar may be distribution, so it is left out. */
export const professionalVolume: Detector<'PROFESSIONAL_VOLUME'> = {
  kind: 'PROFESSIONAL_VOLUME',
  direction: 'BULLISH',
  stars: 3,
  setsBackground: true,
  summary: {
    en: 'Raised volume on a wide rising bar that closes near its high: large buyers at work.',
    vi: 'Khối lượng cao trên nến tăng biên độ rộng, đóng cửa gần đỉnh: dòng tiền lớn đang mua.',
  },
  conditions: [
    atLeast('volumeRatio', 1.5),
    atMost('volumeRatio', 5),
    atLeast('changePct', 1.5),
    atLeast('closePosition', 0.8),
    atLeast('spreadRatio', 1.2),
  ],
};
