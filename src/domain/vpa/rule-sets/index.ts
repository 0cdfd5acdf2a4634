import { DomainError } from '../../errors.js';
import type { Detector } from '../detector.js';
import type { RuleKind } from '../kinds.js';
import { QUICK } from './quick.js';
import type { RuleSet } from './rule-set.js';
import { SERIES } from './series.js';
import { TEXTBOOK } from './textbook.js';

/** Sets for closed bars, whose signals can be stored, scored or traded. */
export const CLOSED_BAR_RULE_SETS = [TEXTBOOK, SERIES] as const;

/** Every rule set there is, the default first. */
export const RULE_SETS: readonly RuleSet[] = [...CLOSED_BAR_RULE_SETS, QUICK];

/**
 * The rule of a set by its name, or by what its source calls it, in any case and with spaces or underscores.
 * @throws {DomainError} INVALID_INPUT with what there is
 */
export function ruleOf<Kind extends RuleKind>({ version, detectors }: RuleSet<Kind>, name: string): Detector<Kind> {
  const wanted = plain(name);
  const found = detectors.find(({ kind }) => plain(kind) === wanted) ?? detectors.find(({ alias }) => plain(alias ?? '') === wanted);
  if (found !== undefined) return found;
  const names = detectors.map(({ kind }) => kind).join(', ');
  throw new DomainError('INVALID_INPUT', `rule set ${version} has no rule ${name}; there are ${names}`, {
    details: { field: 'kind' },
  });
}

function plain(name: string): string {
  return name.toUpperCase().replaceAll(' ', '_');
}

/**
 * The set of a name (`series`) or of a version (`series-1`), among some.
 * @throws {DomainError} INVALID_INPUT with what there is
 */
export function ruleSetOf<Set extends RuleSet>(nameOrVersion: string, among: readonly Set[]): Set {
  const found = among.find(({ name, version }) => name === nameOrVersion || version === nameOrVersion);
  if (found !== undefined) return found;
  const names = among.map(({ name, version }) => `${name} (${version})`).join(', ');
  throw new DomainError('INVALID_INPUT', `no rule set ${nameOrVersion}; there are ${names}`, { details: { field: 'rules' } });
}
