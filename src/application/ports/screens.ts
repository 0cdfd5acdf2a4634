import type { Stock } from '../../domain/market/stock.js';
import type { PlacedReading } from '../../domain/vpa/reading/stock-reading.js';
import type { ScreenFilter, ScreenOrder } from '../../domain/vpa/screen/screen-filter.js';
import type { IdempotentRequest } from './accounts.js';
import type { PageRequest, Slice } from './page.js';

/** A stock that passed, with what is known of it. */
export interface ScreenedStock {
  readonly stock: Stock;
  readonly reading: PlacedReading;
  /** Per cent of the close; null where the level is not known. */
  readonly supportDistance: number | null;
  readonly resistanceDistance: number | null;
  /** Best adjusted score and confidence among the signals of the newest bar that the filter is about; null for none. */
  readonly score: number | null;
  readonly confidence: number | null;
  /** What it is ordered by: larger stands before smaller; −Infinity where that is not known. */
  readonly rank: number;
}

/** Order: rank descending, then symbol ascending. */
export interface ScreenKey {
  readonly rank: number;
  readonly symbol: string;
}

export interface SavedScreen {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly filter: ScreenFilter;
  readonly order: ScreenOrder;
  readonly createdAt: Date;
  /** Null where it was never run. */
  readonly lastRunAt: Date | null;
}

/** What a run of a saved screen found beside the run before. Symbols, ascending. */
export interface ScreenRun {
  readonly screen: SavedScreen;
  /** Null: this was the first. */
  readonly previousRunAt: Date | null;
  readonly entered: readonly string[];
  readonly left: readonly string[];
  readonly stayed: readonly string[];
}

/** Screens of the newest bars. Saved ones are a user's own alone: what belongs to another is absent. */
export interface ScreenStore {
  /** One statement. */
  screen(filter: ScreenFilter, order: ScreenOrder, page: PageRequest<ScreenKey>, ruleVersion: string): Promise<Slice<ScreenedStock>>;
  count(filter: ScreenFilter, ruleVersion: string): Promise<number>;
  /** @throws {DomainError} CONFLICT where the user has `most` already */
  create(
    userId: string,
    screen: Pick<SavedScreen, 'name' | 'filter' | 'order'>,
    most: number,
    request: IdempotentRequest,
  ): Promise<SavedScreen>;
  list(userId: string): Promise<readonly SavedScreen[]>;
  delete(userId: string, id: string): Promise<boolean>;
  /** Runs it and remembers what it found, while no other run of it does. Null where the user has no such screen. */
  run(userId: string, id: string, ruleVersion: string): Promise<ScreenRun | null>;
}
