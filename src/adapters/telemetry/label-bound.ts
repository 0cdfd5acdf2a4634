type Labels = Readonly<Record<string, string>>;

const OTHER = 'other';
/** Sets that may arise by folding some of the labels; beyond them all labels are folded. */
const MAX_FOLDED_SETS = 100;

/**
 * Holds the label sets of one metric to a number, whatever values come: the first ones stay, later ones share `other`.
 * So nobody who chooses a value, and no bug, can fill the memory of this process or of Prometheus.
 */
export class LabelBound {
  readonly #limit: number;
  readonly #partly: readonly string[];
  readonly #known = new Set<string>();
  readonly #folded = new Set<string>();
  readonly #onFold: () => void;

  constructor(limit: number, partly: readonly string[], onFold: () => void) {
    this.#limit = limit;
    this.#partly = partly;
    this.#onFold = onFold;
  }

  /** The labels to use for these. */
  admit(labels: Labels): Labels {
    if (admits(this.#known, this.#limit, labels)) return labels;
    this.#onFold();
    const folded = fold(labels, this.#partly);
    return admits(this.#folded, MAX_FOLDED_SETS, folded) ? folded : fold(labels, Object.keys(labels));
  }
}

function admits(sets: Set<string>, limit: number, labels: Labels): boolean {
  const key = Object.values(labels).join('\u0001');
  if (sets.has(key)) return true;
  if (sets.size >= limit) return false;
  sets.add(key);
  return true;
}

function fold(labels: Labels, names: readonly string[]): Labels {
  return { ...labels, ...Object.fromEntries(names.map((name) => [name, OTHER])) };
}
