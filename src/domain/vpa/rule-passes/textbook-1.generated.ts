// Made by `npm run rules:emit` from the rules of textbook-1; do not edit.
import { backgroundAfter, effectiveBackground, hasBits } from '../background.js';
import { NEITHER, type RuleState } from '../rule-state.js';
import { tolerantBound } from '../tolerance.js';

/** Kinds that set the background, as bits. */
const STRONG = 117502279;
const STRONG_BEARISH = 83943424;

/** Runs every rule over the bars from `firstBar` on: fills `fired` and `background`. */
export function runRules(state: RuleState, firstBar: number, volumeThreshold: (threshold: number) => number): void {
  const { length, fired, background } = state;
  const {
    volumeRatio,
    closePosition,
    changePct,
    spreadRatio,
    low,
    close,
    support30,
    isNearSupport,
    lowerWick,
    open,
    isNearResistance,
    resistance30,
    high,
    isInRange,
    changeAtr,
    high20,
    low10,
    isDowntrend,
    isUptrend,
    isAtLimit,
    volume,
  } = state;
  const volumeAtLeast1 = tolerantBound('atLeast', volumeThreshold(1));
  const volumeAtLeast1_2 = tolerantBound('atLeast', volumeThreshold(1.2));
  const volumeAbove1_2 = tolerantBound('above', volumeThreshold(1.2));
  const volumeAtLeast1_5 = tolerantBound('atLeast', volumeThreshold(1.5));
  const volumeAtMost5 = tolerantBound('atMost', volumeThreshold(5));
  const volumeAtLeast2 = tolerantBound('atLeast', volumeThreshold(2));
  const volumeBelow1 = tolerantBound('below', volumeThreshold(1));
  const volumeBelow0_8 = tolerantBound('below', volumeThreshold(0.8));
  const volumeAtMost0_9 = tolerantBound('atMost', volumeThreshold(0.9));
  const volumeBelow0_7 = tolerantBound('below', volumeThreshold(0.7));
  const volumeBelow1_2 = tolerantBound('below', volumeThreshold(1.2));
  fired.fill(0, 0, Math.min(firstBar, length));
  background.fill(NEITHER, 0, Math.min(firstBar, length));
  // So long ago that nothing is left of it.
  let latest = -1_000;
  let side = NEITHER;
  let history0 = 0;
  for (let t = firstBar; t < length; t++) {
    const volumeRatioAt = volumeRatio[t] as number;
    const closePositionAt = closePosition[t] as number;
    const changePctAt = changePct[t] as number;
    const spreadRatioAt = spreadRatio[t] as number;
    const lowAt = low[t] as number;
    const closeAt = close[t] as number;
    const support30At = support30[t] as number;
    const raw = backgroundAfter(side, t - latest);
    background[t] = raw;
    history0 =
      ((history0 << 1) |
        (Number(volumeRatioAt >= volumeAtLeast1_2) & Number(changePctAt < 0) & Number(closePositionAt <= 0.35000000034999995))) &
      7;
    let bits = 0;
    if (volumeRatioAt >= volumeAtLeast1) {
      bits |=
        1024 *
        (Number(isNearSupport[t] === 1) &
          Number((lowerWick[t] as number) >= 0.4999999995) &
          Number(closePositionAt >= 0.4999999995) &
          Number(changePctAt >= -1.5000000015) &
          Number(changePctAt <= 0.5000000005));
      if (volumeRatioAt >= volumeAtLeast1_2) {
        bits |= 32 * (Number(changePctAt >= 0.999999999) & Number(closePositionAt >= 0.74999999925) & Number(spreadRatioAt > 1.000000001));
        bits |=
          8388608 *
          (Number((open[t] as number) >= (close[t - 1] as number) * 1.01999999898) &
            Number(closeAt < (open[t] as number) * 0.999999999) &
            Number(closePositionAt <= 0.4000000004));
        if (volumeRatioAt > volumeAbove1_2) {
          bits |=
            65536 *
            (Number(changePctAt < 0) &
              Number(closePositionAt < 0.39999999960000004) &
              (Number(isNearResistance[t] === 1) |
                Number(
                  (((fired[t - 5] as number) |
                    (fired[t - 4] as number) |
                    (fired[t - 3] as number) |
                    (fired[t - 2] as number) |
                    (fired[t - 1] as number)) &
                    16) !==
                    0,
                )));
          if (volumeRatioAt >= volumeAtLeast1_5) {
            bits |=
              2 *
              (Number(volumeRatioAt <= volumeAtMost5) &
                Number(changePctAt >= 1.4999999985) &
                Number(closePositionAt >= 0.7999999992000001) &
                Number(spreadRatioAt >= 1.1999999987999999));
            bits |=
              4 *
              (Number((open[t] as number) <= (close[t - 1] as number) * 0.995000000995) &
                Number(closePositionAt >= 0.6999999993) &
                Number(spreadRatioAt > 1.000000001) &
                Number(lowAt < (open[t] as number) * 0.999999999) &
                Number(closeAt > (open[t] as number) * 1.000000001));
            bits |=
              256 *
              (Number(closeAt > (resistance30[t] as number) * 1.000000001) &
                Number((resistance30[t] as number) >= (close[t - 1] as number) * 0.999999999) &
                Number((high[t] as number) >= (resistance30[t] as number) * 1.00999999899) &
                Number(isInRange[t] === 1) &
                Number(changePctAt >= 1.4999999985) &
                Number(closePositionAt >= 0.6999999993) &
                Number(spreadRatioAt >= 1.1999999987999999));
            bits |=
              512 *
              (Number(changePctAt >= 1.999999998) &
                Number(spreadRatioAt >= 1.1999999987999999) &
                Number(closePositionAt >= 0.6999999993) &
                Number((changeAtr[t] as number) >= volumeRatioAt * 0.4999999995));
            bits |=
              4096 *
              (Number(lowAt < support30At * 0.999999999) &
                Number(closeAt > support30At * 1.000000001) &
                Number(closePositionAt >= 0.5999999993999999));
            bits |=
              16384 *
              (Number((high[t] as number) >= (resistance30[t] as number) * 1.0049999989949998) &
                Number(closeAt <= (resistance30[t] as number) * 0.998000000998) &
                Number(closePositionAt < 0.4999999995));
            bits |=
              32768 *
              (Number(closeAt < support30At * 0.999999999) &
                Number(changePctAt <= -1.4999999985) &
                Number(spreadRatioAt >= 1.1999999987999999) &
                Number(closePositionAt <= 0.3000000003));
            bits |=
              1048576 *
              (Number(changePctAt > -0.4999999995) &
                Number(changePctAt < 0.4999999995) &
                Number(spreadRatioAt <= 1.2000000012) &
                Number(closePositionAt >= 0.34999999965) &
                Number(closePositionAt <= 0.6500000006500001));
            bits |=
              16777216 *
              (Number((high[t] as number) >= (high20[t] as number) * 0.999999999) &
                Number(closePositionAt <= 0.25000000025) &
                Number((open[t] as number) >= (close[t - 1] as number) * 0.999999999) &
                Number(closeAt < (open[t] as number) * 0.999999999) &
                Number(spreadRatioAt >= 1.2999999987));
            if (volumeRatioAt >= volumeAtLeast2) {
              bits |=
                1 *
                (Number(spreadRatioAt >= 1.4999999985) &
                  Number(closePositionAt >= 0.5999999993999999) &
                  Number(lowAt <= (low10[t] as number) * 1.02000000102) &
                  (Number(isDowntrend[t] === 1) | Number(isNearSupport[t] === 1)));
              bits |=
                2048 *
                (Number(spreadRatioAt <= 0.8000000008) &
                  Number(changePctAt >= -0.5000000005) &
                  Number(changePctAt <= 0.5000000005) &
                  (Number(isNearSupport[t] === 1) | Number(isUptrend[t] === 0)));
              bits |=
                8192 *
                (Number(changePctAt > -1.4999999985) &
                  Number(changePctAt < 0.999999999) &
                  Number(closePositionAt <= 0.4000000004) &
                  Number(spreadRatioAt >= 1.1999999987999999) &
                  (Number(isUptrend[t] === 1) | Number(isNearResistance[t] === 1)));
              bits |=
                33554432 *
                (Number(isDowntrend[t] === 1) &
                  Number(lowAt <= (low10[t] as number) * 1.000000001) &
                  Number(spreadRatioAt >= 1.7999999982000001) &
                  Number(closePositionAt >= 0.29999999969999996) &
                  (Number(changePctAt <= -2.4999999975) | Number(closePositionAt >= 0.4999999995)));
              bits |=
                67108864 *
                (Number(isUptrend[t] === 1) &
                  Number((high[t] as number) >= (high20[t] as number) * 0.999999999) &
                  Number(spreadRatioAt >= 1.4999999985) &
                  Number(closePositionAt <= 0.6000000006));
            }
          }
        }
      }
    }
    if (volumeRatioAt < volumeBelow1) {
      bits |=
        16 *
        (Number(spreadRatioAt <= 1.000000001) &
          Number(closePositionAt >= 0.4999999995) &
          Number(isDowntrend[t] === 0) &
          ((Number(isNearResistance[t] === 1) &
            Number(closeAt >= (resistance30[t] as number) * 0.97999999902) &
            Number(closeAt <= (resistance30[t] as number) * 1.01000000101)) |
            (Number(lowAt < (low[t - 1] as number) * 0.999999999) &
              Number(closePositionAt >= 0.5999999993999999) &
              Number(volumeRatioAt < volumeBelow0_8) &
              Number(raw === 1))) &
          Number(isAtLimit[t] === 0));
      if (volumeRatioAt <= volumeAtMost0_9) {
        bits |= 262144 * (Number(changePctAt >= 0.7999999992000001) & Number(closePositionAt <= 0.5000000005) & Number(isAtLimit[t] === 0));
        if (volumeRatioAt < volumeBelow0_7) {
          if (
            (Number(spreadRatioAt < 0.7999999992000001) &
              Number((volume[t] as number) < (volume[t - 1] as number) * 0.999999999) &
              Number((volume[t] as number) < (volume[t - 2] as number) * 0.999999999)) ===
            1
          ) {
            const effective = effectiveBackground(state, t);
            bits |=
              8 *
              (Number(changePctAt >= -1.000000001) &
                Number(changePctAt <= 0.5000000005) &
                (Number(effective === 1) | (Number(effective === 0) & Number(changePctAt <= 0))) &
                Number(isAtLimit[t] === 0));
            bits |=
              131072 *
              (((Number(closePositionAt <= 0.6000000006) &
                ((Number(changePctAt >= 0) & Number(effective === 2)) | (Number(changePctAt > 0) & Number(effective === 0)))) |
                (Number(changePctAt >= -1.5000000015) & Number(changePctAt < 0) & Number(effective === 2))) &
                Number(isAtLimit[t] === 0));
          }
          bits |=
            128 *
            (Number(raw === 1) &
              Number(closePositionAt >= 0.4999999995) &
              Number(lowAt > support30At * 1.000000001) &
              Number(lowAt <= support30At * 1.0500000010500001) &
              Number(isDowntrend[t] === 0) &
              Number(isAtLimit[t] === 0));
          bits |= 524288 * (Number(changePctAt >= 0.999999999) & Number(isAtLimit[t] === 0));
        }
      }
    }
    if (lowAt < support30At * 0.999999999) {
      bits |=
        64 *
        (Number(closeAt > support30At * 1.000000001) &
          Number(lowAt >= support30At * 0.94999999905) &
          Number(closePositionAt >= 0.5999999993999999) &
          Number(volumeRatioAt < volumeBelow1_2));
    }
    bits |= 2097152 * Number(hasBits(history0, 2));
    if ((bits & 16384) !== 0) {
      const effective = effectiveBackground(state, t);
      bits |=
        4194304 *
        (Number(isInRange[t] === 1) &
          Number((high[t] as number) >= (resistance30[t] as number) * 1.00999999899) &
          Number(spreadRatioAt >= 1.2999999987) &
          (Number(effective === 2) | Number(isUptrend[t] === 1)));
    }
    fired[t] = bits;
    if ((bits & STRONG) !== 0) {
      latest = t;
      side = (bits & STRONG_BEARISH) === 0 ? 1 : 2;
    }
  }
}
