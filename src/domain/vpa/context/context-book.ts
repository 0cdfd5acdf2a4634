import type { SeriesAnalysis } from '../analyse-series.js';
import type { MarketSeries } from './market-series.js';
import { sectorPoints } from './sector-points.js';
import { addMember, rankSectors, type SectorStanding, type SectorTotals } from './sector-ranking.js';

/** The context of many stocks over time: first every stock is added, then it is asked. */
export interface ContextBook {
  /** Counts a stock for its sector; one without a sector counts for none. */
  addStock(symbol: string, analysis: SeriesAnalysis): void;
  /** How the sector of a stock stood on a day; null where that is not known. Nothing is carried forward from another day. */
  standingOn(symbol: string, day: number): SectorStanding | null;
}

/** @param sectors sector of each symbol, where it is known */
export function openContextBook(market: MarketSeries, sectors: ReadonlyMap<string, string>): ContextBook {
  const totalsByDay = new Map<number, SectorTotals>();
  const ranked = new Map<number, ReadonlyMap<string, SectorStanding>>();

  return {
    addStock(symbol, { state, length }) {
      const sector = sectors.get(symbol);
      if (sector === undefined) return;
      const points = sectorPoints(state, market);
      for (let t = 0; t < length; t++) {
        const ofBar = points[t] as number;
        if (!Number.isNaN(ofBar)) addMember(totalsOf(state.epochDay[t] as number), sector, ofBar);
      }
    },
    standingOn(symbol, day) {
      const sector = sectors.get(symbol);
      return (sector === undefined ? undefined : standingsOf(day).get(sector)) ?? null;
    },
  };

  function totalsOf(day: number): SectorTotals {
    let totals = totalsByDay.get(day);
    if (totals === undefined) {
      totals = new Map();
      totalsByDay.set(day, totals);
    }
    ranked.delete(day);
    return totals;
  }

  function standingsOf(day: number): ReadonlyMap<string, SectorStanding> {
    let standings = ranked.get(day);
    if (standings === undefined) {
      standings = rankSectors(totalsByDay.get(day) ?? new Map());
      ranked.set(day, standings);
    }
    return standings;
  }
}
