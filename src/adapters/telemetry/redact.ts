const HIDDEN = '[Redacted]';

/** Shapes of secrets, wherever they stand in a line. Lines hold what clients sent: each search takes linear time. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // User and password of an address.
  [/([a-z0-9]:\/\/)[^\s"'\\/@]+@/gi, `$1${HIDDEN}@`],
  [/\b(Bearer|Basic|Token)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  // `password=…` in an address, a query or a message.
  [/\b(password|passwd|secret|token|api[_-]?key|access[_-]?key)(=|%3D)[^\s&"'\\]+/gi, `$1$2${HIDDEN}`],
];

/** Words with points between them, each from its first character on. */
const DOTTED = /(?<![\w-])[\w-]+(?:\.[\w-]*)+/g;

/** Hides the JSON Web Tokens among words with points between them. */
function hideTokens(dotted: string): string {
  const words = dotted.split('.');
  for (let i = 0; i + 2 < words.length; i += 1) {
    const [head = '', body = ''] = words.slice(i, i + 2);
    const at = head.search(/\beyJ[\w-]{5}/);
    if (at >= 0 && body.length >= 5) words.splice(i, 3, head.slice(0, at) + HIDDEN);
  }
  return words.join('.');
}

/** Fewer characters would blacken innocent words. */
const SHORTEST_SECRET = 6;

/** Hides the given texts, and what has the shape of a secret, in a line of the log. */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  // Longest first: an address is hidden whole before its password is looked for. As they stand in JSON.
  const known = [...new Set(secrets)]
    .filter((text) => text.length >= SHORTEST_SECRET)
    .map((text) => JSON.stringify(text).slice(1, -1))
    .toSorted((a, b) => b.length - a.length);
  return (line) => {
    let shown = line;
    for (const secret of known) shown = shown.replaceAll(secret, HIDDEN);
    for (const [shape, by] of SHAPES) shown = shown.replace(shape, by);
    return shown.replace(DOTTED, hideTokens);
  };
}
