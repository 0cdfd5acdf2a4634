import { readFileSync } from 'node:fs';

import { getNamedType, isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { describe, expect, it } from 'vitest';

import { SYSTEM } from '../../src/domain/access/actor.js';
import { DETECTORS } from '../../src/domain/vpa/detectors/index.js';
import { buildSchema, printSdl } from '../../src/server/build-schema.js';
import { readOperationPermissions } from '../../src/server/operation-permissions.js';

const schema = buildSchema();

describe('the schema', () => {
  it('is what schema.graphql says: npm run schema writes it anew', () => {
    expect(printSdl(schema)).toBe(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
  });

  it('has a permission on every operation, and only permissions that exist', () => {
    const { queries, mutations, subscriptions } = getMetadataStorage();
    const permissions = readOperationPermissions();
    const operations = [
      ...queries.map(({ schemaName }) => `query.${schemaName}`),
      ...mutations.map(({ schemaName }) => `mutation.${schemaName}`),
      ...subscriptions.map(({ schemaName }) => `subscription.${schemaName}`),
    ];

    expect(operations).toEqual(expect.arrayContaining(['query.stocks', 'query.quarantinedBars', 'subscription.signalDetected']));
    expect(operations.filter((name) => !permissions.has(name))).toEqual([]);
    const existing: ReadonlySet<string> = SYSTEM.permissions;
    expect([...permissions.values()].filter((permission) => !existing.has(permission))).toEqual([]);
  });

  it('holds in its metadata every field of its root types', () => {
    const permissions = readOperationPermissions();
    const roots = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
    const fields = Object.entries(roots).flatMap(([type, root]) => Object.keys(root?.getFields() ?? {}).map((name) => `${type}.${name}`));
    expect(fields.toSorted()).toEqual([...permissions.keys()].toSorted());
  });

  it('counts the cost of every list and of every reference to a row', () => {
    const free = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !isIntrospectionType(type)
        ? Object.values(type.getFields())
            .filter((field) => {
              const named = getNamedType(field.type);
              const isRow =
                isInterfaceType(named) ||
                ['Stock', 'Bar', 'Signal', 'QuarantinedBar'].includes(named.name) ||
                named.name.endsWith('Connection');
              const isInEdge = type.name.endsWith('Edge') || type.name === 'SignalDetected' || type.name === 'SignalUpdated';
              return isRow && !isInEdge && typeof field.extensions['complexity'] !== 'function';
            })
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    expect(free).toEqual([]);
  });

  it('describes every type, field, argument and kind of signal', () => {
    const bare: string[] = [];
    const note = (name: string, description: string | null | undefined): void => {
      if (description === null || description === undefined || description === '') bare.push(name);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type)) continue;
      note(type.name, type.description);
      if (isEnumType(type) && type.name === 'SignalKind') for (const value of type.getValues()) note(value.name, value.description);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field.description);
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.description);
        for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument.description);
      }
    }
    const roots = [
      schema.getQueryType()?.name,
      schema.getMutationType()?.name,
      schema.getSubscriptionType()?.name,
      'Query.node(id)',
      'Query.stock(symbol)',
    ];
    expect(bare.filter((name) => !roots.includes(name))).toEqual([]);
  });

  it('has one kind of signal for each detector', () => {
    const kinds = schema.getType('SignalKind');
    expect(isEnumType(kinds) ? kinds.getValues().map(({ name }) => name) : []).toEqual(DETECTORS.map(({ kind }) => kind));
  });
});
