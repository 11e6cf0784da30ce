/**
 * What a conversation remembers beside the dialogs' own memory. It was written by this version of the desk or by an
 * earlier one, or not as it should be: a part that can not be made out is as if it had never been.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { KEPT_VERSION } from '../dialogs/kept.js';
import type { Memory } from '../dialogs/turn.js';
import type { Actor } from '../domain/model.js';

/** Channels deliver again within minutes: so many activities of one conversation are known again. */
const SEEN_KEPT = 100;
/** Ids of activities as channels give them are shorter; a longer one is known by its hash. */
const LONGEST_ID = 100;

/** What is kept without a version is of this one. */
export const FIRST_VERSION = 1;

export interface DeskMemory extends Memory {
  /** The version of what the dialogs keep; that of the first one is not written down. */
  version?: number;
  /** Ids of the latest activities, to know one that is delivered again. */
  seen: string[];
  /** Local mode: the demo user that the tester acts as. */
  actingAs?: Actor;
  /** Whose memory it is, where users are signed in. */
  of?: Actor;
}

const id = z.string();
const actor = z.object({ partnerId: id, userId: id });
const memorySchema: z.ZodType<DeskMemory> = z
  .object({
    version: z.number().exactOptional().catch(0),
    greeted: z.boolean().exactOptional(),
    live: z.object({ cardId: id, messageId: id.exactOptional() }).exactOptional(),
    retired: z.array(z.object({ cardId: id, outcome: z.string() })).catch([]),
    prepared: z.object({ customerId: id, what: id }).exactOptional(),
    buying: id.exactOptional(),
    seen: z.array(id).catch([]),
    actingAs: actor.exactOptional(),
    of: actor.exactOptional(),
  })
  .loose();

/** The memory in what was kept: each part of it that can be made out. */
export function memoryIn(kept: unknown): DeskMemory {
  const fresh: DeskMemory = { version: KEPT_VERSION, retired: [], seen: [] };
  if (kept === undefined) return fresh;
  const whole = memorySchema.safeParse(kept);
  if (whole.success) return whole.data;
  const broken = new Set(whole.error.issues.map(({ path }) => path[0]));
  const parts = Object.entries(Object(kept)).filter(([name]) => !broken.has(name));
  return memorySchema.safeParse(Object.fromEntries(parts)).data ?? fresh;
}

/** True for an activity that was handled before: channels deliver again when an answer is slow. Notes this one otherwise. */
export function wasSeen(memory: DeskMemory, activityId: string | undefined): boolean {
  if (!activityId) return false;
  const known = activityId.length > LONGEST_ID ? hashOf(activityId) : activityId;
  if (memory.seen.includes(known)) return true;
  memory.seen = [...memory.seen, known].slice(-SEEN_KEPT);
  return false;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
