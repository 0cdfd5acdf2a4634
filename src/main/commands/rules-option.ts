import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { DomainError } from '../../domain/errors.js';
import { SIGNAL_KINDS, type SignalKind } from '../../domain/vpa/detectors/index.js';
import { checkRuleSet } from '../../domain/vpa/rule-sets/check-rule-set.js';
import { CLOSED_BAR_RULE_SETS, RULE_SETS, ruleSetOf } from '../../domain/vpa/rule-sets/index.js';
import type { RuleSet } from '../../domain/vpa/rule-sets/rule-set.js';
import { workingDirectory } from '../config.js';
import { asOption } from './usage.js';

/** Help of the option `--rules`. */
export const RULES_HELP = 'rule set: textbook, series or quick, a version such as series-1, or a JSON file with rules of your own';

/** Help of the option `--rules` where signals are traded. */
export const CLOSED_BAR_RULES_HELP = 'rule set: textbook or series, a version such as series-1, or a JSON file with rules of your own';

/**
 * The rule set that `--rules` names: by name, by version, or from a JSON file.
 * @throws {DomainError} INVALID_INPUT: no such set, or what is wrong with the file and where
 */
export async function ruleSetFrom(nameOrFile: string): Promise<RuleSet> {
  return nameOrFile.endsWith('.json') ? ruleSetOfFile(nameOrFile) : asOption(() => ruleSetOf(nameOrFile, RULE_SETS));
}

/** As {@link ruleSetFrom}, without the sets whose signals are provisional. */
export async function closedBarRuleSetFrom(nameOrFile: string): Promise<RuleSet<SignalKind>> {
  return nameOrFile.endsWith('.json')
    ? ruleSetOfFile(nameOrFile)
    : asOption(() => ruleSetOf<RuleSet<SignalKind>>(nameOrFile, CLOSED_BAR_RULE_SETS));
}

async function ruleSetOfFile(file: string): Promise<RuleSet<SignalKind>> {
  const text = await readFile(resolve(workingDirectory(), file), 'utf8').catch(() => {
    throw new DomainError('INVALID_INPUT', `cannot read ${file}`);
  });
  const ruleSet = checkRuleSet(jsonOf(text, file), SIGNAL_KINDS);
  if (RULE_SETS.some(({ name }) => name === ruleSet.name))
    throw new DomainError('INVALID_INPUT', `${file}: a rule set of your own needs a name of its own; ${ruleSet.name} is taken`);
  return ruleSet;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DomainError('INVALID_INPUT', `${file} is no JSON`);
  }
}
