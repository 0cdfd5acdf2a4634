import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** How large an operation may be. The figures are documented, but never told in errors. */
export interface OperationLimits {
  /** Tokens of the document. */
  readonly maxTokens: number;
  /** Nested fields; fields below `__schema` and `__type` have a limit of their own in graphql-js. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxRootFields: number;
  /** Rows that the operation may read at most, see `schema/cost.ts`. */
  readonly maxCost: number;
}

export const DEFAULT_LIMITS: OperationLimits = {
  maxTokens: 1_000,
  maxDepth: 8,
  maxAliases: 30,
  maxDirectives: 30,
  maxRootFields: 10,
  maxCost: 5_000,
};

/** What is wrong with the shape of a document; values of a metric label. */
export type ShapeFault = 'depth' | 'aliases' | 'directives' | 'root_fields' | 'nul';

/**
 * Checks a document against limits that need no schema. Cheap on any document, also on one with cyclic or doubling
 * fragments: each fragment is measured once.
 */
export function findShapeFault(document: DocumentNode, limits: OperationLimits): ShapeFault | undefined {
  const counts = { aliases: 0, directives: 0, nuls: 0 };
  visit(document, {
    Field: (node) => void (counts.aliases += node.alias === undefined ? 0 : 1),
    Directive: () => void (counts.directives += 1),
    StringValue: (node) => void (counts.nuls += node.value.includes('\0') ? 1 : 0),
  });
  if (counts.nuls > 0) return 'nul';
  if (counts.aliases > limits.maxAliases) return 'aliases';
  if (counts.directives > limits.maxDirectives) return 'directives';
  const measure = new Measure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (measure.rootFields(definition.selectionSet) > limits.maxRootFields) return 'root_fields';
    if (measure.depth(definition.selectionSet) > limits.maxDepth) return 'depth';
  }
  return undefined;
}

class Measure {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** By fragment; 0 while it is being measured, so that a cycle ends (validation refuses it later). */
  readonly #depths = new Map<string, number>();
  readonly #rootFields = new Map<string, number>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  depth(selectionSet: SelectionSetNode): number {
    let deepest = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        deepest = Math.max(
          deepest,
          this.#ofFragment(this.#depths, selection.name.value, (set) => this.depth(set)),
        );
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        deepest = Math.max(deepest, this.depth(selection.selectionSet));
      } else {
        const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type';
        const below = selection.selectionSet === undefined || isIntrospection ? 0 : this.depth(selection.selectionSet);
        deepest = Math.max(deepest, 1 + below);
      }
    }
    return deepest;
  }

  rootFields(selectionSet: SelectionSetNode): number {
    let fields = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) fields += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) fields += this.rootFields(selection.selectionSet);
      else fields += this.#ofFragment(this.#rootFields, selection.name.value, (set) => this.rootFields(set));
    }
    return fields;
  }

  #ofFragment(known: Map<string, number>, name: string, measure: (selectionSet: SelectionSetNode) => number): number {
    const found = known.get(name);
    if (found !== undefined) return found;
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return 0;
    known.set(name, 0);
    const size = measure(fragment.selectionSet);
    known.set(name, size);
    return size;
  }
}
