const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** No row has this id. */
const NIL = '00000000-0000-0000-0000-000000000000';

/** Ids as the database takes them: text that can't be one becomes an id of no row, so that it is simply not found. */
export function toUuids(ids: readonly string[]): string[] {
  return ids.map((id) => (UUID.test(id) ? id : NIL));
}
