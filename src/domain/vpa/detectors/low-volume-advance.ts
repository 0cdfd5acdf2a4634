import { atLeast, below, isNot } from '../conditions.js';
import type { Detector } from '../detector.js';

/** Bearish 7: the price rises without volume behind it. Proposed here. */
export const lowVolumeAdvance: Detector<'LOW_VOLUME_ADVANCE'> = {
  kind: 'LOW_VOLUME_ADVANCE',
  direction: 'BEARISH',
  stars: 2,
  setsBackground: false,
  summary: {
    en: 'A rise on low volume: the advance lacks backing.',
    vi: 'Giá tăng với khối lượng thấp: đà tăng thiếu sự ủng hộ.',
  },
  conditions: [below('volumeRatio', 0.7), atLeast('changePct', 1), isNot('isAtLimit')],
};
