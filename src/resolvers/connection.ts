import type { PageRequest, Slice } from '../application/ports/page.js';
import type { CursorCodec } from './cursor.js';

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** A connection that counts only where a client asks for the count. */
export interface CountedConnection<Node> extends Connection<Node> {
  readonly totalCount: () => Promise<number>;
}

export interface PageInput {
  readonly first: number;
  readonly after?: string | null;
}

/** @throws {DomainError} INVALID_INPUT where the cursor is malformed. */
export function toPage<Key>(args: PageInput, cursor: CursorCodec<Key>): PageRequest<Key> {
  return { first: args.first, after: cursor.decode(args.after) };
}

/** A slice as a Relay connection. */
export function toConnection<Row extends Key, Key, Node>(
  slice: Slice<Row>,
  page: PageRequest<Key>,
  cursor: CursorCodec<Key>,
  toNode: (row: Row) => Node,
): Connection<Node> {
  const edges = slice.items.map((row) => ({ cursor: cursor.encode(row), node: toNode(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: slice.hasNextPage,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
