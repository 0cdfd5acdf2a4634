/**
 * Writes the catalogues of rules, one for each rule set: docs/rules.md for the default, docs/rules-<name>.md for the others,
 * or the same names in the directory of the first argument. What is read there is what runs. Needs the build. A test compares
 * what is committed with the code.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RULE_SETS } from '../dist/src/domain/vpa/rule-sets/index.js';

const SIGNS = { atLeast: '≥', above: '>', atMost: '≤', below: '<' };
const FLAGS = {
  isDowntrend: 'downtrend',
  isUptrend: 'uptrend',
  isNearSupport: 'near support',
  isNearResistance: 'near resistance',
  isInRange: 'in a range',
  isAtLimit: 'closed at the ceiling or the floor of the day',
};
const BACKGROUNDS = ['neither', 'strength', 'weakness'];

const directory = process.argv[2] ?? 'docs';
for (const ruleSet of RULE_SETS) writeFileSync(join(directory, fileOf(ruleSet)), catalogue(ruleSet));

function fileOf(ruleSet) {
  return ruleSet === RULE_SETS[0] ? 'rules.md' : `rules-${ruleSet.name}.md`;
}

function catalogue(ruleSet) {
  const { version, summary, detectors, faults } = ruleSet;
  const rows = detectors.map(
    ({ kind, direction, stars, summary: says }) => `| [${kind}](#${kind.toLowerCase()}) | ${direction} | ${stars} | ${says.en} |`,
  );
  const others = RULE_SETS.filter((other) => other !== ruleSet).map((other) => `[${other.version}](${fileOf(other)})`);
  return [
    `# The rules of \`${version}\``,
    '',
    'Made by `npm run docs:rules` from the rules themselves; do not edit. How the features are measured and what the',
    `rules are worth: [vpa.md](vpa.md). Other rule sets: ${others.join(', ')}.`,
    '',
    summary.en,
    ...listed('Known faults of the set:', faults),
    '',
    onIndex(ruleSet),
    '',
    '| kind | direction | base strength, 1 to 4 | in one line |',
    '|---|---|---|---|',
    ...rows,
    ...detectors.flatMap(section),
    '',
  ].join('\n');
}

function listed(title, sentences) {
  return sentences.length === 0 ? [] : ['', title, '', ...sentences.map((sentence) => `- ${sentence}`)];
}

function onIndex({ indexVolumeRatios }) {
  if (indexVolumeRatios.length === 0) return 'An index has the same thresholds as a stock.';
  const pairs = indexVolumeRatios.map(([stock, index]) => `${index} for ${stock}`);
  return `On an index other thresholds of \`volumeRatio\` are in force: ${pairs.join(', ')}.`;
}

function section(detector) {
  const bullish = detector.bullishWhere === undefined ? [] : ['', `Bullish instead where ${line(detector.bullishWhere)}.`];
  const background = detector.setsBackground ? ['', 'Sets the background of the 20 bars after it.'] : [];
  return [
    '',
    `## ${detector.kind}`,
    '',
    `${detector.summary.en}`,
    '',
    `*${detector.summary.vi}*`,
    '',
    'All of:',
    '',
    ...detector.conditions.map((condition) => `- ${line(condition)}`),
    ...bullish,
    ...background,
    ...(detector.alias === undefined ? [] : ['', `Its source calls it "${detector.alias}".`]),
    ...listed('Known faults:', detector.faults ?? []),
  ];
}

function line(condition) {
  switch (condition.type) {
    case 'threshold':
      return `\`${condition.column}\` ${SIGNS[condition.comparison]} ${condition.threshold}`;
    case 'level':
      return `\`${condition.column}\` ${SIGNS[condition.comparison]} ${level(condition.level)}`;
    case 'flag':
      return condition.value === 1 ? FLAGS[condition.column] : `not ${FLAGS[condition.column]}`;
    case 'background':
      return `${condition.background === 'raw' ? 'background' : 'effective background'}: ${BACKGROUNDS[condition.value]}`;
    case 'fired':
      return `${condition.kind} ${span(condition)}`;
    case 'repeated':
      return `on ${condition.times} or more of the last ${condition.bars} bars: ${condition.conditions.map(line).join(' and ')}`;
    case 'any':
      return condition.conditions.map(nested).join(', or ');
    case 'all':
      return condition.conditions.map(nested).join(' and ');
    default:
      throw new Error(`no words for a condition of type ${condition.type}`);
  }
}

function nested(condition) {
  return condition.type === 'all' || condition.type === 'any' ? `(${line(condition)})` : line(condition);
}

function level({ column, lag, scale }) {
  const factor = scale === 1 ? '' : `${scale} × `;
  const when = lag === 0 ? '' : lag === 1 ? ' of the bar before' : ` ${lag} bars before`;
  return `${factor}\`${column}\`${when}`;
}

function span({ from, to }) {
  if (from === to) return from === 0 ? 'fired on the bar itself' : `fired ${from} bars before`;
  return `fired ${Math.min(from, to)} to ${Math.max(from, to)} bars before`;
}
