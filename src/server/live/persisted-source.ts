import type { GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';

import { refusal } from '../refusal.js';

/**
 * The text of an operation over the websocket. As over HTTP, `extensions.persistedQuery` may name it by its SHA-256;
 * `query`, which the protocol asks for, is empty then, or the text itself.
 */
export function sourceOf(payload: SubscribePayload, findText: (hash: string) => string | undefined): string | GraphQLError {
  const named: unknown = payload.extensions?.['persistedQuery'];
  if (payload.query !== '' || typeof named !== 'object' || named === null) return payload.query;
  const { version, sha256Hash } = named as Readonly<Record<string, unknown>>;
  if (version !== 1 || typeof sha256Hash !== 'string') return refusal('BAD_REQUEST', 'Unsupported persisted query version');
  return findText(sha256Hash) ?? refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}
