import { MikroORM, type Constructor } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import type { AbstractSqlDriver, InferKyselyDB, SqlEntityManager } from '@mikro-orm/sql';
import type { Dialect, Kysely } from 'kysely';

import { MIGRATIONS } from '../../../migrations/index.js';
import { ENTITIES } from './entities/index.js';

/** The tables as the entities describe them. */
export type Tables = InferKyselyDB<(typeof ENTITIES)[number]>;
/** Typed queries on the ORM's connection, or in a transaction of it. */
export type Db = Kysely<Tables>;
export type Orm = MikroORM<AbstractSqlDriver, SqlEntityManager<AbstractSqlDriver>>;

/**
 * The ORM over a connection of ours. Connects to nothing until it is asked something.
 * @param dbName the database's real name: the migrator would create one that it can't find, over a connection of its own.
 */
export function createOrm(driver: Constructor<AbstractSqlDriver>, dbName: string, dialect: () => Dialect): Orm {
  return new MikroORM<AbstractSqlDriver, SqlEntityManager<AbstractSqlDriver>>({
    driver,
    dbName,
    driverOptions: dialect,
    entities: [...ENTITIES],
    extensions: [Migrator],
    migrations: { migrationsList: MIGRATIONS, snapshot: false, silent: true },
    discovery: { warnWhenNoEntities: true, checkDuplicateTableNames: true },
    logger: () => undefined,
  });
}

/** The typed view of the ORM's connection. */
export function dbOf(orm: Orm): Db {
  return orm.em.fork().getKysely<Tables>();
}
