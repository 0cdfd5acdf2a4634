import { ALERT_PRIORITIES, type AlertPriority, type AlertRule } from './alert-rule.js';

/** The last alert of a rule about a stock that was or may yet be delivered. */
export interface LastAlert {
  readonly at: Date;
  readonly priority: AlertPriority;
}

/** Whether a rule is silent about a stock. An alert that matters more than the last one is told in spite of it, and begins a new silence. */
export function isCooling(
  { cooldownMinutes }: Pick<AlertRule, 'cooldownMinutes'>,
  last: LastAlert | undefined,
  { at, priority }: LastAlert,
): boolean {
  if (last === undefined || at.getTime() >= last.at.getTime() + cooldownMinutes * 60_000) return false;
  return ALERT_PRIORITIES.indexOf(priority) <= ALERT_PRIORITIES.indexOf(last.priority);
}

/** Which of two matters more. */
export function higherPriority(a: AlertPriority, b: AlertPriority): AlertPriority {
  return ALERT_PRIORITIES.indexOf(a) >= ALERT_PRIORITIES.indexOf(b) ? a : b;
}
