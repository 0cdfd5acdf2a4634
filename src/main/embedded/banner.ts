import type { MarketSource } from './market-source.js';

export interface BannerFacts {
  readonly source: MarketSource;
  /** The port that is listened on. */
  readonly port: number;
  readonly metricsPort: number;
  readonly host: string;
  readonly dataDir: string;
  readonly sessionMs: number;
  readonly isFirstStart: boolean;
}

/** What a newcomer sees first: where to look, what this market is, how to stop. */
export function banner({ source, port, metricsPort, host, dataDir, sessionMs, isFirstStart }: BannerFacts): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return [
    '',
    'VPA is up.',
    `  Explore     http://${shown}:${port}/graphiql`,
    `  GraphQL     http://${shown}:${port}/graphql`,
    `  Live        ws://${shown}:${port}/graphql (graphql-ws)`,
    `  Metrics     http://${shown}:${metricsPort}/metrics`,
    `  Data        ${dataDir} (${isFirstStart ? 'new: its history is being filled in now' : 'used again'})`,
    ...source.description.map((line, index) => `  ${index === 0 ? 'Market      ' : '            '}${line}`),
    `  Clock       one session every ${sessionMs / 1000} s; new signals arrive as sessions close.`,
    '  Stop        Ctrl-C',
    '',
  ].join('\n');
}
