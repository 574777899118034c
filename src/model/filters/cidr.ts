/** The operator `cidr`: addresses of a network, IPv4 and IPv6. For buses only. */
import { Refused } from './refused.ts';

/** An address as its groups of 16 bits: two of IPv4, eight of IPv6. */
type Address = readonly number[];

export function cidrTest(written: string): (text: string) => boolean {
  const parts = written.split('/');
  if (parts.length !== 2) throw new Refused('cidr takes an address, one slash and a number of bits');
  const network = readAddress(parts[0]!);
  if (network === undefined) throw new Refused(`${parts[0]} is no address`);
  const bits = /^\d{1,3}$/.test(parts[1]!) ? Number(parts[1]) : NaN;
  if (!(bits <= network.length * 16)) throw new Refused(`${parts[1]} is no number of bits of such an address`);
  return (text) => {
    const address = readAddress(text);
    return address !== undefined && isWithin(address, network, bits);
  };
}

function isWithin(address: Address, network: Address, bits: number): boolean {
  if (address.length !== network.length) return false;
  return network.every((group, i) => {
    const own = Math.min(16, Math.max(0, bits - 16 * i));
    return group >> (16 - own) === address[i]! >> (16 - own);
  });
}

function readAddress(text: string): Address | undefined {
  return text.includes(':') ? readIPv6(text) : readIPv4(text);
}

function readIPv4(text: string): Address | undefined {
  const bytes = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  if (bytes.length !== 4 || bytes.some((byte) => byte > 255)) return undefined;
  return [bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!];
}

function readIPv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').map((group) => (/^[\da-f]{1,4}$/i.test(group) ? parseInt(group, 16) : NaN));
  return groups.some(Number.isNaN) ? undefined : groups;
}
