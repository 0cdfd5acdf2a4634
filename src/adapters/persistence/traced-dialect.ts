import type { DatabaseConnection, Dialect } from 'kysely';

import type { Tracer } from '../../application/ports/tracing.js';

/**
 * The dialect with a span for each statement that is part of a trace. Statements of loops that only look for work begin
 * none. Values are parameters, never part of the text.
 */
export function tracedDialect(dialect: Dialect, tracer: Tracer | undefined): Dialect {
  if (tracer?.isOn !== true) return dialect;
  const seen = new WeakSet<DatabaseConnection>();
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      const acquire = driver.acquireConnection.bind(driver);
      return Object.assign(driver, {
        acquireConnection: async (...options: Parameters<typeof acquire>) => {
          const connection = await acquire(...options);
          if (!seen.has(connection)) {
            seen.add(connection);
            traceStatements(connection, tracer);
          }
          return connection;
        },
      });
    },
  };
}

function traceStatements(connection: DatabaseConnection, tracer: Tracer): void {
  const execute = connection.executeQuery.bind(connection);
  const executeQuery: typeof connection.executeQuery = async (query, ...rest) => {
    if (tracer.current() === undefined) return execute(query, ...rest);
    const operation = /[a-z]+/i.exec(query.sql)?.[0].toUpperCase() ?? 'OTHER';
    const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': query.sql };
    const span = tracer.start(`db ${operation}`, { kind: 'client', attributes });
    try {
      return await execute(query, ...rest);
    } catch (error) {
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  };
  Object.assign(connection, { executeQuery });
}
