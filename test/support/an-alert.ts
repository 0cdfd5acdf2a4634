import type { AlertMessage, ChannelAttempt } from '../../src/application/ports/alert-channel.js';

/** An attempt at an alert about a signal, with what a test wants different. */
export function anAttempt(changes: Partial<ChannelAttempt> = {}, message: Partial<AlertMessage> = {}): ChannelAttempt {
  return {
    deliveryId: '0190d1f0-0000-7000-8000-000000000001',
    target: 'target',
    secrets: [],
    unsubscribeUrl: null,
    attemptedAt: new Date('2025-05-20T08:00:00Z'),
    ...changes,
    message: {
      type: 'signal.detected',
      language: 'vi',
      title: 'TCB: PROFESSIONAL_VOLUME',
      facts: [{ label: 'Điểm', value: '73' }],
      paragraphs: ['Khối lượng cao trên nến tăng.'],
      link: null,
      occurredAt: new Date('2025-05-20T08:00:00Z'),
      data: { symbol: 'TCB', kind: 'PROFESSIONAL_VOLUME' },
      ...message,
    },
  };
}

export const NEVER = new AbortController().signal;
