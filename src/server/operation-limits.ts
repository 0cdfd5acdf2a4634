import type { Role } from '../domain/access/role.js';

/** What limits go by: the role of the actor, or that it is nobody in particular. */
export type ActorClass = Role | 'ANONYMOUS';

/** How large an operation of an actor may be. */
export interface ClassLimits {
  /** Nested fields; fields below `__schema` and `__type` have a limit of their own in graphql-js. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxRootFields: number;
  /** Rows that the operation may read at most, see `schema/cost.ts`. */
  readonly maxCost: number;
}

/** The figures are documented, but never told in errors. */
export interface OperationLimits {
  /** Characters and tokens of a document, before anything is known of it. */
  readonly maxCharacters: number;
  readonly maxTokens: number;
  readonly byClass: Readonly<Record<ActorClass, ClassLimits>>;
}

const VIEWER: ClassLimits = { maxDepth: 8, maxAliases: 30, maxDirectives: 30, maxRootFields: 10, maxCost: 5_000 };

export const DEFAULT_LIMITS: OperationLimits = {
  maxCharacters: 20_000,
  maxTokens: 1_000,
  byClass: {
    ANONYMOUS: { ...VIEWER, maxDepth: 7, maxAliases: 15 },
    VIEWER,
    ANALYST: { ...VIEWER, maxDepth: 10, maxCost: 10_000 },
    ADMIN: { ...VIEWER, maxDepth: 12, maxCost: 20_000 },
  },
};
