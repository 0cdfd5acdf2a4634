import { above, below, is } from '../conditions.js';
import type { RuleSet } from './rule-set.js';

/**
 * The two rules by which the original decides on a price and a volume alone, under names that say what they find. Thresholds
 * are the original's. Its confidences are formulas of their own, see formulas/.
 */
export const QUICK: RuleSet<'DEMAND_SURGE' | 'EFFORT_NO_RESULT'> = {
  name: 'quick',
  version: 'quick-1',
  summary: {
    en: 'Two rules on the change and the volume of a bar alone, to look again at once; what they find is provisional.',
    vi: 'Hai quy tắc nhanh chỉ dùng thay đổi giá và khối lượng, để phân tích lại ngay; kết quả chỉ là tạm thời.',
  },
  detectors: [
    {
      kind: 'DEMAND_SURGE',
      direction: 'BULLISH',
      stars: 1,
      setsBackground: false,
      summary: {
        en: 'The price jumps on very heavy volume: demand.',
        vi: 'Giá tăng mạnh với khối lượng rất lớn: lực cầu đột biến.',
      },
      conditions: [above('volumeRatio', 2.5), above('changePct', 1.5)],
      alias: 'No Supply',
      faults: ['The original calls this No Supply. That is a quiet narrow bar without sellers; this one is its opposite.'],
    },
    {
      kind: 'EFFORT_NO_RESULT',
      direction: 'BEARISH',
      bullishWhere: is('isNearSupport'),
      stars: 1,
      setsBackground: false,
      summary: {
        en: 'Very heavy volume that leaves the price where it was.',
        vi: 'Khối lượng rất lớn nhưng giá gần như không đổi.',
      },
      conditions: [above('volumeRatio', 3), above('changePct', -0.5), below('changePct', 0.5)],
      alias: 'Stopping Volume',
      faults: ['The original calls this Stopping Volume and takes it as bullish. Nothing in it asks for a fall that is being stopped.'],
    },
  ],
  indexVolumeRatios: [],
  faults: [
    'The volume of a running bar is small against the mean of whole days until the close: on an open bar the rules fire late. The realtime worker judges an open bar by its pace for the time of day.',
    'The confidence of the original is at least 0.5 for the first rule and at least 0.75 for the second wherever they fire.',
    'The mock values of the original (1 %, 1.5 times) are placeholders and are not used.',
  ],
};
