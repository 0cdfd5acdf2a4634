/** Types that `node(id)` finds. */
export type NodeName = 'Stock' | 'Signal';

const FORM: Readonly<Record<NodeName, RegExp>> = {
  Stock: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  Signal: /^[A-Z0-9]{1,20}:[A-Z0-9]{1,4}:\d{4}-\d{2}-\d{2}:[A-Z0-9_]{1,64}:[\w.-]{1,64}$/,
};
const MAX_ID_LENGTH = 300;

/** The id of a thing as clients see it: base64url of `Type:key`. */
export function toGlobalId(type: NodeName, key: string): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url');
}

/** Reads a global id; undefined for a text that is none, so that such an id finds nothing. */
export function fromGlobalId(id: string): { readonly type: NodeName; readonly key: string } | undefined {
  if (id.length > MAX_ID_LENGTH) return undefined;
  const text = Buffer.from(id, 'base64url').toString('utf8');
  for (const type of ['Stock', 'Signal'] as const) {
    const key = text.startsWith(`${type}:`) ? text.slice(type.length + 1) : '';
    if (FORM[type].test(key) && toGlobalId(type, key) === id) return { type, key };
  }
  return undefined;
}
