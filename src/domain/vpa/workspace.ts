import type { ColumnSource } from './feature-columns.js';

/** Fresh memory for every column: what was analysed with it stays valid. */
export const FRESH: ColumnSource = {
  floats: (length) => new Float64Array(length),
  bytes: (length) => new Uint8Array(length),
  integers: (length) => new Int32Array(length),
};

const ALIGNMENT = 8;

/**
 * Memory that one analysis after the other uses, for those who go through many series and keep none of the columns: asking
 * the system for fresh pages costs more than the analysis itself. {@link reset} takes back everything handed out before.
 */
export class Workspace implements ColumnSource {
  private buffer = new ArrayBuffer(1 << 20);
  private used = 0;
  private needed = 0;

  reset(): void {
    if (this.needed > this.buffer.byteLength) this.buffer = new ArrayBuffer(2 ** Math.ceil(Math.log2(this.needed)));
    this.used = 0;
    this.needed = 0;
  }

  floats(length: number): Float64Array {
    const at = this.take(length * Float64Array.BYTES_PER_ELEMENT);
    return at < 0 ? FRESH.floats(length) : new Float64Array(this.buffer, at, length);
  }

  bytes(length: number): Uint8Array {
    const at = this.take(length);
    return at < 0 ? FRESH.bytes(length) : new Uint8Array(this.buffer, at, length);
  }

  integers(length: number): Int32Array {
    const at = this.take(length * Int32Array.BYTES_PER_ELEMENT);
    return at < 0 ? FRESH.integers(length) : new Int32Array(this.buffer, at, length);
  }

  /** The place of the next free bytes; −1 where there are not enough: the next reset then makes room for as many. */
  private take(bytes: number): number {
    const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    this.needed += size;
    if (this.used + size > this.buffer.byteLength) return -1;
    this.used += size;
    return this.used - size;
  }
}
