import { anyOf, atLeast, backgroundIs, fired, is, of } from '../conditions.js';
import type { Detector } from '../detector.js';
import { WEAKNESS } from '../rule-state.js';

/** Bearish 10: upthrust after distribution, a wide upthrust out of a range after weakness or a rise. */
export const utad: Detector<'UTAD'> = {
  kind: 'UTAD',
  direction: 'BEARISH',
  stars: 4,
  setsBackground: false,
  summary: {
    en: 'An upthrust out of a trading range on a wide bar: the trap at the end of distribution.',
    vi: 'Upthrust vượt khỏi vùng đi ngang với biên độ rộng: bẫy tăng giá cuối giai đoạn phân phối.',
  },
  conditions: [
    fired('UPTHRUST'),
    is('isInRange'),
    atLeast('high', of('resistance30', 1.01)),
    atLeast('spreadRatio', 1.3),
    anyOf(backgroundIs('effective', WEAKNESS), is('isUptrend')),
  ],
};
