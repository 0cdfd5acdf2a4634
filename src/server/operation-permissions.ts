import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

import type { Actor } from '../domain/access/actor.js';
import { rootFieldNames } from './root-fields.js';

/** Permission by root field, `query.stocks`. */
export type OperationPermissions = ReadonlyMap<string, string>;

/** The permission that each operation declares with `@Authorized`. */
export function readOperationPermissions(): OperationPermissions {
  const { queries, mutations, subscriptions, authorizedFields } = getMetadataStorage();
  const declared = { query: queries, mutation: mutations, subscription: subscriptions };
  const permissions = new Map<string, string>();
  for (const [type, handlers] of Object.entries(declared)) {
    for (const { target, methodName, schemaName } of handlers) {
      const authorized = authorizedFields.find((field) => field.target === target && field.fieldName === methodName);
      const permission: unknown = authorized?.roles[0];
      if (typeof permission === 'string') permissions.set(`${type}.${schemaName}`, permission);
    }
  }
  return permissions;
}

/** The first root field that the actor may not use. A field that declares nothing is closed to everybody. */
export function findForbiddenField(
  permissions: OperationPermissions,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  actor: Actor,
): string | undefined {
  const granted: ReadonlySet<string> = actor.permissions;
  return rootFieldNames(document, operation.selectionSet).find((name) => {
    if (name.startsWith('__')) return false;
    const needed = permissions.get(`${operation.operation}.${name}`);
    return needed === undefined || !granted.has(needed);
  });
}
