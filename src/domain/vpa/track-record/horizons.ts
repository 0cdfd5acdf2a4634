/** Sessions after a signal at which its outcome is taken. */
export const HORIZONS = [1, 3, 5, 10, 20] as const;
export type Horizon = (typeof HORIZONS)[number];
