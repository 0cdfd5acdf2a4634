/**
 * A small seeded generator of pseudo-random numbers (mulberry32): the same seed gives the same numbers on every machine,
 * because it uses nothing but 32-bit arithmetic. Not for secrets.
 */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A stream of its own for a name, so that one instrument's draws never move another's. */
  static of(seed: number, name: string): SeededRandom {
    let hash = seed >>> 0;
    for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
    return new SeededRandom(hash);
  }

  /** From 0 to less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Whole number from low to high, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Nearly normal, mean 0, deviation 1, never beyond ±3.5: a sum of uniforms needs no transcendental function. */
  normal(): number {
    let sum = 0;
    for (let draw = 0; draw < 4; draw += 1) sum += this.next();
    return (sum - 2) * 1.732_050_807_568_877_2;
  }
}
