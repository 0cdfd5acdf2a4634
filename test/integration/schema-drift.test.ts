import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createOrm } from '../../src/adapters/persistence/orm.js';
import { migratedPostgres } from '../support/databases.js';
import { withClient } from '../support/postgres.js';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
}

/** Tables that no entity stands for: the list of applied migrations. */
const WITHOUT_ENTITY = ['mikro_orm_migrations'];

const COLUMNS = `
  select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as "isNullable", coalesce(a.attnum = any(i.indkey), false) as "isPrimary"
  from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;

let database: Awaited<ReturnType<typeof migratedPostgres>>;
let inDatabase: Column[];
let inEntities: Column[];

beforeAll(async () => {
  database = await migratedPostgres();
  const { rows } = await withClient(database.url, (client) => client.query<Column>(COLUMNS));
  inDatabase = rows.filter(({ table }) => !WITHOUT_ENTITY.includes(table)).toSorted(byName);
  inEntities = (await describeEntities()).toSorted(byName);
});
afterAll(() => database.drop());

describe('the migrations and the entities', () => {
  it('name the same tables and columns', () => {
    expect(inDatabase.length).toBeGreaterThan(30);
    expect(inEntities.map(nameOf)).toEqual(inDatabase.map(nameOf));
  });

  it('agree on type, null and key of each column', () => {
    expect(inEntities).toEqual(inDatabase);
  });
});

async function describeEntities(): Promise<Column[]> {
  const pool = new pg.Pool({ connectionString: database.url });
  const orm = createOrm(PostgreSqlDriver, 'vpa', () => new PostgresDialect({ pool }));
  const columns = [...orm.getMetadata().getAll().values()].flatMap((entity) =>
    entity.props
      .filter((property) => property.fieldNames?.length === 1)
      .map((property) => ({
        table: entity.tableName,
        column: property.fieldNames[0]!,
        type: catalogueType(property.columnTypes[0]!),
        isNullable: property.nullable === true,
        isPrimary: property.primary === true,
      })),
  );
  await orm.close(true);
  return columns;
}

/** The name that PostgreSQL's catalogue gives the type. */
function catalogueType(type: string): string {
  const name = type
    .replace(/^timestamptz(\(6\))?$/, 'timestamp with time zone')
    .replace(/^int$/, 'integer')
    .replace(/^varchar/, 'character varying');
  return name;
}

function byName(a: Column, b: Column): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

function nameOf({ table, column }: Column): string {
  return `${table}.${column}`;
}
