import { DomainError } from '../domain/errors.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import { CLOSED_BAR_RULE_SETS, ruleSetOf } from '../domain/vpa/rule-sets/index.js';
import type { RuleSet } from '../domain/vpa/rule-sets/rule-set.js';
import { TEXTBOOK } from '../domain/vpa/rule-sets/textbook.js';

/**
 * The rule sets that the scanner runs, of `VPA_RULES`: names or versions, separated by commas. The textbook is among them, as
 * scores, phases, screens and alerts are about its signals.
 */
export function readRuleSets(env: Readonly<Record<string, string | undefined>>, faults: string[]): readonly RuleSet<SignalKind>[] {
  const names = (env['VPA_RULES'] ?? '').split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
  if (names.length === 0) return [TEXTBOOK];
  try {
    const ruleSets = new Set(names.map((name) => ruleSetOf<RuleSet<SignalKind>>(name, CLOSED_BAR_RULE_SETS)));
    if (!ruleSets.has(TEXTBOOK)) faults.push(`VPA_RULES must contain ${TEXTBOOK.name}: scores, screens and alerts are about its signals`);
    return [TEXTBOOK, ...[...ruleSets].filter((ruleSet) => ruleSet !== TEXTBOOK)];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    faults.push(`VPA_RULES: ${error.message}`);
    return [TEXTBOOK];
  }
}
