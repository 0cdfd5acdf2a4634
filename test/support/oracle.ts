import type { BarColumns } from '../../src/domain/market/bar.js';

/**
 * The rules once more, slow and obvious: every number is computed from the bars where it is needed, nothing is shared or
 * kept. What the engine finds has to be what this finds. Stocks only.
 */
export interface OracleBar {
  readonly volumeRatio: number;
  readonly spreadRatio: number;
  readonly closePosition: number;
  readonly change: number;
  readonly bodyRatio: number;
  readonly upperWick: number;
  readonly lowerWick: number;
  readonly atr: number;
  readonly resistance: number;
  readonly support: number;
  readonly downtrend: boolean;
  readonly uptrend: boolean;
  background: 'S' | 'W' | 'N';
  readonly kinds: string[];
}

const EPS = 1e-9;
const ge = (x: number, y: number) => x >= y - Math.abs(y) * EPS;
const gt = (x: number, y: number) => x > y + Math.abs(y) * EPS;
const le = (x: number, y: number) => x <= y + Math.abs(y) * EPS;
const lt = (x: number, y: number) => x < y - Math.abs(y) * EPS;
const within = (x: number, from: number, to: number) => ge(x, from) && le(x, to);

const STRONG_BULLISH = [
  'STOPPING_VOLUME',
  'PROFESSIONAL_VOLUME',
  'JUMP_OVER_CREEK',
  'SPRING',
  'SHAKEOUT',
  'SELLING_CLIMAX',
  'REVERSE_VOLUME',
];
const STRONG_BEARISH = ['HIGH_VOLUME_NO_PROGRESS', 'UPTHRUST', 'SUPPLY_OVERCOMES_DEMAND', 'TOP_REVERSAL', 'BUYING_CLIMAX'];

/** Which rules to judge by. */
export type OracleRules = 'textbook' | 'series' | 'quick';

export function askOracle(bars: BarColumns, by: OracleRules = 'textbook'): readonly OracleBar[] {
  const found: OracleBar[] = [];
  for (let t = 0; t < bars.length; t++) found.push(judge(bars, t, found, by));
  return found;
}

