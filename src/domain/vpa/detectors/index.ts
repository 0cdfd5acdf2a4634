import { absorption } from './absorption.js';
import { buyingClimax } from './buying-climax.js';
import { effortNoResult } from './effort-no-result.js';
import { effortResultHarmony } from './effort-result-harmony.js';
import { failedSupplyTest } from './failed-supply-test.js';
import { hiddenDemand } from './hidden-demand.js';
import { highVolumeNoProgress } from './high-volume-no-progress.js';
import { jumpOverCreek } from './jump-over-creek.js';
import { lowVolumeAdvance } from './low-volume-advance.js';
import { lps } from './lps.js';
import { noDemand } from './no-demand.js';
import { noSupply } from './no-supply.js';
import { professionalVolume } from './professional-volume.js';
import { reverseVolume } from './reverse-volume.js';
import { sellingClimax } from './selling-climax.js';
import { sellingPressure } from './selling-pressure.js';
import { shakeout } from './shakeout.js';
import { spring } from './spring.js';
import { stoppingVolume } from './stopping-volume.js';
import { strengthOnRally } from './strength-on-rally.js';
import { supplyOvercomesDemand } from './supply-overcomes-demand.js';
import { testForSupply } from './test-for-supply.js';
import { topReversal } from './top-reversal.js';
import { upthrust } from './upthrust.js';
import { utad } from './utad.js';
import { weakRally } from './weak-rally.js';
import { weaknessOnGoodNews } from './weakness-on-good-news.js';

/** Every rule of rule set `textbook-1`, in the order of the catalogue, which is the order of reports: bullish, then those of the bearish table. */
export const DETECTORS = [
  stoppingVolume,
  professionalVolume,
  reverseVolume,
  noSupply,
  testForSupply,
  strengthOnRally,
  spring,
  lps,
  jumpOverCreek,
  effortResultHarmony,
  hiddenDemand,
  absorption,
  shakeout,
  highVolumeNoProgress,
  upthrust,
  supplyOvercomesDemand,
  failedSupplyTest,
  noDemand,
  weakRally,
  lowVolumeAdvance,
  effortNoResult,
  sellingPressure,
  utad,
  weaknessOnGoodNews,
  topReversal,
  sellingClimax,
  buyingClimax,
] as const;

/** The name of a rule that can fire. */
export type SignalKind = (typeof DETECTORS)[number]['kind'];

/** All kinds, in the order of the registry. */
export const SIGNAL_KINDS: readonly SignalKind[] = DETECTORS.map((detector) => detector.kind);
