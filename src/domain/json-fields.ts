import { DomainError } from './errors.js';

/** The fields of a JSON object that another version, or somebody else, may have written. */
export type Fields = Readonly<Record<string, unknown>>;

/** The readers throw INVALID_INPUT, with the name of the field, where it is missing or of another type. */
export function record(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(name);
  return Object.fromEntries(Object.entries(value));
}

export function string(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw malformed(name);
  return value;
}

export function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw malformed(name);
  return value;
}

export function nullableNumber(fields: Fields, name: string): number | null {
  return fields[name] === null ? null : number(fields, name);
}

export function boolean(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw malformed(name);
  return value;
}

export function oneOf<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === fields[name]);
  if (found === undefined) throw malformed(name);
  return found;
}

export function date(fields: Fields, name: string): Date {
  const value = new Date(string(fields, name));
  if (Number.isNaN(value.getTime())) throw malformed(name);
  return value;
}

export function malformed(field: string): DomainError {
  return new DomainError('INVALID_INPUT', 'the event is malformed', { details: { field } });
}
