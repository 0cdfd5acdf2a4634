// Made by `npm run rules:emit` from the detectors; do not edit.
import { backgroundAfter, effectiveBackground, hasBits } from './background.js';
import { NEITHER, type RuleState } from './rule-state.js';
import { tolerantBound } from './tolerance.js';

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
    low10,
    isDowntrend,
    isNearSupport,
    open,
    close,
    volume,
    isNearResistance,
    resistance30,
    support30,
    high,
    isInRange,
    changeAtr,
    lowerWick,
    isUptrend,
    high20,
  } = state;
  const volumeAtLeast2 = tolerantBound('atLeast', volumeThreshold(2));
  const volumeAtLeast1_5 = tolerantBound('atLeast', volumeThreshold(1.5));
  const volumeAtMost5 = tolerantBound('atMost', volumeThreshold(5));
  const volumeBelow0_7 = tolerantBound('below', volumeThreshold(0.7));
  const volumeBelow1 = tolerantBound('below', volumeThreshold(1));
  const volumeBelow0_8 = tolerantBound('below', volumeThreshold(0.8));
  const volumeAtLeast1_2 = tolerantBound('atLeast', volumeThreshold(1.2));
  const volumeBelow1_2 = tolerantBound('below', volumeThreshold(1.2));
  const volumeAtLeast1 = tolerantBound('atLeast', volumeThreshold(1));
  const volumeAbove1_2 = tolerantBound('above', volumeThreshold(1.2));
  const volumeAtMost0_9 = tolerantBound('atMost', volumeThreshold(0.9));
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
    const raw = backgroundAfter(side, t - latest);
    background[t] = raw;
    history0 =
      ((history0 << 1) |
        (Number(volumeRatioAt >= volumeAtLeast1_2) & Number(changePctAt < 0) & Number(closePositionAt <= 0.35000000034999995))) &
      7;
    let bits = 0;
    if (volumeRatioAt >= volumeAtLeast1) {
      if (
        (Number(isNearSupport[t] === 1) & Number((lowerWick[t] as number) >= 0.4999999995) & Number(closePositionAt >= 0.4999999995)) ===
          1 &&
        changePctAt >= -1.5000000015 &&
        changePctAt <= 0.5000000005
      ) {
        bits |= 1024;
      }
      if (volumeRatioAt >= volumeAtLeast1_2) {
        if ((Number(changePctAt >= 0.999999999) & Number(closePositionAt >= 0.74999999925) & Number(spreadRatioAt > 1.000000001)) === 1) {
          bits |= 32;
        }
        if (
          (Number((open[t] as number) >= (close[t - 1] as number) * 1.01999999898) &
            Number((close[t] as number) < (open[t] as number) * 0.999999999) &
            Number(closePositionAt <= 0.4000000004)) ===
          1
        ) {
          bits |= 8388608;
        }
        if (volumeRatioAt > volumeAbove1_2) {
          if (
            (Number(changePctAt < 0) & Number(closePositionAt < 0.39999999960000004)) === 1 &&
            (isNearResistance[t] === 1 ||
              (((fired[t - 5] as number) |
                (fired[t - 4] as number) |
                (fired[t - 3] as number) |
                (fired[t - 2] as number) |
                (fired[t - 1] as number)) &
                16) !==
                0)
          ) {
            bits |= 65536;
          }
          if (volumeRatioAt >= volumeAtLeast1_5) {
            if (
              (Number(volumeRatioAt <= volumeAtMost5) &
                Number(changePctAt >= 1.4999999985) &
                Number(closePositionAt >= 0.7999999992000001)) ===
                1 &&
              spreadRatioAt >= 1.1999999987999999
            ) {
              bits |= 2;
            }
            if (
              (Number((open[t] as number) <= (close[t - 1] as number) * 0.995000000995) &
                Number(closePositionAt >= 0.6999999993) &
                Number(spreadRatioAt > 1.000000001)) ===
                1 &&
              (low[t] as number) < (open[t] as number) * 0.999999999 &&
              (close[t] as number) > (open[t] as number) * 1.000000001
            ) {
              bits |= 4;
            }
            if (
              (Number((close[t] as number) > (resistance30[t] as number) * 1.000000001) &
                Number((resistance30[t] as number) >= (close[t - 1] as number) * 0.999999999) &
                Number((high[t] as number) >= (resistance30[t] as number) * 1.00999999899)) ===
                1 &&
              isInRange[t] === 1 &&
              changePctAt >= 1.4999999985 &&
              closePositionAt >= 0.6999999993 &&
              spreadRatioAt >= 1.1999999987999999
            ) {
              bits |= 256;
            }
            if (
              (Number(changePctAt >= 1.999999998) &
                Number(spreadRatioAt >= 1.1999999987999999) &
                Number(closePositionAt >= 0.6999999993)) ===
                1 &&
              (changeAtr[t] as number) >= volumeRatioAt * 0.4999999995
            ) {
              bits |= 512;
            }
            if (
              (Number((low[t] as number) < (support30[t] as number) * 0.999999999) &
                Number((close[t] as number) > (support30[t] as number) * 1.000000001) &
                Number(closePositionAt >= 0.5999999993999999)) ===
              1
            ) {
              bits |= 4096;
            }
            if (
              (Number((high[t] as number) >= (resistance30[t] as number) * 1.0049999989949998) &
                Number((close[t] as number) <= (resistance30[t] as number) * 0.998000000998) &
                Number(closePositionAt < 0.4999999995)) ===
              1
            ) {
              bits |= 16384;
            }
            if (
              (Number((close[t] as number) < (support30[t] as number) * 0.999999999) &
                Number(changePctAt <= -1.4999999985) &
                Number(spreadRatioAt >= 1.1999999987999999)) ===
                1 &&
              closePositionAt <= 0.3000000003
            ) {
              bits |= 32768;
            }
            if (
              (Number(changePctAt > -0.4999999995) & Number(changePctAt < 0.4999999995) & Number(spreadRatioAt <= 1.2000000012)) === 1 &&
              closePositionAt >= 0.34999999965 &&
              closePositionAt <= 0.6500000006500001
            ) {
              bits |= 1048576;
            }
            if (
              (Number((high[t] as number) >= (high20[t] as number) * 0.999999999) &
                Number(closePositionAt <= 0.25000000025) &
                Number((open[t] as number) >= (close[t - 1] as number) * 0.999999999)) ===
                1 &&
              (close[t] as number) < (open[t] as number) * 0.999999999 &&
              spreadRatioAt >= 1.2999999987
            ) {
              bits |= 16777216;
            }
            if (volumeRatioAt >= volumeAtLeast2) {
              if (
                (Number(spreadRatioAt >= 1.4999999985) &
                  Number(closePositionAt >= 0.5999999993999999) &
                  Number((low[t] as number) <= (low10[t] as number) * 1.02000000102)) ===
                  1 &&
                (isDowntrend[t] === 1 || isNearSupport[t] === 1)
              ) {
                bits |= 1;
              }
              if (
                (Number(spreadRatioAt <= 0.8000000008) & Number(changePctAt >= -0.5000000005) & Number(changePctAt <= 0.5000000005)) ===
                  1 &&
                (isNearSupport[t] === 1 || isUptrend[t] === 0)
              ) {
                bits |= 2048;
              }
              if (
                (Number(changePctAt > -1.4999999985) & Number(changePctAt < 0.999999999) & Number(closePositionAt <= 0.4000000004)) === 1 &&
                spreadRatioAt >= 1.1999999987999999 &&
                (isUptrend[t] === 1 || isNearResistance[t] === 1)
              ) {
                bits |= 8192;
              }
              if (
                (Number(isDowntrend[t] === 1) &
                  Number((low[t] as number) <= (low10[t] as number) * 1.000000001) &
                  Number(spreadRatioAt >= 1.7999999982000001)) ===
                  1 &&
                closePositionAt >= 0.29999999969999996 &&
                (changePctAt <= -2.4999999975 || closePositionAt >= 0.4999999995)
              ) {
                bits |= 33554432;
              }
              if (
                (Number(isUptrend[t] === 1) &
                  Number((high[t] as number) >= (high20[t] as number) * 0.999999999) &
                  Number(spreadRatioAt >= 1.4999999985)) ===
                  1 &&
                closePositionAt <= 0.6000000006
              ) {
                bits |= 67108864;
              }
            }
          }
        }
      }
    }
    if (volumeRatioAt < volumeBelow1) {
      if (
        (Number(spreadRatioAt <= 1.000000001) & Number(closePositionAt >= 0.4999999995) & Number(isDowntrend[t] === 0)) === 1 &&
        ((isNearResistance[t] === 1 &&
          (close[t] as number) >= (resistance30[t] as number) * 0.97999999902 &&
          (close[t] as number) <= (resistance30[t] as number) * 1.01000000101) ||
          ((low[t] as number) < (low[t - 1] as number) * 0.999999999 &&
            closePositionAt >= 0.5999999993999999 &&
            volumeRatioAt < volumeBelow0_8 &&
            raw === 1))
      ) {
        bits |= 16;
      }
      if (volumeRatioAt <= volumeAtMost0_9) {
        if ((Number(changePctAt >= 0.7999999992000001) & Number(closePositionAt <= 0.5000000005)) === 1) {
          bits |= 262144;
        }
        if (volumeRatioAt < volumeBelow0_7) {
          if (
            (Number(spreadRatioAt < 0.7999999992000001) &
              Number((volume[t] as number) < (volume[t - 1] as number) * 0.999999999) &
              Number((volume[t] as number) < (volume[t - 2] as number) * 0.999999999)) ===
            1
          ) {
            if (
              (Number(changePctAt >= -1.000000001) & Number(changePctAt <= 0.5000000005)) === 1 &&
              (effectiveBackground(state, t) === 1 || (effectiveBackground(state, t) === 0 && changePctAt <= 0))
            ) {
              bits |= 8;
            }
            if (
              (closePositionAt <= 0.6000000006 &&
                ((changePctAt >= 0 && effectiveBackground(state, t) === 2) || (changePctAt > 0 && effectiveBackground(state, t) === 0))) ||
              (changePctAt >= -1.5000000015 && changePctAt < 0 && effectiveBackground(state, t) === 2)
            ) {
              bits |= 131072;
            }
          }
          if (
            raw === 1 &&
            closePositionAt >= 0.4999999995 &&
            (low[t] as number) > (support30[t] as number) * 1.000000001 &&
            (low[t] as number) <= (support30[t] as number) * 1.0500000010500001 &&
            isDowntrend[t] === 0
          ) {
            bits |= 128;
          }
          if (changePctAt >= 0.999999999) {
            bits |= 524288;
          }
        }
      }
    }
    if (
      (Number((low[t] as number) < (support30[t] as number) * 0.999999999) &
        Number((close[t] as number) > (support30[t] as number) * 1.000000001) &
        Number((low[t] as number) >= (support30[t] as number) * 0.94999999905)) ===
        1 &&
      closePositionAt >= 0.5999999993999999 &&
      volumeRatioAt < volumeBelow1_2
    ) {
      bits |= 64;
    }
    if (hasBits(history0, 2)) {
      bits |= 2097152;
    }
    if (
      (bits & 16384) !== 0 &&
      isInRange[t] === 1 &&
      (high[t] as number) >= (resistance30[t] as number) * 1.00999999899 &&
      spreadRatioAt >= 1.2999999987 &&
      (effectiveBackground(state, t) === 2 || isUptrend[t] === 1)
    ) {
      bits |= 4194304;
    }
    fired[t] = bits;
    if ((bits & STRONG) !== 0) {
      latest = t;
      side = (bits & STRONG_BEARISH) === 0 ? 1 : 2;
    }
  }
}
