import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { findShapeFault, measureShape } from './document-shape.js';
import { DEFAULT_LIMITS } from './operation-limits.js';

const fault = (source: string) => findShapeFault(measureShape(parse(source)), DEFAULT_LIMITS.byClass.VIEWER);
const nest = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
const times = (count: number, item: (i: number) => string) => Array.from({ length: count }, (_, i) => item(i)).join(' ');

describe('the shape of a document', () => {
  it.each([
    ['8 levels', nest(8), undefined],
    ['9 levels', nest(9), 'depth'],
    ['9 levels, the last two in a fragment', `${'{ a '.repeat(7)}{ ...F }${'}'.repeat(7)} fragment F on T { a { a } }`, 'depth'],
    ['inline fragments, which are no level', `{ a ${'{ ... on T '.repeat(40)}{ b }${'}'.repeat(40)} }`, undefined],
    ['a deep introspection, which has a limit of its own', `{ __schema ${nest(12)} }`, undefined],
    ['a deep field beside an introspection', `{ __schema { a } a ${nest(8)} }`, 'depth'],
    ['30 aliases', `{ ${times(1, () => 'x')} y { ${times(30, (i) => `a${i}: b`)} } }`, undefined],
    ['31 aliases', `{ y { ${times(31, (i) => `a${i}: b`)} } }`, 'aliases'],
    ['31 aliases in fragments', `{ y { ...F } } fragment F on T { ${times(31, (i) => `a${i}: b`)} }`, 'aliases'],
    ['31 directives', `{ a ${'@skip(if: false) '.repeat(31)} }`, 'directives'],
    ['10 root fields', `{ ${times(10, (i) => `f${i}`)} }`, undefined],
    ['11 root fields', `{ ${times(11, (i) => `f${i}`)} }`, 'root_fields'],
    ['11 root fields by a fragment spread twice', `{ ...F ...F } fragment F on Query { ${times(6, (i) => `f${i}`)} }`, 'root_fields'],
    ['one mutation', 'mutation { a(x: 1) { b c } }', undefined],
    ['a mutation twice under aliases', 'mutation { a: f b: f }', 'mutations'],
    ['a mutation by a fragment spread twice', 'mutation { ...F ...F } fragment F on Mutation { f }', 'mutations'],
    ['a mutation in an inline fragment beside another', 'mutation { f ... on Mutation { g } }', 'mutations'],
    ['two operations with a mutation each', 'mutation A { f } mutation B { f }', 'mutations'],
    ['a mutation beside a query of several fields', 'mutation A { f } query B { a b c }', undefined],
    ['the faults of an operation that is not the first', `query A { a } query B ${nest(9)}`, 'depth'],
    ['NUL in a text', '{ a(b: "x\\u0000") }', 'nul'],
    ['fragments that spread each other', '{ ...A } fragment A on T { a { ...B } } fragment B on T { ...A }', undefined],
    ['a fragment that is not there', '{ ...Nowhere }', undefined],
  ])('with %s: %s → %s', (_name, source, expected) => {
    expect(fault(source)).toBe(expected);
  });

  it('is measured the same whether fields stand in fragments or in place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (outer, inner) => {
        const inPlace = `${'{ a '.repeat(outer)}${nest(inner)}${'}'.repeat(outer)}`;
        const spread = `${'{ a '.repeat(outer)}{ ...F }${'}'.repeat(outer)} fragment F on T ${nest(inner)}`;
        expect(fault(spread)).toBe(fault(inPlace));
      }),
    );
  });
});
