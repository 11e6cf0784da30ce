/** Ids of the demo book: derived from names, so that they are the same in every demo. */
import { createHash } from 'node:crypto';

/** No 0, 1, I or O: they are easily taken for each other when read out. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A GUID for a name, always the same one (a UUID of version 8). */
export function guid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-');
}

/** A short number for a name, such as "RD-7K2M9QXA", always the same one. */
export function shortNumber(prefix: 'RD' | 'RQ', name: string): string {
  const bytes = createHash('sha256').update(`${prefix}/${name}`).digest().subarray(0, 8);
  return `${prefix}-${Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')}`;
}

/** The number that Microsoft would have given. */
export function microsoftNumber(name: string): string {
  return createHash('sha256').update(`microsoft/${name}`).digest('hex').slice(0, 12);
}
