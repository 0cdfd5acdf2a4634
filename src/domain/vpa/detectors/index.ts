/** Placeholder until the registry lands: the closed set of kinds. */
export type SignalKind = string;
