import { atLeast, atMost, below, of, prior } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 11: good news is sold. Without a news feed a gap up of 2 % or more stands for the news. */
export const weaknessOnGoodNews: Detector<'WEAKNESS_ON_GOOD_NEWS'> = {
  kind: 'WEAKNESS_ON_GOOD_NEWS',
  direction: 'BEARISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'A gap up that is sold: closing under the open and low in the bar, on raised volume.',
    vi: 'Mở cửa tăng mạnh nhưng bị bán xuống, đóng cửa thấp với khối lượng cao.',
  },
  conditions: [
    atLeast('volumeRatio', 1.2),
    atLeast('open', prior('close', 1.02)),
    below('close', of('open')),
    atMost('closePosition', 0.4),
  ],
};
