import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';

/** Names of the fields at the root of an operation of a valid document, fragments resolved, each as often as it is selected. */
export function rootFieldNames(document: DocumentNode, selectionSet: SelectionSetNode): readonly string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFieldNames(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFieldNames(document, fragment.selectionSet) : [];
  });
}
