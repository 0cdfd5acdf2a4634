import { globSync, readFileSync } from 'node:fs';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Characters that the expressions of the product repeat, and the end that makes a match fail. */
const REPEATED = [
  'a',
  'A',
  '0',
  '9',
  '-',
  '.',
  '/',
  ':',
  ' ',
  '\t',
  '_',
  '=',
  '"',
  '+',
  'a.',
  'a-',
  '1,',
  'f:',
  'aA0',
  'eyJaaaaa-',
  'a://',
  'key=',
];
const ENDS = ['!', '\n', '\0', ''];
const LENGTH = 50_000;
/** A linear search of 50 000 characters takes far less than 1 ms; one that begins again at each character, a second. */
const LIMIT_MS = 10;
const TRIES = 3;

/** These see nothing but short texts: what was checked before them, or what an operator has set. */
const BOUNDED: Readonly<Record<string, string>> = {
  '/0+$/': 'fractions of at most nine digits, or of our own numbers',
  '/\\.?0+$/': 'numbers as the database writes them',
  '/\\/+$/': 'settings of the operator',
};

interface Found {
  readonly text: string;
  readonly file: string;
}

/** Every regular expression literal of the product. */
function expressionsOf(file: string): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ text: node.text, file });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

function toRegExp(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** The best of a few tries, so that only the work itself counts. */
function millisecondsOf(work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < TRIES && best > LIMIT_MS; i += 1) {
    const began = performance.now();
    work();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/** The first hostile text that takes too long. */
function slowText(expression: RegExp): string | undefined {
  const texts = REPEATED.flatMap((part) => ENDS.map((end) => part.repeat(LENGTH / part.length) + end));
  const slow = texts.find((text) => millisecondsOf(() => text.search(expression)) > LIMIT_MS);
  return slow === undefined ? undefined : `${slow.slice(0, 4)}…${JSON.stringify(slow.slice(-1))}`;
}

/** Without the made-up market, which meets nobody but its maker. */
const FILES = globSync('src/**/*.ts', { exclude: ['src/**/*.test.ts', 'src/adapters/fake-market/**'] });
const all = FILES.flatMap(expressionsOf);
const byText = new Map(all.map((found) => [found.text, found]));
const linear = [...byText.values()].filter(({ text }) => !(text in BOUNDED));

describe('regular expressions', () => {
  it.each(linear)('$text of $file ends in linear time on 50 000 hostile characters', ({ text }) => {
    expect(slowText(toRegExp(text))).toBeUndefined();
  });

  it('are excepted only where they exist', () => {
    expect(Object.keys(BOUNDED).filter((text) => !byText.has(text))).toEqual([]);
  });

  it('are never made of text that comes at run time', () => {
    expect(FILES.filter((file) => /\bRegExp\(/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
