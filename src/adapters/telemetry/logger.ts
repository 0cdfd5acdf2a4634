import pino from 'pino';

import type { Logger } from '../../application/ports/telemetry.js';
import { createRedactor } from './redact.js';

/** Keys whose values never reach a log line, at the first levels of what is logged; the redactor looks into the texts themselves. */
const REDACTED = ['password', 'token', 'authorization', 'cookie', 'secret', 'apiKey', 'url', 'databaseUrl', 'redisUrl'];

export interface LoggerOptions {
  /** Texts that are hidden wherever they stand. */
  readonly secrets?: readonly string[];
  /** The place in a trace of whoever logs now. */
  readonly traceparent?: () => string | undefined;
}

/** One JSON line an entry on standard error; standard output belongs to commands. */
export function createLogger(level: string, { secrets = [], traceparent = () => undefined }: LoggerOptions = {}): Logger {
  const redact = createRedactor(secrets);
  return pino(
    {
      level,
      redact: REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      serializers: { error: pino.stdSerializers.errWithCause },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => idsOf(traceparent()),
      hooks: { streamWrite: redact },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

function idsOf(traceparent: string | undefined): object {
  if (traceparent === undefined) return {};
  const [, traceId, spanId] = traceparent.split('-');
  return { trace_id: traceId, span_id: spanId };
}
