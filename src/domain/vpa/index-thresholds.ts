/**
 * An index sums many shares, so its volume never doubles: where a rule asks a volumeRatio of 2, 1.5 or 0.7, an
 * index has to show 1.4, 1.25 or 0.75. Other thresholds, and other columns, stay.
 */
export const INDEX_VOLUME_RATIOS: readonly (readonly [stock: number, index: number])[] = [
  [2, 1.4],
  [1.5, 1.25],
  [0.7, 0.75],
];

export function indexVolumeThreshold(threshold: number): number {
  return INDEX_VOLUME_RATIOS.find(([stock]) => stock === threshold)?.[1] ?? threshold;
}
