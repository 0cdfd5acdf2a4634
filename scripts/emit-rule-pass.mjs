/**
 * Writes src/domain/vpa/rule-passes/<version>.generated.ts for every rule set, or into the directory named in the first
 * argument: all rules of a set as one loop over the bars, several times as fast as to interpret their conditions. Needs the
 * build; a test compares what is committed with the rule sets, others compare what it finds with the interpreter and with a
 * slow implementation.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bitOfKind } from '../dist/src/domain/vpa/kinds.js';
import { RULE_SETS } from '../dist/src/domain/vpa/rule-sets/index.js';
import { tolerantBound } from '../dist/src/domain/vpa/tolerance.js';

const SIGNS = { atLeast: '>=', above: '>', atMost: '<=', below: '<' };
/** Columns that are read on most bars: loaded once for each. */
const LOADED = ['volumeRatio', 'closePosition', 'changePct', 'spreadRatio', 'low', 'close', 'support30'];

// What the loop at hand reads; begun anew for each set.
let columns = new Set();
let loaded = new Set();
let volumeBounds = new Map();
/** @type {{ bars: number, test: string }[]} */
let histories = [];

const directory = process.argv[2] ?? fileURLToPath(new URL('../src/domain/vpa/rule-passes/', import.meta.url));
const written = RULE_SETS.map((ruleSet) => {
  const target = join(directory, `${ruleSet.version}.generated.ts`);
  writeFileSync(target, source(ruleSet));
  return target;
});
execFileSync(fileURLToPath(new URL('../node_modules/.bin/oxfmt', import.meta.url)), written, { stdio: 'ignore' });

/** The loop of one rule set. */
function source({ version, detectors }) {
  columns = new Set();
  loaded = new Set();
  volumeBounds = new Map();
  histories = [];
  const strong = (direction) =>
    detectors.reduce((mask, it) => (it.setsBackground && it.direction === direction ? mask | bitOfKind(it.kind) : mask), 0);
  const hasStrong = (strong('BULLISH') | strong('BEARISH')) !== 0;
  const body = rules(treeOf(detectors));
  const names = [...new Set([...LOADED, ...columns])].filter((column) => columns.has(column));
  const helpers = ['backgroundAfter', 'effectiveBackground', 'hasBits'].filter(
    (name) => (name === 'backgroundAfter' && hasStrong) || body.includes(`${name}(`),
  );
  return `// Made by \`npm run rules:emit\` from the rules of ${version}; do not edit.
${helpers.length === 0 ? '' : `import { ${helpers.join(', ')} } from '../background.js';`}
import { NEITHER, type RuleState } from '../rule-state.js';
import { tolerantBound } from '../tolerance.js';
${
  hasStrong
    ? `
/** Kinds that set the background, as bits. */
const STRONG = ${strong('BULLISH') | strong('BEARISH')};
const STRONG_BEARISH = ${strong('BEARISH')};
`
    : ''
}
/** Runs every rule over the bars from \`firstBar\` on: fills \`fired\` and \`background\`. */
export function runRules(state: RuleState, firstBar: number, volumeThreshold: (threshold: number) => number): void {
  const { length, fired, background } = state;
  const { ${names.join(', ')} } = state;
  ${[...volumeBounds].map(([name, { comparison, threshold }]) => `const ${name} = tolerantBound('${comparison}', volumeThreshold(${threshold}));`).join('\n  ')}
  fired.fill(0, 0, Math.min(firstBar, length));
  background.fill(NEITHER, 0, ${hasStrong ? 'Math.min(firstBar, length)' : 'length'});
  ${
    hasStrong
      ? `// So long ago that nothing is left of it.
  let latest = -1_000;
  let side = NEITHER;`
      : ''
  }
  ${histories.map((_, i) => `let history${i} = 0;`).join('\n  ')}
  for (let t = firstBar; t < length; t++) {
    ${LOADED.filter((column) => loaded.has(column))
      .map((column) => `const ${column}At = ${column}[t] as number;`)
      .join('\n    ')}
    ${hasStrong ? 'const raw = backgroundAfter(side, t - latest);\n    background[t] = raw;' : ''}
    ${histories.map(({ bars, test }, i) => `history${i} = ((history${i} << 1) | (${test})) & ${(1 << bars) - 1};`).join('\n    ')}
    let bits = 0;
    ${body}
    fired[t] = bits;
    ${
      hasStrong
        ? `if ((bits & STRONG) !== 0) {
      latest = t;
      side = (bits & STRONG_BEARISH) === 0 ? 1 : 2;
    }`
        : ''
    }
  }
}
`;
}

/** The conditions of all rules, those that begin alike together. */
function treeOf(detectors) {
  const tree = { children: new Map(), masks: [] };
  for (const { kind, conditions } of detectors) {
    let node = tree;
    for (const condition of conditions) {
      const key = JSON.stringify(condition);
      if (!node.children.has(key)) node.children.set(key, { condition, children: new Map(), masks: [] });
      node = node.children.get(key);
    }
    node.masks.push(bitOfKind(kind));
  }
  return tree;
}

