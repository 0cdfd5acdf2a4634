import pino from 'pino';

import type { Logger } from '../../application/ports/telemetry.js';

/** Keys whose values never reach a log line, wherever they stand. */
const REDACTED = ['password', 'token', 'authorization', 'cookie', 'secret', 'url', 'databaseUrl', 'redisUrl'];

/** One JSON line an entry on standard error; standard output belongs to commands. */
export function createLogger(level: string): Logger {
  const redact = REDACTED.flatMap((key) => [key, `*.${key}`]);
  return pino(
    { level, redact, serializers: { error: pino.stdSerializers.errWithCause }, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
