import { ANY_SIGNAL, type AlertFilter, type AlertPriority, type AlertTrigger } from './alert-rule.js';

/** A rule to begin with: all of it but a name of one's own and where to. */
export interface AlertRuleTemplate {
  readonly key: string;
  readonly name: Readonly<Record<'vi' | 'en', string>>;
  readonly about: Readonly<Record<'vi' | 'en', string>>;
  readonly trigger: AlertTrigger;
  readonly filter: AlertFilter;
  readonly priority: AlertPriority | null;
  readonly cooldownMinutes: number;
  readonly ttlMinutes: number;
}

const TTL_MINUTES = 240;

/**
 * The default rules of specification section 6, in terms of signals. Where the original measures bars itself, the kind of signal
 * that means the same stands for it: a jump over the creek for the break of a high on volume, absorption and hidden demand for closes in a narrow
 * range on rising volume. Its quiet bar is the falling one of VSA, as the kind NO_SUPPLY has it.
 */
export const RULE_TEMPLATES: readonly AlertRuleTemplate[] = [
  {
    key: 'strong-stopping-volume',
    name: { vi: 'Khối lượng chặn mạnh', en: 'Strong stopping volume' },
    about: {
      vi: 'Lực mua lớn chặn đà giảm: điểm trên 80, khối lượng từ 2,5 lần trung bình, đóng cửa trong 30 % trên của nến.',
      en: 'Heavy buying stops a decline: score above 80, volume from 2.5 times its mean, a close in the upper 30 % of the bar.',
    },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, kinds: ['STOPPING_VOLUME'], minScore: 81, minVolumeRatio: 2.5, minClosePosition: 0.7 },
    priority: 'HIGH',
    cooldownMinutes: 60,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'no-supply',
    name: { vi: 'Cạn cung', en: 'No supply' },
    about: {
      vi: 'Không còn ai muốn bán: điểm từ 75, khối lượng không quá 0,6 lần trung bình.',
      en: 'Nobody wants to sell any more: score from 75, volume at most 0.6 times its mean.',
    },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, kinds: ['NO_SUPPLY'], minScore: 75, maxVolumeRatio: 0.6 },
    priority: 'MEDIUM',
    cooldownMinutes: 30,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'unusual-volume-breakout',
    name: { vi: 'Bứt phá với khối lượng bất thường', en: 'Breakout on unusual volume' },
    about: {
      vi: 'Giá vượt kháng cự với khối lượng từ 3 lần trung bình, điểm từ 85.',
      en: 'A break of resistance with volume from 3 times its mean and a score from 85.',
    },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, kinds: ['JUMP_OVER_CREEK'], minScore: 85, minVolumeRatio: 3, minChangePct: 0 },
    priority: 'HIGH',
    cooldownMinutes: 45,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'smart-money-accumulation',
    name: { vi: 'Dòng tiền lớn gom hàng', en: 'Accumulation by large hands' },
    about: {
      vi: 'Cung được hấp thụ trong vùng giá hẹp: điểm từ 70.',
      en: 'Supply is absorbed within a narrow range: score from 70.',
    },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, kinds: ['ABSORPTION', 'HIDDEN_DEMAND'], minScore: 70 },
    priority: 'MEDIUM',
    cooldownMinutes: 120,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'bearish-yellow',
    name: { vi: 'Cảnh báo giảm: vàng', en: 'Bearish warning: yellow' },
    about: { vi: 'Mọi tín hiệu giảm có điểm từ 60.', en: 'Every bearish signal with a score from 60.' },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, directions: ['BEARISH'], minScore: 60 },
    priority: 'LOW',
    cooldownMinutes: 240,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'bearish-orange',
    name: { vi: 'Cảnh báo giảm: cam', en: 'Bearish warning: orange' },
    about: { vi: 'Tín hiệu giảm mạnh, điểm từ 80.', en: 'A strong bearish signal, score from 80.' },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, directions: ['BEARISH'], minScore: 80 },
    priority: 'MEDIUM',
    cooldownMinutes: 120,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'bearish-red',
    name: { vi: 'Cảnh báo giảm: đỏ', en: 'Bearish warning: red' },
    about: {
      vi: 'Bẫy tăng sau phân phối, hoặc khối lượng lớn mà giá không tiến.',
      en: 'An upthrust after distribution, or high volume without progress.',
    },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, kinds: ['UTAD', 'HIGH_VOLUME_NO_PROGRESS'] },
    priority: 'HIGH',
    cooldownMinutes: 60,
    ttlMinutes: TTL_MINUTES,
  },
  {
    key: 'bearish-red-held',
    name: { vi: 'Cổ phiếu đang giữ: đỏ', en: 'Held stocks: red' },
    about: {
      vi: 'Như cảnh báo đỏ, với cổ phiếu đang giữ trong danh mục: báo cả trong giờ yên lặng.',
      en: 'As the red warning, of a stock that a portfolio of yours holds: told in quiet hours too.',
    },
    trigger: 'SCORED',
    filter: { ...ANY_SIGNAL, kinds: ['UTAD', 'HIGH_VOLUME_NO_PROGRESS'], isHeld: true },
    priority: 'CRITICAL',
    cooldownMinutes: 60,
    ttlMinutes: TTL_MINUTES,
  },
];