/** Openings on the volume ratio are nested, the stricter in the looser: most bars fail the first and are done with. */
function rules(tree) {
  const openings = [...tree.children.values()];
  const isVolume = ({ condition }) => condition.type === 'threshold' && condition.column === 'volumeRatio';
  const isLower = ({ condition }) => condition.comparison === 'atLeast' || condition.comparison === 'above';
  const byThreshold = ({ condition: a }, { condition: b }) => a.threshold - b.threshold || (a.comparison === 'atLeast' ? -1 : 1);
  const volume = openings.filter(isVolume).toSorted(byThreshold);
  const others = openings.filter((opening) => !isVolume(opening));
  return [nested(volume.filter(isLower)), nested(volume.filter((it) => !isLower(it)).toReversed()), ...others.map(opened)].join('\n');
}

function nested([first, ...stricter]) {
  if (first === undefined) return '';
  return `if (${expression(first.condition, 't')}) {\n${inside(first)}\n${nested(stricter)}\n}`;
}

/** What is asked of every bar: the first condition is rarely true, so it is worth a branch. */
function opened(node) {
  return node.children.size === 0 ? settled([node.condition], node) : `if (${expression(node.condition, 't')}) {\n${inside(node)}\n}`;
}

/**
 * Behind an opening conditions are bits, not branches, also those that a failed one makes needless: each is a guess, and a
 * wrong guess costs more than all of them.
 */
function branch(node) {
  const chain = [node.condition];
  let end = node;
  while (end.masks.length === 0 && end.children.size === 1) {
    [end] = end.children.values();
    chain.push(end.condition);
  }
  return end.children.size === 0 ? settled(chain, end) : `if ((${chain.map(asBit).join(' & ')}) === 1) {\n${inside(end)}\n}`;
}

function settled(chain, { masks }) {
  return masks.map((mask) => `bits |= ${mask} * (${chain.map(asBit).join(' & ')});`).join('\n');
}

/** The effective background is found once for all rules of a block. */
function inside({ masks, children }) {
  const readsBackground = [...children.values()].some(isOnBackground);
  return [
    ...(readsBackground ? ['const effective = effectiveBackground(state, t);'] : []),
    ...masks.map((mask) => `bits |= ${mask};`),
    ...[...children.values()].map(branch),
  ].join('\n');
}

/** Whether a chain down to its first fork asks for the effective background. */
function isOnBackground({ condition, children, masks }) {
  if (readsEffective(condition)) return true;
  return masks.length === 0 && children.size === 1 && isOnBackground(children.values().next().value);
}

function readsEffective({ type, background, conditions }) {
  return (type === 'background' && background === 'effective') || (conditions ?? []).some(readsEffective);
}

function asBit(condition) {
  const { type, conditions } = condition;
  if (type !== 'any' && type !== 'all') return `Number(${expression(condition, 't')})`;
  return `(${conditions.map(asBit).join(type === 'any' ? ' | ' : ' & ')})`;
}

function expression(condition, at) {
  switch (condition.type) {
    case 'threshold':
      return `${value(condition.column, at)} ${SIGNS[condition.comparison]} ${bound(condition)}`;
    case 'level': {
      const { column, lag, scale } = condition.level;
      const factor = tolerantBound(condition.comparison, scale);
      return `${value(condition.column, at)} ${SIGNS[condition.comparison]} ${value(column, lag === 0 ? at : `${at} - ${lag}`)} * ${factor}`;
    }
    case 'flag':
      columns.add(condition.column);
      return `${condition.column}[${at}] === ${condition.value}`;
    case 'background':
      return `${condition.background === 'raw' ? 'raw' : 'effective'} === ${condition.value}`;
    case 'fired':
      return firedExpression(condition);
    case 'repeated': {
      const test = condition.conditions.map(asBit).join(' & ');
      return `hasBits(history${histories.push({ bars: condition.bars, test }) - 1}, ${condition.times})`;
    }
    default:
      throw new Error(`no code for a condition of type ${condition.type}`);
  }
}

function firedExpression({ kind, from, to }) {
  const mask = bitOfKind(kind);
  if (from === 0) return `(bits & ${mask}) !== 0`;
  const bars = Array.from({ length: from - to + 1 }, (_, i) => `(fired[t - ${from - i}] as number)`);
  return `((${bars.join(' | ')}) & ${mask}) !== 0`;
}

function value(column, at) {
  columns.add(column);
  if (at !== 't' || !LOADED.includes(column)) return `(${column}[${at}] as number)`;
  loaded.add(column);
  return `${column}At`;
}

function bound({ column, comparison, threshold }) {
  if (column !== 'volumeRatio') return tolerantBound(comparison, threshold);
  const name = `volume${comparison[0].toUpperCase()}${comparison.slice(1)}${String(threshold).replace('.', '_')}`;
  volumeBounds.set(name, { comparison, threshold });
  return name;
}
