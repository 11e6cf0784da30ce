/** What stands in a backup: one line about all of it, and every file with what it comes to. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { isFileOfBook } from '../store/snapshot.js';

/** Goes up when backups are made in another way, so that an older desk leaves them alone. */
export const BACKUP_FORMAT = 1;
/** The names in a backup: of the manifest, and of the folder that the book is in. */
export const MANIFEST = 'manifest.json';
export const BOOK = 'book';

const fileSchema = z.strictObject({
  /** As it stands in the folder of the book, such as "customers/partner/customer.json". */
  path: z.string().refine(isFileOfBook, 'not a file of the book'),
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const manifestSchema = z
  .strictObject({
    format: z.literal(BACKUP_FORMAT),
    /** The moment as which the book is in it. */
    at: z.iso.datetime(),
    count: z.int().nonnegative(),
    files: z.array(fileSchema),
  })
  .refine(({ count, files }) => files.length === count, 'the count is not that of the files')
  .refine(
    ({ files }) => new Set(files.map(({ path }) => path)).size === files.length,
    'a file is named twice',
  );
export type Manifest = z.infer<typeof manifestSchema>;

/** Size and SHA-256 of a file. */
export async function measured(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.digest('hex') };
}
