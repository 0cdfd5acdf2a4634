import type { TypedDocumentString } from '../generated/graphql.js';

/** Asks a typed question over HTTP. @throws where the answer has errors. */
export async function ask<Result, Variables>(
  url: string,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Result; errors?: unknown };
  if (data === undefined || errors !== undefined) throw new Error(`refused: ${JSON.stringify(errors)}`);
  return data;
}
