/**
 * What a tool beside a live desk and the desk say to each other: one JSON value a line, over a socket that only the
 * owner of the data folder can open. One piece of work a connection.
 */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { KeptBook } from '../domain/store/snapshot.js';
import type { ImportReport } from '../domain/use-cases/importing.js';

/** Where the desk that owns this folder listens. */
export function socketPath(dataDir: string): string {
  const folder = resolve(dataDir);
  if (process.platform !== 'win32') return join(folder, '.admin.sock');
  return `\\\\.\\pipe\\reservation-desk-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
}

const userId = z.string().max(80);
const path = z.string().max(4096);

export const workSchema = z.discriminatedUnion('work', [
  z.strictObject({
    work: z.literal('import'),
    wish: z.strictObject({
      files: z.array(path).max(1000),
      userId,
      currency: z.string().max(3).optional(),
      dryRun: z.boolean(),
    }),
  }),
  z.strictObject({ work: z.literal('export'), wish: z.strictObject({ folder: path, userId }) }),
  z.strictObject({ work: z.literal('snapshot'), wish: z.strictObject({}) }),
]);
export type Work = z.infer<typeof workSchema>;

/** The tool's answer to a report. */
export const goOnSchema = z.strictObject({ goOn: z.boolean() });

/** What the desk says. */
export type DeskSays =
  | { readonly progress: readonly [done: number, of: number] }
  | { readonly report: ImportReport }
  | { readonly done: boolean; readonly report: ImportReport }
  | { readonly files: readonly string[] }
  /** Kept until the tool goes away. */
  | { readonly snapshot: KeptBook }
  | { readonly refusal: { readonly code: string } }
  | { readonly error: string };

/** Says a value; false where nobody listens any more. */
export function say(socket: Socket, value: unknown): boolean {
  if (socket.destroyed) return false;
  // A line for JSON is one for the reader too: JSON writes the signs that end lines in other ways.
  const text = JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) =>
    sign === '\u2028' ? '\\u2028' : '\\u2029',
  );
  return socket.write(`${text}\n`);
}

/** The values that the other side says, until it says no more. */
export async function* heard(socket: Socket): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: socket })) yield JSON.parse(line);
}
