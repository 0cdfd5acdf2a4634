/**
 * Writes the catalogue of rules, docs/rules.md or the file named in the first argument, from the registry of
 * detectors: what is read there is what runs. Needs the build. A test compares what is committed with the code.
 */
import { writeFileSync } from 'node:fs';

import { DETECTORS } from '../dist/src/domain/vpa/detectors/index.js';
import { RULE_VERSION } from '../dist/src/domain/vpa/signal.js';

const SIGNS = { atLeast: '≥', above: '>', atMost: '≤', below: '<' };
const FLAGS = {
  isDowntrend: 'downtrend',
  isUptrend: 'uptrend',
  isNearSupport: 'near support',
  isNearResistance: 'near resistance',
  isInRange: 'in a range',
};
const BACKGROUNDS = ['neither', 'strength', 'weakness'];

writeFileSync(process.argv[2] ?? 'docs/rules.md', catalogue());

function catalogue() {
  const rows = DETECTORS.map(
    (detector) =>
      `| [${detector.kind}](#${detector.kind.toLowerCase()}) | ${detector.direction} | ${detector.stars} | ${detector.summary.en} |`,
  );
  return [
    `# The rules of \`${RULE_VERSION}\``,
    '',
    'Made by `npm run docs:rules` from the detectors themselves; do not edit. How the features are measured and what the',
    'rules are worth: [vpa.md](vpa.md).',
    '',
    '| kind | direction | base strength, 1 to 4 | in one line |',
    '|---|---|---|---|',
    ...rows,
    ...DETECTORS.flatMap(section),
    '',
  ].join('\n');
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
      return `${condition.detector.kind} ${span(condition)}`;
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
