/** How a sector stands among the sectors of a day. */
export interface SectorStanding {
  /** Distance of its mean points from the mean of the sectors, in standard deviations of them. */
  readonly strength: number;
  /** 1 is the strongest. */
  readonly rank: number;
  /** Sectors that were ranked that day. */
  readonly sectors: number;
}

/** Members and points of the sectors of one day; a sum of whole numbers, so in any order the same. */
export type SectorTotals = Map<string, { readonly points: number; readonly members: number }>;

/** Sectors that are no trade of their own. */
const UNRANKED: ReadonlySet<string> = new Set(['Other', 'Small Cap']);
const MIN_MEMBERS = 3;
const MIN_SECTORS = 6;
const RANKED_PLACES = 1e9;

export function addMember(totals: SectorTotals, sector: string, points: number): void {
  if (UNRANKED.has(sector)) return;
  const before = totals.get(sector) ?? { points: 0, members: 0 };
  totals.set(sector, { points: before.points + points, members: before.members + 1 });
}

/** Ranks the sectors of a day; none where there are too few of them, or all are alike. */
export function rankSectors(totals: SectorTotals): ReadonlyMap<string, SectorStanding> {
  const means = [...totals]
    .filter(([, { members }]) => members >= MIN_MEMBERS)
    .map(([sector, { points, members }]) => ({ sector, mean: points / members, place: Math.round((points / members) * RANKED_PLACES) }))
    .toSorted((a, b) => b.place - a.place || (a.sector < b.sector ? -1 : 1));
  const sectors = means.length;
  if (sectors < MIN_SECTORS || means[0]?.place === means.at(-1)?.place) return new Map();
  const centre = means.reduce((sum, { mean }) => sum + mean, 0) / sectors;
  const deviation = Math.sqrt(means.reduce((sum, { mean }) => sum + (mean - centre) ** 2, 0) / (sectors - 1));
  return new Map(means.map(({ sector, mean }, i) => [sector, { strength: (mean - centre) / deviation, rank: i + 1, sectors }]));
}
