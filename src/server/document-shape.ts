import { Kind, OperationTypeNode, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

import type { ClassLimits } from './operation-limits.js';

/** How large a document is; of depth and root fields, those of its largest operation. */
export interface DocumentShape {
  readonly depth: number;
  readonly rootFields: number;
  /** Fields of all its mutations together. */
  readonly mutations: number;
  readonly aliases: number;
  readonly directives: number;
  /** Texts with a NUL character in them. */
  readonly nuls: number;
}

/** What is wrong with the shape of a document; values of a metric label. */
export type ShapeFault = 'depth' | 'aliases' | 'directives' | 'root_fields' | 'mutations' | 'nul';

/** A password is tried once for a request that is counted once, whatever aliases and fragments it is tried under. */
const MAX_MUTATIONS = 1;

export function findShapeFault(shape: DocumentShape, limits: ClassLimits): ShapeFault | undefined {
  if (shape.nuls > 0) return 'nul';
  if (shape.aliases > limits.maxAliases) return 'aliases';
  if (shape.directives > limits.maxDirectives) return 'directives';
  if (shape.mutations > MAX_MUTATIONS) return 'mutations';
  if (shape.rootFields > limits.maxRootFields) return 'root_fields';
  return shape.depth > limits.maxDepth ? 'depth' : undefined;
}

/** Needs no schema. Cheap on any document, also on one with cyclic or doubling fragments: each fragment is measured once. */
export function measureShape(document: DocumentNode): DocumentShape {
  const counts = { aliases: 0, directives: 0, nuls: 0 };
  visit(document, {
    Field: (node) => void (counts.aliases += node.alias === undefined ? 0 : 1),
    Directive: () => void (counts.directives += 1),
    StringValue: (node) => void (counts.nuls += node.value.includes('\0') ? 1 : 0),
  });
  const measure = new Measure(document);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return {
    ...counts,
    depth: Math.max(0, ...operations.map(({ selectionSet }) => measure.depth(selectionSet))),
    rootFields: Math.max(0, ...operations.map(({ selectionSet }) => measure.rootFields(selectionSet))),
    mutations: operations
      .filter(({ operation }) => operation === OperationTypeNode.MUTATION)
      .reduce((sum, { selectionSet }) => sum + measure.rootFields(selectionSet), 0),
  };
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
