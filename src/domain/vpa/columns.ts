import type { FlagColumn } from './feature-columns.js';
import type { NumberColumn } from './rule-state.js';

const NUMBERS: Readonly<Record<NumberColumn, true>> = {
  averageVolume20: true,
  volumeRatio: true,
  spread: true,
  spreadRatio: true,
  closePosition: true,
  changePct: true,
  bodyRatio: true,
  upperWick: true,
  lowerWick: true,
  trueRange: true,
  atr14: true,
  changeAtr: true,
  sma20: true,
  sma50: true,
  resistance30: true,
  support30: true,
  high20: true,
  low10: true,
  high60: true,
  low60: true,
  open: true,
  high: true,
  low: true,
  close: true,
  volume: true,
};
const FLAGS: Readonly<Record<FlagColumn, true>> = {
  isDowntrend: true,
  isUptrend: true,
  isNearSupport: true,
  isNearResistance: true,
  isInRange: true,
  isAtLimit: true,
};
const isNumber = (name: string): name is NumberColumn => name in NUMBERS;
const isFlag = (name: string): name is FlagColumn => name in FLAGS;

/** Everything that a rule can compare. */
export const NUMBER_COLUMNS: readonly NumberColumn[] = Object.keys(NUMBERS).filter(isNumber);

/** Everything that a rule can ask whether it is so. */
export const FLAG_COLUMNS: readonly FlagColumn[] = Object.keys(FLAGS).filter(isFlag);
