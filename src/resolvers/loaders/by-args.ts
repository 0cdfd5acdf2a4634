import DataLoader from 'dataloader';

/**
 * Loaders of a child list: parents that ask with equal arguments share one batch, so that a list of lists is one
 * statement for each field of the document, however many parents there are.
 */
export class LoadersByArgs<Args, Row> {
  readonly #load: (keys: readonly string[], args: Args) => Promise<readonly Row[]>;
  readonly #loaders = new Map<string, DataLoader<string, Row>>();

  constructor(load: (keys: readonly string[], args: Args) => Promise<readonly Row[]>) {
    this.#load = load;
  }

  load(key: string, args: Args): Promise<Row> {
    const name = JSON.stringify(args);
    let loader = this.#loaders.get(name);
    if (loader === undefined) {
      loader = new DataLoader((keys: readonly string[]) => this.#load(keys, args));
      this.#loaders.set(name, loader);
    }
    return loader.load(key);
  }
}
