import { DomainError } from '../../errors.js';

/** A rule set that is wrong at one place: `rules[3].conditions[1].column`. */
export function ruleSetFault(place: string, problem: string): DomainError {
  return new DomainError('INVALID_INPUT', `rule set: ${place}: ${problem}`, { details: { field: place } });
}

/** A JSON object with no other fields than these. @throws {DomainError} INVALID_INPUT with the place */
export function fieldsOf(value: unknown, place: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw ruleSetFault(place, 'is no object');
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw ruleSetFault(`${place}.${unknown}`, `is not known; there are ${known.join(', ')}`);
  return Object.fromEntries(Object.entries(value));
}

/** One of some values. @throws {DomainError} INVALID_INPUT with the place and the values */
export function choiceOf<T extends string | number | boolean>(value: unknown, place: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw ruleSetFault(place, `${JSON.stringify(value)} is none of ${choices.join(', ')}`);
  return found;
}

/** A whole number within bounds. @throws {DomainError} INVALID_INPUT with the place */
export function countOf(value: unknown, place: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw ruleSetFault(place, `has to be a whole number from ${least} to ${most}`);
  return value;
}

/** A finite number. @throws {DomainError} INVALID_INPUT with the place */
export function finite(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw ruleSetFault(place, 'has to be a finite number');
  return value;
}

/** A list that is not empty. @throws {DomainError} INVALID_INPUT with the place */
export function listOf(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw ruleSetFault(place, 'has to be a list that is not empty');
  return value;
}

/** A text that says something. @throws {DomainError} INVALID_INPUT with the place */
export function textOf(value: unknown, place: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw ruleSetFault(place, 'has to be a text');
  return value;
}
