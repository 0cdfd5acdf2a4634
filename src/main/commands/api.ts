import type { Command } from 'commander';

/** `vpa api`: the GraphQL API until SIGTERM or SIGINT. */
export function registerApi(program: Command): void {
  program
    .command('api')
    .description(
      'Serve the GraphQL API and its subscriptions until SIGTERM or SIGINT. Configured by the environment: see docs/operations/configuration.md.',
    )
    .action(async () => {
      const { runApi } = await import('../api.js');
      await runApi();
    });
}
