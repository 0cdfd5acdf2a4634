const HIDDEN = '[Redacted]';

/** Shapes of secrets, wherever they stand in a line. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // User and password of an address.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s"'\\/@]+@/gi, `$1${HIDDEN}@`],
  [/\b(Bearer|Basic|Token)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  // JSON Web Tokens.
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, HIDDEN],
  // `password=…` in an address, a query or a message.
  [/\b(password|passwd|secret|token|api[_-]?key|access[_-]?key)(=|%3D)[^\s&"'\\]+/gi, `$1$2${HIDDEN}`],
];

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
    return shown;
  };
}
