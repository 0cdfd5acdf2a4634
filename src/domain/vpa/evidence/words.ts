import type { BooleanColumn, NumberColumn } from '../rule-state.js';
import type { Comparison } from '../tolerance.js';

export type Language = 'vi' | 'en';

interface Words {
  readonly vi: string;
  readonly en: string;
}

/** What is measured, as a trader says it. */
export const COLUMN_WORDS: Readonly<Record<NumberColumn, Words>> = {
  averageVolume20: { vi: 'khối lượng trung bình 20 phiên', en: 'mean volume of 20 sessions' },
  volumeRatio: { vi: 'khối lượng so với trung bình', en: 'volume against its mean' },
  spread: { vi: 'biên độ', en: 'spread' },
  spreadRatio: { vi: 'biên độ so với trung bình', en: 'spread against its mean' },
  closePosition: { vi: 'vị trí đóng cửa trong biên độ', en: 'close within the spread' },
  changePct: { vi: 'thay đổi giá (%)', en: 'change (%)' },
  bodyRatio: { vi: 'thân nến so với biên độ', en: 'body within the spread' },
  upperWick: { vi: 'bóng trên', en: 'upper wick' },
  lowerWick: { vi: 'bóng dưới', en: 'lower wick' },
  trueRange: { vi: 'biên độ thực', en: 'true range' },
  atr14: { vi: 'ATR 14 phiên', en: 'ATR of 14 sessions' },
  changeAtr: { vi: 'thay đổi giá theo ATR', en: 'change in ATRs' },
  sma20: { vi: 'trung bình giá 20 phiên', en: 'mean close of 20 sessions' },
  sma50: { vi: 'trung bình giá 50 phiên', en: 'mean close of 50 sessions' },
  resistance30: { vi: 'kháng cự 30 phiên', en: 'resistance of 30 sessions' },
  support30: { vi: 'hỗ trợ 30 phiên', en: 'support of 30 sessions' },
  high20: { vi: 'đỉnh 20 phiên', en: 'high of 20 sessions' },
  low10: { vi: 'đáy 10 phiên', en: 'low of 10 sessions' },
  high60: { vi: 'đỉnh 60 phiên', en: 'high of 60 sessions' },
  low60: { vi: 'đáy 60 phiên', en: 'low of 60 sessions' },
  open: { vi: 'giá mở cửa', en: 'open' },
  high: { vi: 'giá cao nhất', en: 'high' },
  low: { vi: 'giá thấp nhất', en: 'low' },
  close: { vi: 'giá đóng cửa', en: 'close' },
  volume: { vi: 'khối lượng', en: 'volume' },
};

export const STATE_WORDS: Readonly<Record<BooleanColumn, Words>> = {
  isDowntrend: { vi: 'xu hướng giảm', en: 'a downtrend' },
  isUptrend: { vi: 'xu hướng tăng', en: 'an uptrend' },
  isNearSupport: { vi: 'gần hỗ trợ', en: 'near support' },
  isNearResistance: { vi: 'gần kháng cự', en: 'near resistance' },
  isInRange: { vi: 'trong vùng đi ngang', en: 'within a range' },
  isAtLimit: { vi: 'đóng cửa tại giá trần hoặc giá sàn', en: 'closed at the ceiling or the floor of the day' },
};

/** By the codes of rule-state.ts. */
export const BACKGROUND_WORDS: readonly Words[] = [
  { vi: 'trung tính', en: 'neither' },
  { vi: 'mạnh', en: 'strength' },
  { vi: 'yếu', en: 'weakness' },
];

export const SIGNS: Readonly<Record<Comparison, string>> = { atLeast: '≥', above: '>', atMost: '≤', below: '<' };
