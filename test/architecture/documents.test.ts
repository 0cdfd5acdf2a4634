import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = ['*.md', 'docs/**/*.md', 'web/**/*.md', 'bench/**/*.md'].flatMap((pattern) => globSync(pattern, { cwd: root }));
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

describe('the documents', () => {
  it('link only to what exists', () => {
    const broken = documents.flatMap((document) =>
      found(read(document), /\]\((?!https?:|#)([^)#]+)/g)
        .filter((link) => !existsSync(join(root, dirname(document), link)))
        .map((link) => `${document}: ${link}`),
    );

    expect(documents.length).toBeGreaterThan(10);
    expect(broken).toEqual([]);
  });

  it('name only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = documents.flatMap((document) =>
      found(read(document), /npm run (?:-s )?([a-z][a-z0-9:-]*[a-z0-9])/g).map((script) => ({ document, script })),
    );

    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  it('list exactly the variables that the configuration reads', () => {
    const told = found(read('docs/operations/configuration.md'), /^\| `([A-Z_]+)` \|/gm);
    const used = found(
      ['config', 'provider-config', 'alerts-config', 'realtime-config', 'rules-config', 'backtests-config', 'tracing-config']
        .map((name) => read(`src/main/${name}.ts`))
        .join('\n'),
      /'([A-Z][A-Z_]{3,})'/g,
    ).filter((name) => name !== 'INIT_CWD' && name !== 'INVALID_INPUT');

    expect(told.toSorted()).toEqual([...new Set(used)].toSorted());
  });

  it('show GraphQL operations that the schema answers', () => {
    const schema = buildSchema(read('schema.graphql'));
    const operations = documents.flatMap((document) =>
      found(read(document), /```graphql\n([\s\S]*?)```/g).map((operation) => ({ document, operation })),
    );
    const faults = operations.flatMap(({ document, operation }) =>
      validate(schema, parse(operation), undefined, { maxErrors: 5 }).map(({ message }) => `${document}: ${message}`),
    );

    expect(new Set(operations.map(({ document }) => document)).size).toBeGreaterThan(2);
    expect(faults).toEqual([]);
  });
});

describe('the texts of the project', () => {
  const texts = [
    '*.{md,json,yml,mjs,ts,graphql}',
    '{src,test,bench,scripts,migrations,docs,web,.ci}/**/*.{ts,tsx,mjs,md,json,html,css,graphql}',
  ].flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (path) => path === 'node_modules' || path === 'dist' }));

  it.each([
    ['no address of a package registry', /registry\.[a-z]+\.(org|io|com)|"resolve[d]":/],
    ['no folder of the machine where it was written', /(^|[\s"'`(])\/(root|home|work|Users)\/[a-z]/m],
    ['no open ends', /\b(TOD[O]|FIXM[E]|XX[X])\b/],
  ])('hold %s', (_what, pattern) => {
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((path) => pattern.test(read(path)))).toEqual([]);
  });
});
