/** Ways by which alerts go. */
export type ChannelKind = 'TELEGRAM' | 'EMAIL' | 'WEBHOOK' | 'SLACK' | 'LOG';
