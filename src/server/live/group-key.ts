import { createHash } from 'node:crypto';

import { getOperationAST, Kind, print, visit, type DocumentNode } from 'graphql';

/** The argument that says where a live field starts. It decides what a subscriber has yet to get, not what an item looks like. */
const RESUME_ARGUMENT = 'after';

export interface GroupKeyInput {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly audience: string;
}

/** Equal for subscribers that get the same text for the same item: document, operation, variables but the cursor's, audience. */
export function groupKey(input: GroupKeyInput): string {
  const { [resumeVariable(input.document, input.operationName) ?? '']: _resume, ...variables } = input.variables;
  const text = input.document.loc?.source.body ?? print(input.document);
  const parts = [text, input.operationName ?? '', input.audience, canonicalJson(variables)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** The variable that is given to `after` of the live field and is used nowhere else. */
function resumeVariable(document: DocumentNode, operationName: string | null): string | undefined {
  const field = getOperationAST(document, operationName)?.selectionSet.selections[0];
  const value =
    field?.kind === Kind.FIELD ? field.arguments?.find((argument) => argument.name.value === RESUME_ARGUMENT)?.value : undefined;
  if (value?.kind !== Kind.VARIABLE) return undefined;
  const name = value.name.value;
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => {
      if (node.name.value === name) uses += 1;
    },
  });
  return uses === 1 ? name : undefined;
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
