import { DomainError } from '../errors.js';
import { isSymbol } from '../market/stock.js';
import type { AlertRule } from './alert-rule.js';
import { isLevelTrigger } from './price-level.js';

const MAX_LIST = 100;
const MAX_BINDINGS = 10;
const MAX_COOLDOWN = 7 * 24 * 60;
const MAX_TTL = 3 * 24 * 60;
const DAY = 24 * 60;
const MAX_PER_HOUR = 1_000;
const MAX_ESCALATION = 12 * 60;
/** As a column of prices holds it. */
const PRICE = /^\d{1,12}(\.\d{1,4})?$/;
/** Bounds of what the bar measured: least and most that make sense. */
const MEASURES = [
  ['minVolumeRatio', 0, 1_000],
  ['maxVolumeRatio', 0, 1_000],
  ['minClosePosition', 0, 1],
  ['minChangePct', -100, 1_000],
] as const;

/** @throws {DomainError} INVALID_INPUT that names the field */
export function checkAlertRule<T extends Omit<AlertRule, 'id' | 'userId' | 'createdAt'>>(rule: T): T {
  const { name, bindingIds, cooldownMinutes, ttlMinutes, quietHours, maxPerHour, escalation } = rule;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name.trim() === '' || name.length > 80 || /[\u0000-\u001f\u007f]/.test(name))
    throw refused('name', 'has to have 1 to 80 printable characters');
  checkAlertFilter(rule);
  checkLevel(rule);
  if (bindingIds.length === 0 || bindingIds.length > MAX_BINDINGS)
    throw refused('bindingIds', `has to name 1 to ${MAX_BINDINGS} of your bindings`);
  checkCooldown(cooldownMinutes);
  requireWhole('ttlMinutes', ttlMinutes, 1, MAX_TTL);
  if (quietHours !== null) {
    requireWhole('quietFrom', quietHours.from, 0, DAY - 1);
    requireWhole('quietTo', quietHours.to, 0, DAY - 1);
    if (quietHours.from === quietHours.to) throw refused('quietTo', 'has to differ from quietFrom');
  }
  if (maxPerHour !== null) requireWhole('maxPerHour', maxPerHour, 1, MAX_PER_HOUR);
  if (escalation !== null) {
    requireWhole('escalateAfterMinutes', escalation.afterMinutes, 1, MAX_ESCALATION);
    if (bindingIds.includes(escalation.bindingId)) throw refused('escalateTo', 'has to be another binding than those of bindingIds');
  }
  return rule;
}

function checkLevel({ trigger, level, filter }: Pick<AlertRule, 'trigger' | 'level' | 'filter'>): void {
  if (!isLevelTrigger(trigger)) {
    if (level !== null) throw refused('level', 'goes with the triggers PRICE and STOP');
    return;
  }
  if (level === null) throw refused('level', 'has to be given with the triggers PRICE and STOP');
  if (!isSymbol(level.symbol)) throw refused('level', 'holds something that is no ticker');
  if (!PRICE.test(level.price) || level.price === '0')
    throw refused('level', 'has to have a price above 0, below 10^12, with at most four digits after the point');
  if (trigger === 'STOP' && level.direction !== 'BELOW') throw refused('level', 'has to be BELOW for a stop');
  if (Object.values(filter).some((part) => part !== null)) throw refused('filter', 'goes with triggers of signals');
}

/** @throws {DomainError} INVALID_INPUT that names the field */
export function checkAlertFilter({ filter, trigger }: Pick<AlertRule, 'filter' | 'trigger'>): void {
  for (const field of ['kinds', 'directions', 'symbols', 'sectors', 'statuses'] as const) {
    const list = filter[field];
    if (list !== null && (list.length === 0 || list.length > MAX_LIST)) throw refused(field, `has to hold 1 to ${MAX_LIST} values`);
  }
  if (filter.symbols?.some((symbol) => !isSymbol(symbol)) === true) throw refused('symbols', 'holds something that is no ticker');
  requireWhole('minScore', filter.minScore ?? 0, 0, 100);
  if (filter.minConfidence !== null && !(filter.minConfidence >= 0 && filter.minConfidence <= 1))
    throw refused('minConfidence', 'has to be from 0 to 1');
  if (trigger === 'FOUND' && (filter.minScore !== null || filter.minConfidence !== null))
    throw refused('trigger', 'signals have no score as they are found: use SCORED');
  if (trigger !== 'DECIDED' && filter.statuses !== null) throw refused('statuses', 'go with the trigger DECIDED');
  for (const [field, least, most] of MEASURES) {
    const value = filter[field];
    if (value !== null && !(value >= least && value <= most)) throw refused(field, `has to be from ${least} to ${most}`);
  }
}

/** @throws {DomainError} INVALID_INPUT */
export function checkCooldown(minutes: number): void {
  requireWhole('cooldownMinutes', minutes, 0, MAX_COOLDOWN);
}

function requireWhole(field: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) throw refused(field, `has to be a whole number from ${least} to ${most}`);
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', `${field} ${what}`, { details: { field } });
}
