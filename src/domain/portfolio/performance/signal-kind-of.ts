import { SIGNAL_KINDS, type SignalKind } from '../../vpa/detectors/index.js';

const KEY = /^(?:Signal:)?[A-Z0-9]{1,20}:[A-Z0-9]{1,4}:\d{4}-\d{2}-\d{2}:([A-Z0-9_]{1,64}):[\w.-]{1,64}$/;

/** The kind of a signal by what was entered of it, its key or its id in the API; null where that names none. */
export function signalKindOf(signalId: string | null): SignalKind | null {
  if (signalId === null) return null;
  const name = (KEY.exec(signalId) ?? KEY.exec(Buffer.from(signalId, 'base64url').toString('utf8')))?.[1];
  return SIGNAL_KINDS.find((kind) => kind === name) ?? null;
}
