import { PostgresQueryCompiler, type KyselyPlugin } from 'kysely';

/** Tells the SQL of every statement that goes through the query builder. */
export function statementHook(onStatement: (sql: string) => void): KyselyPlugin {
  const compiler = new PostgresQueryCompiler();
  return {
    transformQuery({ node, queryId }) {
      onStatement(compiler.compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}
