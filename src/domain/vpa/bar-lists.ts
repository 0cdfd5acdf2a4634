/** A store of lists of row numbers, each with room for every bar: taken in turn, given back all at once. */
export class BarLists {
  /** Every row from `firstBar` on, ascending. */
  readonly all: Int32Array;
  private readonly capacity: number;
  private readonly lists: Int32Array[] = [];
  private taken = 0;

  constructor(capacity: number, firstBar: number) {
    this.capacity = capacity;
    this.all = Int32Array.from({ length: capacity }, (_, i) => i + firstBar);
  }

  take(): Int32Array {
    const list = this.lists[this.taken] ?? new Int32Array(this.capacity);
    this.lists[this.taken++] = list;
    return list;
  }

  /** How many are taken: {@link giveBack} to it gives back those taken since. */
  get mark(): number {
    return this.taken;
  }

  giveBack(mark: number): void {
    this.taken = mark;
  }
}
