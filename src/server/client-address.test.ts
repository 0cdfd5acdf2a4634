import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

import { describe, expect, it } from 'vitest';

import { clientAddress } from './client-address.js';

function aRequest(forwarded?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.defineProperty(request.socket, 'remoteAddress', { value: '10.0.0.9' });
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

describe('clientAddress', () => {
  it('is the peer where no proxy is trusted, whatever the header says', () => {
    expect(clientAddress(aRequest('203.0.113.7'), 0)).toBe('10.0.0.9');
  });

  it('is what the proxy saw, not what the client wrote before it', () => {
    expect(clientAddress(aRequest('1.1.1.1, 203.0.113.7'), 1)).toBe('203.0.113.7');
    expect(clientAddress(aRequest('1.1.1.1, 203.0.113.7, 10.0.0.1'), 2)).toBe('203.0.113.7');
  });

  it.each([undefined, '', 'unknown', '203.0.113.7'])('is the peer where the header is not from that many proxies: %s', (forwarded) => {
    expect(clientAddress(aRequest(forwarded), 2)).toBe('10.0.0.9');
  });
});
