/**
 * Who may import whom. Read as: files of the layer may import files of these layers, these packages and, where
 * `node` is true, Node's own modules. `packages: true` means any package. Type-only imports count too.
 */
export const layers = {
  domain: { layers: ['domain'], packages: [], node: false },
  application: { layers: ['application', 'domain'], packages: [], node: false },
  schema: { layers: ['schema', 'domain'], packages: ['type-graphql', 'graphql', 'graphql-scalars', 'class-validator'], node: false },
  resolvers: { layers: ['resolvers', 'schema', 'application', 'domain'], packages: ['type-graphql', 'graphql', 'dataloader'], node: false },
  workers: { layers: ['workers', 'application', 'domain'], packages: [], node: false },
  adapters: { layers: ['adapters', 'application', 'domain', 'migrations'], packages: true, node: true },
  server: { layers: ['server', 'resolvers', 'schema', 'application', 'domain'], packages: true, node: true },
  client: { layers: ['client'], packages: ['graphql-ws', 'graphql'], node: false },
  migrations: { layers: ['migrations'], packages: ['@mikro-orm/migrations'], node: false },
  main: {
    layers: ['main', 'server', 'workers', 'resolvers', 'schema', 'adapters', 'application', 'domain', 'client', 'migrations'],
    packages: true,
    node: true,
  },
};

/** Adapters may use the ports of the application and none of its functions. */
const PORTS = '^src/application/ports/';

/** Tests beside a file may also use the test runner, fixtures and the builders of test/support. */
const TEST = '\\.test\\.ts$';

const folder = (layer) => (layer === 'migrations' ? '^migrations/' : `^src/${layer}/`);
const escape = (text) => text.replaceAll('.', '\\.');
const packagePath = (name) => `node_modules/(@types/)?${escape(name)}/`;

const layerRules = Object.entries(layers).flatMap(([layer, may]) => {
  const from = { path: folder(layer), pathNot: TEST };
  return [
    {
      name: `${layer}-layers`,
      comment: `${layer} may import only ${may.layers.join(', ')}`,
      severity: 'error',
      from,
      to: { path: ['^src/', '^migrations/', '^test/', '^bench/', '^scripts/', '^web/'], pathNot: may.layers.map(folder) },
    },
    ...(may.packages === true
      ? []
      : [
          {
            name: `${layer}-packages`,
            comment: `${layer} may import only these packages: ${may.packages.join(', ') || 'none'}`,
            severity: 'error',
            from,
            to: { dependencyTypesNot: ['core', 'local'], pathNot: ['^src/', '^migrations/', ...may.packages.map(packagePath)] },
          },
        ]),
    ...(may.node
      ? []
      : [
          { name: `${layer}-node`, comment: `${layer} uses no module of Node`, severity: 'error', from, to: { dependencyTypes: ['core'] } },
        ]),
  ];
});

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'adapter-siblings',
      comment: 'an adapter never imports another one',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: TEST },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'adapters-see-ports-only',
      comment: 'an adapter implements ports; what the application does is not its business',
      severity: 'error',
      from: { path: '^src/adapters/', pathNot: TEST },
      to: { path: '^src/application/', pathNot: PORTS },
    },
    {
      name: 'main-is-the-end',
      comment: 'nobody imports main',
      severity: 'error',
      from: { pathNot: ['^src/main/', '^test/', '^bench/', '^scripts/'] },
      to: { path: '^src/main/' },
    },
    { name: 'no-circular', comment: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', comment: 'every import leads somewhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
