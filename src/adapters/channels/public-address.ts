import ipaddr from 'ipaddr.js';

/** Names that only mean something inside a network; they are refused before anything is resolved. */
const INNER_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|metadata)\.?$/i;

/**
 * Whether an address is one of the public internet: no loopback, private, link-local, carrier, reserved, multicast or
 * translated range. IPv4 addresses inside IPv6 ones are judged as what they are.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  // Only 2000::/3 is handed out; ::127.0.0.1 and the like lie outside of it.
  return parsed instanceof ipaddr.IPv4 || (parsed.parts[0] ?? 0) >> 13 === 1;
}

/** Whether a host name may be resolved at all. */
export function isOuterName(hostname: string): boolean {
  return hostname.includes('.') && !INNER_NAMES.test(hostname);
}

/** The address in a URL's host (`[::1]`, `127.0.0.1`); undefined where it is a name. */
export function addressLiteral(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : undefined;
}
