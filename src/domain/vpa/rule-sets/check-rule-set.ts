import { WARM_UP_BARS } from '../analyse-series.js';
import type { Condition, Detector } from '../detector.js';
import type { RuleKind } from '../kinds.js';
import { checkCondition } from './check-condition.js';
import { choiceOf, fieldsOf, finite, listOf, ruleSetFault, textOf } from './fault.js';
import type { RuleSet } from './rule-set.js';
import { reachOf } from './rule-reach.js';

const SET_FIELDS = ['name', 'version', 'summary', 'detectors', 'indexVolumeRatios', 'faults'];
const RULE_FIELDS = ['kind', 'direction', 'bullishWhere', 'stars', 'setsBackground', 'summary', 'conditions', 'alias', 'faults'];

/**
 * Checks a rule set, also one that somebody wrote as JSON: every name, number and reference, that no rule asks for a later
 * one, that what sets the background does not read it, and that no rule looks back further than a scan loads.
 * @param kinds names that its rules can have
 * @throws {DomainError} INVALID_INPUT with the place of the first thing that is wrong
 */
export function checkRuleSet<Kind extends RuleKind>(value: unknown, kinds: readonly Kind[]): RuleSet<Kind> {
  const set = fieldsOf(value, 'set', SET_FIELDS);
  const name = textOf(set['name'], 'name');
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) throw ruleSetFault('name', 'has to be small letters, digits and dashes, 31 at most');
  const version = textOf(set['version'], 'version');
  if (!version.startsWith(`${name}-`) || !/^[1-9]\d{0,3}$/.test(version.slice(name.length + 1)))
    throw ruleSetFault('version', `has to be the name and a number: ${name}-1`);
  const earlier = new Map<string, number>();
  const detectors = listOf(set['detectors'], 'detectors').map((rule, i) => {
    const detector = checkRule(rule, `detectors[${i}]`, kinds, new Set(earlier.keys()));
    const reach = reachOf(detector, earlier);
    if (reach > WARM_UP_BARS) throw ruleSetFault(`detectors[${i}]`, `looks back ${reach} bars; ${WARM_UP_BARS} at most`);
    earlier.set(detector.kind, reach);
    return detector;
  });
  checkAliases(detectors);
  return {
    name,
    version,
    summary: checkSummary(set['summary'], 'summary'),
    detectors,
    indexVolumeRatios: checkRatios(set['indexVolumeRatios'] ?? []),
    faults: checkTexts(set['faults'] ?? [], 'faults'),
  };
}

function checkRule<Kind extends RuleKind>(
  value: unknown,
  place: string,
  kinds: readonly Kind[],
  earlier: ReadonlySet<string>,
): Detector<Kind> {
  const rule = fieldsOf(value, place, RULE_FIELDS);
  const kind = choiceOf(rule['kind'], `${place}.kind`, kinds);
  if (earlier.has(kind)) throw ruleSetFault(`${place}.kind`, `there are two rules called ${kind}`);
  const conditions = listOf(rule['conditions'], `${place}.conditions`).map((each, i) =>
    checkCondition(each, `${place}.conditions[${i}]`, earlier),
  );
  const setsBackground = choiceOf(rule['setsBackground'], `${place}.setsBackground`, [true, false]);
  if (setsBackground && conditions.some(asksOthers))
    throw ruleSetFault(place, 'sets the background, so it cannot read it or ask for another rule');
  const bullishWhere = rule['bullishWhere'];
  const alias = rule['alias'];
  return {
    kind,
    direction: choiceOf(rule['direction'], `${place}.direction`, ['BULLISH', 'BEARISH'] as const),
    ...(bullishWhere === undefined ? {} : { bullishWhere: checkCondition(bullishWhere, `${place}.bullishWhere`, earlier) }),
    stars: choiceOf(rule['stars'], `${place}.stars`, [1, 2, 3, 4] as const),
    setsBackground,
    summary: checkSummary(rule['summary'], `${place}.summary`),
    conditions,
    ...(alias === undefined ? {} : { alias: textOf(alias, `${place}.alias`) }),
    faults: checkTexts(rule['faults'] ?? [], `${place}.faults`),
  };
}

function asksOthers(condition: Condition): boolean {
  if (condition.type === 'background' || condition.type === 'fired') return true;
  return 'conditions' in condition && condition.conditions.some(asksOthers);
}

function checkAliases(detectors: readonly Detector[]): void {
  const names = new Set<string>(detectors.map(({ kind }) => kind));
  for (const [i, { alias }] of detectors.entries()) {
    if (alias === undefined) continue;
    if (names.has(alias)) throw ruleSetFault(`detectors[${i}].alias`, `${alias} is the name of another rule`);
    names.add(alias);
  }
}

function checkRatios(value: unknown): RuleSet['indexVolumeRatios'] {
  if (!Array.isArray(value)) throw ruleSetFault('indexVolumeRatios', 'has to be a list');
  return value.map((pair: unknown, i) => {
    const place = `indexVolumeRatios[${i}]`;
    if (!Array.isArray(pair) || pair.length !== 2) throw ruleSetFault(place, 'has to be two numbers');
    return [finite(pair[0], `${place}[0]`), finite(pair[1], `${place}[1]`)];
  });
}

function checkSummary(value: unknown, place: string): Detector['summary'] {
  const { en, vi } = fieldsOf(value, place, ['en', 'vi']);
  return { en: textOf(en, `${place}.en`), vi: textOf(vi, `${place}.vi`) };
}

function checkTexts(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value)) throw ruleSetFault(place, 'has to be a list');
  return value.map((each: unknown, i) => textOf(each, `${place}[${i}]`));
}
