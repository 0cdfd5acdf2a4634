import { WebSocket, type ClientOptions } from 'ws';

export interface ServerMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** Speaks graphql-transport-ws by hand: sends what it is told, also what no client should. */
export class RawClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #opened: Promise<void>;
  #changed: () => void = () => {};
  /** Code and reason, once the socket is closed. */
  #close: string | undefined;

  constructor(url: string, options: ClientOptions = {}, protocol = 'graphql-transport-ws') {
    this.socket = new WebSocket(url, protocol, options);
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as ServerMessage);
      this.#changed();
    });
    this.closed = new Promise((resolve) =>
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#close = `${code} ${String(reason)}`;
        this.#changed();
      }),
    );
    this.#opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    this.#opened.catch(() => {});
  }

  opened(): Promise<void> {
    return this.#opened;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async init(payload?: unknown): Promise<this> {
    await this.opened();
    this.send({ type: 'connection_init', payload });
    await this.until((messages) => messages.some(({ type }) => type === 'connection_ack'));
    return this;
  }

  subscribe(query: string, variables: Record<string, unknown> = {}, id = '1'): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** Waits until the messages so far satisfy the condition; fails where the socket is closed before. */
  async until(isMet: (messages: readonly ServerMessage[]) => boolean): Promise<readonly ServerMessage[]> {
    while (!isMet(this.messages)) {
      if (this.#close !== undefined) throw new Error(`the socket was closed before: ${this.#close}`);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
    return this.messages;
  }

  /** Items of the live field in the order received. */
  items(id = '1'): { readonly __typename: string; readonly cursor: string; readonly reason?: string }[] {
    return this.messages
      .filter((message) => message.type === 'next' && message.id === id)
      .map(({ payload }) => (payload as { data: { signalDetected: { __typename: string; cursor: string } } }).data.signalDetected);
  }

  /** Stops reading: what the server sends stays in the buffers between. */
  stall(): void {
    this.socket.pause();
  }

  end(): void {
    this.socket.terminate();
  }
}
