/** What the parts of the configuration are read with. */
import { z } from 'zod';

/** A variable that is set to nothing counts as not set: that is how sample files leave it. */
export const setting = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined);

const SHORTEST_SECRET = 16;

/** Something that nobody guesses, and that can stand in a header. */
export const secret = (name: string, shortest = SHORTEST_SECRET) =>
  setting.refine(
    (text) => text === undefined || (text.length >= shortest && /^[\x21-\x7e]+$/.test(text)),
    // Not with what it is set to: that may be the secret but for a slip.
    { error: () => `${name} must be at least ${shortest} characters, without spaces.` },
  );

/** True for an address or name that only this machine can reach: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(name);
}

/** The address in a text, by https, or by http on this machine; undefined for one with more in it than an address. */
export function webAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.search || url.hash) return undefined;
  const scheme = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return scheme ? url : undefined;
}
