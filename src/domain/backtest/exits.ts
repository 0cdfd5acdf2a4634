import type { Account, DayPart, Position } from './account.js';
import type { SignalBar } from './instrument.js';
import type { SessionTerms } from './session-terms.js';
import type { ExitRule } from './strategy.js';
import type { ExitReason } from './trade.js';

const ONE = 10_000;

/** The bar of a position's stock on the day at hand. */
export interface PositionBar {
  readonly day: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly terms: SessionTerms;
}

/** Sells what is due at a price of the bar, if the shares are there by then and somebody buys. */
export function sellDue(account: Account, position: Position, bar: PositionBar, part: DayPart): void {
  if (position.due === null || !account.isSellable(position, bar.day, part)) return;
  const price = part === 'MORNING' ? bar.open : bar.close;
  sell(account, position, bar, bar.terms.sellPrice(price), position.due);
}

/**
 * Sells where the bar touched the stop or the target; the stop comes first where it touched both, and a gap through either is
 * filled at the opening. Shares that arrive at noon are sold at the close, as nobody knows what came before noon.
 */
export function sellWithinBar(account: Account, position: Position, bar: PositionBar): void {
  const isStopped = bar.low <= position.stop;
  const stopReason: ExitReason = position.isTrailing ? 'TRAILING_STOP' : 'STOP';
  const decided = (reason: ExitReason) => ({ reason, decidedOn: bar.day });
  if (account.isSellable(position, bar.day, 'MORNING')) {
    if (isStopped) sell(account, position, bar, bar.terms.sellPrice(Math.min(bar.open, position.stop)), decided(stopReason));
    else if (position.target !== null && bar.high >= position.target)
      sell(account, position, bar, Math.max(bar.open, position.target), decided('TARGET'));
  } else if (account.isSellable(position, bar.day, 'AFTERNOON')) {
    if (isStopped) sell(account, position, bar, bar.terms.sellPrice(bar.close), decided(stopReason));
    else if (position.target !== null && bar.close >= position.target) sell(account, position, bar, bar.close, decided('TARGET'));
  }
}

/** On the closed bar: whether the position is to be sold in the next session, and whether its stop moves up. */
export function decideExit(position: Position, rule: ExitRule, bar: PositionBar, fired: SignalBar | undefined): void {
  if (position.due !== null) return;
  if (fired?.signals.some(({ kind }) => rule.kinds.includes(kind)) === true) position.due = { reason: 'SIGNAL', decidedOn: bar.day };
  else if (rule.maxBars !== null && position.bars >= rule.maxBars) position.due = { reason: 'TIME', decidedOn: bar.day };
  const { trail } = rule;
  if (trail === null || bar.close * ONE < position.entryPrice * (ONE + trail.afterGainBasisPoints)) return;
  const stop = Math.floor((bar.close * (ONE - trail.belowBasisPoints)) / ONE);
  if (stop <= position.stop) return;
  position.stop = stop;
  position.isTrailing = true;
}

/** What can't be sold now, because nobody buys or too little is traded, is due in the next session. */
function sell(account: Account, position: Position, { day, terms }: PositionBar, price: number, due: NonNullable<Position['due']>): void {
  const shares = terms.isLockedDown ? 0 : Math.min(position.shares, terms.maxShares);
  if (shares > 0) account.sell(position, { shares, price, day, ...due });
  if (position.shares > 0) position.due = due;
}
