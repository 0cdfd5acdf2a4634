import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SinkSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}
interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}
interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly name: string;
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly attributes: readonly OtlpAttribute[];
      }[];
    }[];
  }[];
}

/** A collector over OTLP/HTTP that remembers spans; or, as a black hole, takes requests and never answers. */
export class OtlpSink {
  readonly spans: SinkSpan[] = [];
  /** Values of the header `authorization`. */
  readonly authorizations = new Set<string>();
  /** Requests as they came in, whole. */
  readonly bodies: string[] = [];
  /** Requests that came in. */
  requests = 0;
  readonly #server = createServer((request, response) => {
    this.requests += 1;
    this.authorizations.add(request.headers.authorization ?? '');
    if (this.#isBlackHole) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.#take(request.url ?? '', Buffer.concat(chunks).toString('utf8'), response));
  });
  readonly #isBlackHole: boolean;

  private constructor(isBlackHole: boolean) {
    this.#isBlackHole = isBlackHole;
  }

  static async open({ isBlackHole = false } = {}): Promise<OtlpSink> {
    const sink = new OtlpSink(isBlackHole);
    sink.#server.listen(0, '127.0.0.1');
    await once(sink.#server, 'listening');
    return sink;
  }

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  named(name: string): SinkSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(path: string, body: string, response: ServerResponse): void {
    if (path !== '/v1/traces') {
      response.writeHead(404).end();
      return;
    }
    this.bodies.push(body);
    for (const { resource, scopeSpans } of (JSON.parse(body) as OtlpRequest).resourceSpans) {
      const service = String(toRecord(resource.attributes)['service.name']);
      for (const { name, traceId, spanId, parentSpanId = '', attributes } of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push({ service, name, traceId, spanId, parentSpanId, attributes: toRecord(attributes) });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }
}

function toRecord(attributes: readonly OtlpAttribute[]): SinkSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? value.doubleValue ?? Number(value.intValue)]),
  );
}
