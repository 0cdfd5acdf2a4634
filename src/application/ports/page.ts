/** A page as a keyset read: at most `first` items after the key, in the order of the list. */
export interface PageRequest<Key> {
  readonly first: number;
  readonly after: Key | null;
}

export interface Slice<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
}
