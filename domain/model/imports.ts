/** What was brought into the book from files: the activity log of the partner's own data (rules section 7). */
import { z } from 'zod';
import { moment } from './basics.js';
import { actorStampSchema } from './people.js';

const importCounts = z.strictObject({
  new: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  /** Read, and of no use: of a reservation that nobody knows, or one that is cancelled. */
  leftOut: z.int().nonnegative(),
});
/** How many rows of a kind of file were what, compared with the book. */
export type ImportCounts = z.infer<typeof importCounts>;

const importRecord = z.strictObject({
  number: z.string(),
  at: moment,
  by: actorStampSchema,
  /** Names of the files, without their folders. */
  files: z.array(z.string()),
  outcome: z.enum(['done', 'refused']),
  counts: z.record(z.string(), importCounts).optional(),
  refusal: z.object({ code: z.string() }).catchall(z.unknown()).optional(),
});
export type ImportRecord = z.infer<typeof importRecord>;

export const importsSchema = z.strictObject({ imports: z.array(importRecord) });
export type Imports = z.infer<typeof importsSchema>;
