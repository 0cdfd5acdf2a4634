/**
 * Writes src/domain/vpa/rule-pass.generated.ts, or the file named in the first argument: all rules of the registry as one
 * loop over the bars, several times as fast as to interpret their conditions. Needs the build; a test compares what is
 * committed with the registry, others compare what it finds with the interpreter and with a slow implementation.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { DETECTORS } from '../dist/src/domain/vpa/detectors/index.js';
import { tolerantBound } from '../dist/src/domain/vpa/tolerance.js';

const SIGNS = { atLeast: '>=', above: '>', atMost: '<=', below: '<' };
/** Columns that are read on most bars: loaded once for each. */
const LOADED = ['volumeRatio', 'closePosition', 'changePct', 'spreadRatio', 'low', 'close', 'support30'];

const columns = new Set(LOADED);
const volumeBounds = new Map();
const histories = [];

const tree = { children: new Map(), masks: [] };
for (const [place, { conditions }] of DETECTORS.entries()) {
  let node = tree;
  for (const condition of conditions) {
    const key = JSON.stringify(condition, (name, value) => (name === 'detector' ? value.kind : value));
    if (!node.children.has(key)) node.children.set(key, { condition, children: new Map(), masks: [] });
    node = node.children.get(key);
  }
  node.masks.push(1 << place);
}

const target = process.argv[2] ?? fileURLToPath(new URL('../src/domain/vpa/rule-pass.generated.ts', import.meta.url));
writeFileSync(target, source(rules()));
execFileSync(fileURLToPath(new URL('../node_modules/.bin/oxfmt', import.meta.url)), [target], { stdio: 'ignore' });

function source(body) {
  const strong = (direction) =>
    DETECTORS.reduce((mask, it, place) => (it.setsBackground && it.direction === direction ? mask | (1 << place) : mask), 0);
  return `// Made by \`npm run rules:emit\` from the detectors; do not edit.
import { backgroundAfter, effectiveBackground, hasBits } from './background.js';
import { NEITHER, type RuleState } from './rule-state.js';
import { tolerantBound } from './tolerance.js';

/** Kinds that set the background, as bits. */
const STRONG = ${strong('BULLISH') | strong('BEARISH')};
const STRONG_BEARISH = ${strong('BEARISH')};

/** Runs every rule over the bars from \`firstBar\` on: fills \`fired\` and \`background\`. */
export function runRules(state: RuleState, firstBar: number, volumeThreshold: (threshold: number) => number): void {
  const { length, fired, background } = state;
  const { ${[...columns].join(', ')} } = state;
  ${[...volumeBounds].map(([name, { comparison, threshold }]) => `const ${name} = tolerantBound('${comparison}', volumeThreshold(${threshold}));`).join('\n  ')}
  fired.fill(0, 0, Math.min(firstBar, length));
  background.fill(NEITHER, 0, Math.min(firstBar, length));
  // So long ago that nothing is left of it.
  let latest = -1_000;
  let side = NEITHER;
  ${histories.map((_, i) => `let history${i} = 0;`).join('\n  ')}
  for (let t = firstBar; t < length; t++) {
    ${LOADED.map((column) => `const ${column}At = ${column}[t] as number;`).join('\n    ')}
    const raw = backgroundAfter(side, t - latest);
    background[t] = raw;
    ${histories.map(({ bars, test }, i) => `history${i} = ((history${i} << 1) | (${test})) & ${(1 << bars) - 1};`).join('\n    ')}
    let bits = 0;
    ${body}
    fired[t] = bits;
    if ((bits & STRONG) !== 0) {
      latest = t;
      side = (bits & STRONG_BEARISH) === 0 ? 1 : 2;
    }
  }
}
`;
}

/** Openings on the volume ratio are nested, the stricter in the looser: most bars fail the first and are done with. */
function rules() {
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

function firedExpression({ detector, from, to }) {
  const mask = 1 << DETECTORS.indexOf(detector);
  if (from === 0) return `(bits & ${mask}) !== 0`;
  const bars = Array.from({ length: from - to + 1 }, (_, i) => `(fired[t - ${from - i}] as number)`);
  return `((${bars.join(' | ')}) & ${mask}) !== 0`;
}

function value(column, at) {
  if (at === 't' && LOADED.includes(column)) return `${column}At`;
  columns.add(column);
  return `(${column}[${at}] as number)`;
}

function bound({ column, comparison, threshold }) {
  if (column !== 'volumeRatio') return tolerantBound(comparison, threshold);
  const name = `volume${comparison[0].toUpperCase()}${comparison.slice(1)}${String(threshold).replace('.', '_')}`;
  volumeBounds.set(name, { comparison, threshold });
  return name;
}
