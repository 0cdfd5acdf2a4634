/** What an estimate of cost is made from. */
interface CostInput {
  readonly args: Readonly<Record<string, unknown>>;
  /** Cost of what is selected below the field, for one row. */
  readonly childComplexity: number;
}

/** Cost of a list: each of `first` rows, and for each what is selected below it. Cost counts rows; scalars are free. */
export function listCost({ args, childComplexity }: CostInput): number {
  const first = args['first'];
  return (typeof first === 'number' ? Math.max(0, first) : 1) * (1 + childComplexity);
}

/** What a list costs that is not limited to some symbols. */
const ALL_SYMBOLS_COST = 100;

/** Cost of a list of rows, one for each of `symbols`. */
export function symbolsCost({ args, childComplexity }: CostInput): number {
  const symbols = args['symbols'];
  return (Array.isArray(symbols) ? symbols.length : ALL_SYMBOLS_COST) * (1 + childComplexity);
}

/** Cost of the rows of a list of ids. */
export function idsCost({ args, childComplexity }: CostInput): number {
  const { ids } = args;
  return (Array.isArray(ids) ? ids.length : 1) * (1 + childComplexity);
}

/** Cost of something that is computed from so many rows. */
export function computedCost(rows: number): (input: CostInput) => number {
  return ({ childComplexity }) => rows + childComplexity;
}

/** Cost of a reference to one row. */
export function rowCost({ childComplexity }: CostInput): number {
  return 1 + childComplexity;
}
