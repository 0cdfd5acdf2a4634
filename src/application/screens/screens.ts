import { actorKey, requirePermission, type Actor } from '../../domain/access/actor.js';
import { DomainError } from '../../domain/errors.js';
import { checkScreenFilter, type ScreenFilter, type ScreenOrder } from '../../domain/vpa/screen/screen-filter.js';
import { RULE_VERSION } from '../../domain/vpa/signal.js';
import { notFound, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { idempotentRequest } from '../accounts/idempotent-request.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { SavedScreen, ScreenedStock, ScreenKey, ScreenRun, ScreenStore } from '../ports/screens.js';
import type { Secrets } from '../ports/secrets.js';

export interface ScreenDeps {
  readonly screens: ScreenStore;
  readonly secrets: Secrets;
}

export interface ScreenInput {
  readonly filter: ScreenFilter;
  readonly order: ScreenOrder;
  readonly page: PageRequest<ScreenKey>;
}

export interface SaveScreenInput extends Pick<ScreenInput, 'filter' | 'order'> {
  readonly name: string;
  readonly idempotencyKey: string;
}

const MAX_SCREENS = 50;

/** What the API does with screens. Saved ones are the actor's own; what is absent and what belongs to somebody else get the same answer. */
export function screenUseCases({ screens, secrets }: ScreenDeps) {
  return {
    /** Stocks by their newest bars. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
    screen: async ({ filter, order, page }: ScreenInput, actor: Actor): Promise<Slice<ScreenedStock>> => {
      requirePermission(actor, 'signal:read');
      checkPage(page, MAX_PAGE);
      return screens.screen(checkScreenFilter(filter), order, page, RULE_VERSION);
    },
    /** How many stocks pass. @throws {DomainError} FORBIDDEN, INVALID_INPUT */
    countScreen: async ({ filter }: Pick<ScreenInput, 'filter'>, actor: Actor): Promise<number> => {
      requirePermission(actor, 'signal:read');
      return screens.count(checkScreenFilter(filter), RULE_VERSION);
    },
    /** @throws {DomainError} FORBIDDEN, INVALID_INPUT, CONFLICT */
    saveScreen: async ({ name: text, filter, order, idempotencyKey }: SaveScreenInput, actor: Actor): Promise<SavedScreen> => {
      requirePermission(actor, 'screen:write');
      const userId = ownUserId(actor);
      const name = text.trim();
      if (name === '' || name.length > 80)
        throw new DomainError('INVALID_INPUT', 'name has to have 1 to 80 characters', { details: { field: 'name' } });
      const screen = { name, filter: checkScreenFilter(filter), order };
      const request = idempotentRequest(secrets, { owner: actorKey(actor), key: idempotencyKey, operation: 'saveScreen' }, screen);
      return screens.create(userId, screen, MAX_SCREENS, request);
    },
    /** The oldest first. @throws {DomainError} FORBIDDEN */
    listSavedScreens: async (actor: Actor): Promise<readonly SavedScreen[]> => {
      requirePermission(actor, 'screen:read');
      return screens.list(ownUserId(actor));
    },
    /** @throws {DomainError} FORBIDDEN, NOT_FOUND */
    deleteSavedScreen: async (id: string, actor: Actor): Promise<void> => {
      requirePermission(actor, 'screen:write');
      if (!(await screens.delete(ownUserId(actor), requireUuid(id, 'screen')))) throw notFound('screen');
    },
    /** What it finds now, beside the run before. @throws {DomainError} FORBIDDEN, NOT_FOUND */
    runSavedScreen: async (id: string, actor: Actor): Promise<ScreenRun> => {
      requirePermission(actor, 'screen:write');
      const run = await screens.run(ownUserId(actor), requireUuid(id, 'screen'), RULE_VERSION);
      if (run === null) throw notFound('screen');
      return run;
    },
  };
}

export type ScreenUseCases = ReturnType<typeof screenUseCases>;