function judge(bars: BarColumns, t: number, past: readonly OracleBar[], by: OracleRules): OracleBar {
  const o = bars.open[t]!;
  const h = bars.high[t]!;
  const l = bars.low[t]!;
  const c = bars.close[t]!;
  const v = bars.volume[t]!;
  const pc = t > 0 ? bars.close[t - 1]! : NaN;
  /** The values of bars t-from to t-to; none where the window is not full. */
  const window = (column: Float64Array, from: number, to = 1) => (t - from < 0 ? undefined : [...column.subarray(t - from, t - to + 1)]);
  const mean = (values: readonly number[] | undefined) => (values === undefined ? NaN : values.reduce((a, b) => a + b, 0) / values.length);
  const max = (values: readonly number[] | undefined) => (values === undefined ? NaN : Math.max(...values));
  const min = (values: readonly number[] | undefined) => (values === undefined ? NaN : Math.min(...values));

  const spreads = bars.high.map((high, i) => high - bars.low[i]!);
  const trueRanges = bars.high.map((high, i) =>
    i === 0 ? NaN : Math.max(high, bars.close[i - 1]!) - Math.min(bars.low[i]!, bars.close[i - 1]!),
  );
  const s = h - l;
  const VR = v / mean(window(bars.volume, 20));
  const meanSpread = mean(window(spreads, 20));
  const SR = meanSpread > 0 ? s / meanSpread : NaN;
  const flat = c > pc ? 1 : c < pc ? 0 : 0.5;
  const CP = s > 0 ? (c - l) / s : flat;
  const lowerWick = s > 0 ? (Math.min(o, c) - l) / s : 0;
  const change = (c / pc - 1) * 100;
  const gap = (o / pc - 1) * 100;
  const atr = t >= 15 ? mean(window(trueRanges, 14)) : NaN;
  const changeAtr = atr > 0 ? (c - pc) / atr : NaN;
  const sma20 = mean(window(bars.close, 20));
  const sma50 = mean(window(bars.close, 50));
  const RES = max(window(bars.high, 32, 3));
  const SUP = min(window(bars.low, 32, 3));
  const hi20 = max(window(bars.high, 20));
  const lo10 = min(window(bars.low, 10));
  const hi60 = max(window(bars.high, 60));
  const lo60 = min(window(bars.low, 60));
  const move = t >= 11 ? pc / bars.close[t - 11]! - 1 : NaN;
  const downtrend = lt(pc, sma20) && (le(move, -0.05) || le(pc, 0.9 * hi60));
  const uptrend = gt(pc, sma20) && (ge(move, 0.05) || ge(pc, 1.15 * lo60));
  const nearSupport = le(l, 1.03 * SUP);
  const nearResistance = ge(h, 0.98 * RES);
  const inRange = le(RES / SUP - 1, 0.25);
  const fallingVolume = t >= 2 && lt(v, bars.volume[t - 1]!) && lt(v, bars.volume[t - 2]!);
  const priorLow = t >= 1 ? bars.low[t - 1]! : NaN;

  const raw = backgroundOf(past);
  const effective = raw !== 'N' ? raw : downtrend ? 'W' : ge(pc, sma50) ? 'S' : 'N';
  const pressed = [
    ...past.slice(-2).map((bar) => [bar.volumeRatio, bar.change, bar.closePosition] as const),
    [VR, change, CP] as const,
  ].filter(([vr, ch, cp]) => ge(vr, 1.2) && lt(ch, 0) && le(cp, 0.35));
  const tested = past.slice(-5).some((bar) => bar.kinds.includes('TEST_FOR_SUPPLY'));
  const upthrust = ge(h, 1.005 * RES) && le(c, 0.998 * RES) && ge(VR, 1.5) && lt(CP, 0.5);

  const textbook: Record<string, boolean> = {
    STOPPING_VOLUME: ge(VR, 2) && (downtrend || nearSupport) && le(l, 1.02 * lo10) && ge(CP, 0.6) && ge(SR, 1.5),
    PROFESSIONAL_VOLUME: within(VR, 1.5, 5) && ge(change, 1.5) && ge(CP, 0.8) && ge(SR, 1.2),
    REVERSE_VOLUME: le(o, 0.995 * pc) && lt(l, o) && gt(c, o) && ge(VR, 1.5) && ge(CP, 0.7) && gt(SR, 1),
    NO_SUPPLY:
      lt(VR, 0.7) && lt(SR, 0.8) && fallingVolume && within(change, -1, 0.5) && (effective === 'S' || (effective === 'N' && le(change, 0))),
    TEST_FOR_SUPPLY:
      lt(VR, 1) &&
      le(SR, 1) &&
      ge(CP, 0.5) &&
      !downtrend &&
      ((nearResistance && ge(c, 0.98 * RES) && le(c, 1.01 * RES)) || (lt(l, priorLow) && ge(CP, 0.6) && lt(VR, 0.8) && raw === 'S')),
    STRENGTH_ON_RALLY: ge(change, 1) && ge(VR, 1.2) && ge(CP, 0.75) && gt(SR, 1),
    SPRING: lt(l, SUP) && ge(l, 0.95 * SUP) && gt(c, SUP) && ge(CP, 0.6) && lt(VR, 1.2),
    LPS: raw === 'S' && lt(VR, 0.7) && ge(CP, 0.5) && gt(l, SUP) && le(l, 1.05 * SUP) && !downtrend,
    JUMP_OVER_CREEK:
      inRange && le(pc, RES) && ge(h, 1.01 * RES) && gt(c, RES) && ge(VR, 1.5) && ge(change, 1.5) && ge(CP, 0.7) && ge(SR, 1.2),
    EFFORT_RESULT_HARMONY: ge(VR, 1.5) && ge(change, 2) && ge(SR, 1.2) && ge(CP, 0.7) && ge(changeAtr / VR, 0.5),
    HIDDEN_DEMAND: nearSupport && ge(lowerWick, 0.5) && ge(CP, 0.5) && ge(VR, 1) && within(change, -1.5, 0.5),
    ABSORPTION: ge(VR, 2) && le(Math.abs(change), 0.5) && le(SR, 0.8) && (nearSupport || !uptrend),
    SHAKEOUT: lt(l, SUP) && gt(c, SUP) && ge(CP, 0.6) && ge(VR, 1.5),
    HIGH_VOLUME_NO_PROGRESS: ge(VR, 2) && gt(change, -1.5) && lt(change, 1) && le(CP, 0.4) && ge(SR, 1.2) && (uptrend || nearResistance),
    UPTHRUST: upthrust,
    SUPPLY_OVERCOMES_DEMAND: ge(VR, 1.5) && le(change, -1.5) && ge(SR, 1.2) && le(CP, 0.3) && lt(c, SUP),
    FAILED_SUPPLY_TEST: (nearResistance || tested) && gt(VR, 1.2) && lt(change, 0) && lt(CP, 0.4),
    NO_DEMAND:
      lt(VR, 0.7) &&
      lt(SR, 0.8) &&
      fallingVolume &&
      ((le(CP, 0.6) && ((ge(change, 0) && effective === 'W') || (gt(change, 0) && effective === 'N'))) ||
        (ge(change, -1.5) && lt(change, 0) && effective === 'W')),
    WEAK_RALLY: ge(change, 0.8) && le(VR, 0.9) && le(CP, 0.5),
    LOW_VOLUME_ADVANCE: ge(change, 1) && lt(VR, 0.7),
    EFFORT_NO_RESULT: ge(VR, 1.5) && lt(Math.abs(change), 0.5) && le(SR, 1.2) && within(CP, 0.35, 0.65),
    SELLING_PRESSURE: pressed.length >= 2,
    UTAD: upthrust && inRange && ge(h, 1.01 * RES) && ge(SR, 1.3) && (effective === 'W' || uptrend),
    WEAKNESS_ON_GOOD_NEWS: ge(gap, 2) && lt(c, o) && le(CP, 0.4) && ge(VR, 1.2),
    TOP_REVERSAL: ge(h, hi20) && ge(o, pc) && lt(c, o) && le(CP, 0.25) && ge(SR, 1.3) && ge(VR, 1.5),
    SELLING_CLIMAX: downtrend && le(l, lo10) && ge(VR, 2) && ge(SR, 1.8) && ge(CP, 0.3) && (le(change, -2.5) || ge(CP, 0.5)),
    BUYING_CLIMAX: uptrend && ge(h, hi20) && ge(VR, 2) && ge(SR, 1.5) && le(CP, 0.6),
  };
  const series: Record<string, boolean> = {
    ...without(textbook, ['HIDDEN_DEMAND', 'FAILED_SUPPLY_TEST', 'SELLING_PRESSURE']),
    STOPPING_VOLUME: gt(VR, 2) && gt(CP, 0.7) && gt(change, 0),
    PROFESSIONAL_VOLUME: within(VR, 1.5, 5) && ge(change, 1) && ge(CP, 0.8) && ge(SR, 1.2),
    NO_SUPPLY: lt(VR, 0.8) && lt(Math.abs(change), 0.5) && gt(CP, 0.5),
    TEST_FOR_SUPPLY: lt(VR, 1) && le(SR, 1) && ge(CP, 0.5) && !downtrend && nearResistance && ge(c, 0.98 * RES) && le(c, 1.01 * RES),
    HIGH_VOLUME_NO_PROGRESS: ge(VR, 2) && lt(Math.abs(change), 1.5) && le(CP, 0.4) && ge(SR, 1.2) && (uptrend || nearResistance),
    NO_DEMAND: lt(VR, 0.8) && lt(change, -0.5),
    LOW_VOLUME_ADVANCE: lt(VR, 0.8) && gt(change, 1),
    BUYING_CLIMAX: gt(VR, 2) && gt(change, 1) && lt(CP, 0.4),
  };
  const quick: Record<string, boolean> = {
    DEMAND_SURGE: gt(VR, 2.5) && gt(change, 1.5),
    EFFORT_NO_RESULT: gt(VR, 3) && lt(Math.abs(change), 0.5),
  };
  const rules = { textbook, series, quick }[by];
  return {
    volumeRatio: VR,
    spreadRatio: SR,
    closePosition: CP,
    change,
    bodyRatio: s > 0 ? Math.abs(c - o) / s : 0,
    upperWick: s > 0 ? (h - Math.max(o, c)) / s : 0,
    lowerWick,
    atr,
    resistance: RES,
    support: SUP,
    downtrend,
    uptrend,
    background: by === 'quick' ? 'N' : raw,
    kinds: t < 20 ? [] : Object.keys(rules).filter((kind) => rules[kind]),
  };
}

function backgroundOf(past: readonly OracleBar[]): 'S' | 'W' | 'N' {
  for (const { kinds } of past.slice(-20).toReversed()) {
    if (kinds.some((kind) => STRONG_BEARISH.includes(kind))) return 'W';
    if (kinds.some((kind) => STRONG_BULLISH.includes(kind))) return 'S';
  }
  return 'N';
}

function without(rules: Readonly<Record<string, boolean>>, kinds: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(Object.entries(rules).filter(([kind]) => !kinds.includes(kind)));
}
