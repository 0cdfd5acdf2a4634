import type { ServerResponse } from 'node:http';

import type { FaultSwitches } from './faults.js';

const HTML = '<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Request blocked</h1></body></html>';
const HUGE_CHUNK = ' '.repeat(1024 * 1024);
const HUGE_CHUNKS = 100;
const DRIP_MS = 1_000;

/**
 * What happens before a door is asked. True where the answer is already given, or never will be.
 * @param retryAfter seconds that a RATE_LIMIT_429 asks for
 */
export function failFirst(response: ServerResponse, faults: FaultSwitches, retryAfter: number): boolean {
  if (faults.take('DOWN')) {
    response.destroy();
    return true;
  }
  if (faults.take('HANG')) return true;
  if (faults.take('HTML_200')) return send(response, 200, 'text/html', HTML);
  if (faults.take('FORBIDDEN_403')) return send(response, 403, 'text/html', HTML);
  if (faults.take('ERROR_500')) return send(response, 500, 'text/plain', 'Internal Server Error');
  if (faults.take('ERROR_503')) return send(response, 503, 'text/html', HTML);
  if (faults.take('RATE_LIMIT_429')) {
    response.setHeader('retry-after', String(retryAfter));
    return send(response, 429, 'application/json', '{"message":"too many requests"}');
  }
  return false;
}

/** Sends what a door answered, whole or in a bad way. */
export function sendAnswer(response: ServerResponse, status: number, json: unknown, faults: FaultSwitches): void {
  const text = JSON.stringify(json);
  if (faults.take('TRUNCATED_JSON')) send(response, status, 'application/json', text.slice(0, Math.floor(text.length / 2)));
  else if (faults.take('CUT_OFF')) {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) });
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
  } else if (faults.take('SLOW_BODY')) drip(response, status, text);
  else if (faults.take('HUGE_BODY')) flood(response, status);
  else send(response, status, 'application/json', text);
}

function send(response: ServerResponse, status: number, type: string, text: string): true {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
  return true;
}

function drip(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  let at = 0;
  const timer = setInterval(() => {
    if (at >= text.length) response.end();
    else response.write(text[at]);
    at += 1;
  }, DRIP_MS);
  response.on('close', () => clearInterval(timer));
}

function flood(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  let left = HUGE_CHUNKS;
  const more = (): void => {
    for (; left > 0 && !response.destroyed; left -= 1) {
      if (!response.write(HUGE_CHUNK)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}
