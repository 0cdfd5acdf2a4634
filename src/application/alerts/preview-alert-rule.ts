import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { AlertPriority, AlertRule } from '../../domain/alerts/alert-rule.js';
import { checkAlertFilter, checkCooldown } from '../../domain/alerts/check-alert-rule.js';
import { isCooling, type LastAlert } from '../../domain/alerts/cooldown.js';
import { isAbout, priorityOf } from '../../domain/alerts/match-alert-rule.js';
import { isLevelTrigger } from '../../domain/alerts/price-level.js';
import { DomainError } from '../../domain/errors.js';
import { sessionCloseAt } from '../../domain/market/calendar.js';
import { fromEpochDay, toEpochDay, tradingDateAt, type TradingDate } from '../../domain/market/trading-date.js';
import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import { RULE_VERSION, type Signal } from '../../domain/vpa/signal.js';
import { ownUserId } from '../accounts/account-deps.js';
import type { AlertStore } from '../ports/alerts.js';
import type { SignalKey, SignalReader, StockReader } from '../ports/readers.js';
import type { ScoreStore } from '../ports/scores.js';

/** What a preview reads. */
export interface PreviewMarket {
  readonly signals: Pick<SignalReader, 'list'>;
  readonly scores: Pick<ScoreStore, 'findByIds'>;
  readonly stocks: Pick<StockReader, 'findByIds'>;
}

/** The tickers of which portfolios of the users hold shares, by user. */
type ReadHeld = AlertStore['heldSymbols'];

export type PreviewInput = Pick<AlertRule, 'trigger' | 'filter' | 'cooldownMinutes' | 'priority'> & { readonly days: number };

/** An alert that a rule would have made. */
export interface PreviewedAlert {
  readonly signal: Signal;
  readonly score: SignalScore | null;
  readonly priority: AlertPriority;
  /** The close of the session whose bar was the reason. */
  readonly at: Date;
  /** Whether the cooldown would have held it back. */
  readonly isSilenced: boolean;
}

export interface RulePreview {
  readonly from: TradingDate;
  /** Newest first, at most 100. */
  readonly alerts: readonly PreviewedAlert[];
  /** How many would have been made, and how many of them the cooldown would have held back. */
  readonly made: number;
  readonly silenced: number;
  /** False where there was too much to look at: the oldest part is missing. */
  readonly isComplete: boolean;
}

const MAX_DAYS = 90;
const PAGE = 1_000;
const MAX_SIGNALS = 10_000;
const SHOWN = 100;
/** A signal is decided so many days after its session, at the latest. */
const LATEST_DECISION_DAYS = 60;

/**
 * Which alerts a rule would have made about the sessions of the last days, of the signals and scores as they are stored. Nothing is
 * sent and nothing is kept. @throws {DomainError} FORBIDDEN, INVALID_INPUT
 */
export async function previewAlertRule(
  { readHeld, ...market }: PreviewMarket & { readonly readHeld: ReadHeld },
  now: Date,
  input: PreviewInput,
  actor: Actor,
): Promise<RulePreview> {
  requirePermission(actor, 'alert:read');
  const userId = ownUserId(actor);
  if (isLevelTrigger(input.trigger))
    throw new DomainError('INVALID_INPUT', 'trigger has to be one of signals: a level is not previewed', { details: { field: 'trigger' } });
  checkAlertFilter(input);
  checkCooldown(input.cooldownMinutes);
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > MAX_DAYS)
    throw new DomainError('INVALID_INPUT', `days has to be a whole number from 1 to ${MAX_DAYS}`, { details: { field: 'days' } });
  const from = daysBefore(tradingDateAt(now), input.days);
  const held = input.filter.isHeld === null ? undefined : (await readHeld([userId])).get(userId);
  const { found, isComplete } = await readOccasions(market, input, { from, held: held ?? new Set() });
  const last = new Map<string, LastAlert>();
  const alerts = found
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.signal.id < b.signal.id ? -1 : 1))
    .map((alert) => {
      const isSilenced = isCooling(input, last.get(alert.signal.symbol), alert);
      if (!isSilenced) last.set(alert.signal.symbol, alert);
      return { ...alert, isSilenced };
    });
  const silenced = alerts.filter(({ isSilenced }) => isSilenced).length;
  return { from, alerts: alerts.toReversed().slice(0, SHOWN), made: alerts.length - silenced, silenced, isComplete };
}

async function readOccasions(
  { signals, scores, stocks }: PreviewMarket,
  input: PreviewInput,
  { from, held }: { readonly from: TradingDate; readonly held: ReadonlySet<string> },
) {
  const { trigger, filter, priority } = input;
  const rule = { trigger, filter, isMuted: false };
  const { symbols, kinds, directions, sectors } = filter;
  const asked = {
    // What is scanned beside the textbook makes no alert.
    ruleVersions: [RULE_VERSION],
    from: trigger === 'DECIDED' ? daysBefore(from, LATEST_DECISION_DAYS) : from,
    ...(symbols === null ? {} : { symbols }),
    ...(kinds === null ? {} : { kinds }),
    ...(directions === null ? {} : { directions }),
  };
  const found: Omit<PreviewedAlert, 'isSilenced'>[] = [];
  let after: SignalKey | null = null;
  for (let read = 0; read < MAX_SIGNALS; read += PAGE) {
    const { items, hasNextPage } = await signals.list(asked, { first: PAGE, after });
    const scoreOf = new Map((await scores.findByIds(items.map(({ id }) => id))).map((score) => [score.signalId, score]));
    const owners = sectors === null ? [] : await stocks.findByIds([...new Set(items.map(({ stockId }) => stockId))]);
    const sectorOf = new Map(owners.map(({ id, sector }) => [id, sector]));
    for (const signal of items) {
      const score = trigger === 'FOUND' ? null : (scoreOf.get(signal.id) ?? null);
      const date = dateOf(trigger, signal, score);
      if (date === null || date < from) continue;
      const occasion = { trigger, signal, score, sector: sectorOf.get(signal.stockId) ?? null };
      if (!isAbout(rule, occasion, held.has(signal.symbol))) continue;
      found.push({ signal, score, priority: priority ?? priorityOf(score), at: sessionCloseAt(date) });
    }
    after = items.at(-1) ?? null;
    if (!hasNextPage || after === null) return { found, isComplete: true };
  }
  return { found, isComplete: false };
}

/** Of the session that is the occasion; null: there was none. */
function dateOf(trigger: AlertRule['trigger'], signal: Signal, score: SignalScore | null): TradingDate | null {
  if (trigger === 'FOUND') return signal.tradingDate;
  if (score === null) return null;
  return trigger === 'SCORED' ? signal.tradingDate : score.statusDate;
}

function daysBefore(date: TradingDate, days: number): TradingDate {
  return fromEpochDay(toEpochDay(date) - days);
}
