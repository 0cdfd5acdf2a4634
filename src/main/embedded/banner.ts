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
  /** Whether requests from this machine are the administrator's without signing in. */
  readonly hasLocalAdmin: boolean;
}

const LOCAL_ADMIN = 'whoever asks from this machine is the administrator, without signing in';
const SIGNED_IN = 'administrators sign in; nobody is one by asking from this machine';

/** What a newcomer sees first: where to look, what this market is, how to stop. */
export function banner({ source, port, metricsPort, host, dataDir, sessionMs, isFirstStart, hasLocalAdmin }: BannerFacts): string {
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
    `  Access      ${hasLocalAdmin ? LOCAL_ADMIN : SIGNED_IN}`,
    `  Clock       one session every ${sessionMs / 1000} s; new signals arrive as sessions close.`,
    '  Stop        Ctrl-C',
    '',
  ].join('\n');
}
