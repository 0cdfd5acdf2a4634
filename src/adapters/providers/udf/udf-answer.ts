import type { AnswerRows } from '../bar-collector.js';
import { providerError } from '../calls/provider-error.js';
import { isObject, parseJson } from '../calls/read-json.js';
import type { JsonObject } from '../calls/read-json.js';
import { readColumns } from './udf-columns.js';
import type { UdfEnvelope } from './udf-profiles.js';

/**
 * Understands an answer of the UDF family.
 * @throws {DomainError} PROVIDER_UNAVAILABLE where it is none: HTML, no status, columns missing, unequal or out of order
 */
export function readUdfAnswer(provider: string, text: string, envelope: UdfEnvelope, symbol: string, shift: number): AnswerRows {
  const answer = parseJson(provider, text);
  if (!isObject(answer)) throw providerError(provider, 'UNKNOWN_FORM', 'the answer is no object');
  if (envelope === 'BARE') return rows(provider, answer, symbol, shift);
  if (envelope === 'STATUS') return byStatus(provider, answer, symbol, shift);
  if (answer['code'] !== 'SUCCESS' || !isObject(answer['data'])) {
    throw providerError(provider, 'UNKNOWN_FORM', 'the answer is no success, or has no data');
  }
  return byStatus(provider, answer['data'], symbol, shift);
}

function byStatus(provider: string, body: JsonObject, symbol: string, shift: number): AnswerRows {
  switch (body['s']) {
    case 'ok':
      return rows(provider, body, symbol, shift);
    case 'no_data':
      return 'NONE';
    case 'error':
      throw providerError(provider, 'REQUEST_REFUSED', `says that ${symbol} can't be asked for so`);
    default:
      throw providerError(provider, 'UNKNOWN_FORM', 'the answer has no status');
  }
}

function rows(provider: string, body: JsonObject, symbol: string, shift: number): AnswerRows {
  const named = body['symbol'];
  if (typeof named === 'string' && named.toUpperCase() !== symbol) {
    throw providerError(provider, 'UNKNOWN_FORM', `the answer is about another symbol than ${symbol}`);
  }
  return readColumns(provider, body, shift);
}
