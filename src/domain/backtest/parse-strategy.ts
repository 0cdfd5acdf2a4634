import { DomainError } from '../errors.js';
import { SIGNAL_KINDS, type SignalKind } from '../vpa/detectors/index.js';
import type { Phase } from '../vpa/wyckoff/phase.js';
import type { Strategy } from './strategy.js';

const STOPS = ['ENTRY', 'SIGNAL_LOW', 'SUPPORT'] as const;
const ORDERS = ['OPEN', 'CLOSE'] as const;
const PHASES: readonly Phase[] = [
  'UNKNOWN',
  'MARKUP',
  'MARKDOWN',
  ...(['ACC', 'DIST'] as const).flatMap((side) => (['A', 'B', 'C', 'D', 'E'] as const).map((stage) => `${side}_${stage}` as const)),
];

/**
 * Reads a strategy from JSON that anybody may have written. What may be null may also be left out; what is not known is refused,
 * as a misspelt limit must not be no limit.
 * @throws {DomainError} INVALID_INPUT that names the field
 */
export function parseStrategy(json: unknown): Strategy {
  const root = new Reader(json, '');
  const entry = root.object('entry');
  const exit = root.object('exit');
  const stop = exit.object('stop');
  const trail = exit.optional('trail');
  const sizing = root.object('sizing');
  const strategy: Strategy = {
    name: root.text('name'),
    entry: {
      kinds: entry.list<SignalKind>('kinds', SIGNAL_KINDS) ?? [],
      minScore: entry.numberOrNull('minScore'),
      minConfidence: entry.numberOrNull('minConfidence'),
      phases: entry.list('phases', PHASES),
    },
    exit: {
      stop: { from: stop.oneOf('from', STOPS), belowBasisPoints: stop.number('belowBasisPoints') },
      targetBasisPoints: exit.numberOrNull('targetBasisPoints'),
      trail:
        trail === null
          ? null
          : { belowBasisPoints: trail.number('belowBasisPoints'), afterGainBasisPoints: trail.number('afterGainBasisPoints') },
      maxBars: exit.numberOrNull('maxBars'),
      kinds: exit.list<SignalKind>('kinds', SIGNAL_KINDS) ?? [],
    },
    sizing: {
      riskBasisPoints: sizing.number('riskBasisPoints'),
      maxPositionBasisPoints: sizing.number('maxPositionBasisPoints'),
      maxSectorBasisPoints: sizing.numberOrNull('maxSectorBasisPoints'),
      cashReserveBasisPoints: sizing.number('cashReserveBasisPoints'),
      maxPositions: sizing.number('maxPositions'),
    },
    orderAt: root.oneOf('orderAt', ORDERS),
  };
  for (const reader of [root, entry, exit, stop, sizing, ...(trail === null ? [] : [trail])]) reader.requireNoOther();
  return strategy;
}

/** The fields of one object, by a path that errors name. */
class Reader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #known = new Set<string>();

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw refused(path === '' ? 'it' : path, 'has to be an object');
    this.#fields = Object.fromEntries(Object.entries(value));
    this.#path = path;
  }

  object(name: string): Reader {
    return new Reader(this.#take(name), this.#at(name));
  }

  optional(name: string): Reader | null {
    const value = this.#take(name);
    return value === undefined || value === null ? null : new Reader(value, this.#at(name));
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value !== 'string') throw refused(this.#at(name), 'has to be a text');
    return value;
  }

  number(name: string): number {
    const value = this.numberOrNull(name);
    if (value === null) throw refused(this.#at(name), 'has to be a number');
    return value;
  }

  numberOrNull(name: string): number | null {
    const value = this.#take(name) ?? null;
    if (value !== null && typeof value !== 'number') throw refused(this.#at(name), 'has to be a number');
    return value;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#take(name);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw refused(this.#at(name), `has to be one of ${choices.join(', ')}`);
    return found;
  }

  list<T extends string>(name: string, choices: readonly T[]): readonly T[] | null {
    const value = this.#take(name) ?? null;
    if (value === null) return null;
    const found = Array.isArray(value) ? value.map((item) => choices.find((choice) => choice === item)) : [undefined];
    if (found.includes(undefined)) throw refused(this.#at(name), `has to be a list of ${choices.join(', ')}`);
    return found.flatMap((item) => item ?? []);
  }

  requireNoOther(): void {
    const other = Object.keys(this.#fields).find((name) => !this.#known.has(name));
    if (other !== undefined) throw refused(this.#at(other), 'is not known');
  }

  #take(name: string): unknown {
    this.#known.add(name);
    return this.#fields[name];
  }

  #at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', `strategy: ${field} ${what}`, { details: { field } });
}
