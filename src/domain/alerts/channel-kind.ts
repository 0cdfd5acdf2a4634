/** Ways by which alerts go. APP: to the user's live subscription and list, within this system. */
export type ChannelKind = 'TELEGRAM' | 'EMAIL' | 'WEBHOOK' | 'SLACK' | 'APP' | 'LOG';
