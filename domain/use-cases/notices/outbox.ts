/**
 * The notices of one user: what is put among them, handed out and settled. Pure functions from the document to the next
 * one; the same object where nothing changes.
 */
import type { SendOutcome } from '../../answers/notices.js';
import type { NoticeKind, Notices, WaitingNotice } from '../../model.js';
import { addDays, dayOf } from '../../term.js';
import type { Due } from './due.js';

const MINUTE_MS = 60_000;
/** How long after each failure sending is tried again; after the last it is left for the next visit. */
const BACKOFF_MINUTES = [1, 5, 15, 60, 240];
/** So many of one kind are kept, told ones among them; the rest has its turn when some of these are past. */
const MOST_OF_A_KIND = 10_000;
/** Told again so soon it would be a repetition, although it has passed in between. */
const REMEMBERED_DAYS = 30;
/** Nothing that was told so long ago is still the same. */
const LONGEST_DAYS = 400;

/** Where nothing was ever told to a user. */
export const NO_NOTICES: Notices = { waiting: [], told: {} };

/** What is due for the user by its key, and whether as much is known of a customer as that it is not due. */
export interface Look {
  readonly due: ReadonlyMap<string, Due>;
  readonly isKnown: (customerId: string | undefined) => boolean;
  readonly now: Date;
}

/**
 * With what is due and neither waits nor was told. What waits and holds no longer is withdrawn, but for what somebody
 * is sending; what was told is forgotten once it is past and can not come back.
 */
export function planned(box: Notices, { due, isKnown, now }: Look): Notices {
  const today = dayOf(now);
  const waiting = box.waiting.filter(
    (notice) => due.has(notice.key) || !isKnown(notice.customerId) || isHeld(notice, now),
  );
  const told = Object.entries(box.told).filter(([key, day]) => {
    if (day < addDays(today, -LONGEST_DAYS)) return false;
    return due.has(key) || day > addDays(today, -REMEMBERED_DAYS) || !isKnown(customerIn(key));
  });
  const next: Notices = { waiting, told: Object.fromEntries(told) };
  const added = newNotices(next, due, now);
  const same = added.length === 0 && waiting.length === box.waiting.length;
  if (same && told.length === Object.keys(box.told).length) return box;
  return { ...next, waiting: [...waiting, ...added] };
}

/** In the order in which they are due, as far as there is room for their kind. */
function newNotices({ waiting, told }: Notices, due: Look['due'], now: Date): WaitingNotice[] {
  const known = new Set([...waiting.map(({ key }) => key), ...Object.keys(told)]);
  const kept = new Map<NoticeKind, number>();
  for (const key of known) count(kept, kindIn(key));
  const at = now.toISOString();
  return [...due.values()].flatMap(({ key, row }): WaitingNotice[] => {
    const { kind } = row;
    if (known.has(key) || (kept.get(kind) ?? 0) >= MOST_OF_A_KIND) return [];
    count(kept, kind);
    return [{ key, kind, ...('customerId' in row ? { customerId: row.customerId } : {}), at }];
  });
}

function count(kept: Map<NoticeKind, number>, kind: NoticeKind): void {
  kept.set(kind, (kept.get(kind) ?? 0) + 1);
}

const kindIn = (key: string) => key.split('/', 1)[0] as NoticeKind;

/** Keys of what is about a customer begin with the kind and the customer. */
const customerIn = (key: string) => key.split('/', 2)[1];

/** For whom notices are handed out: by itself, or at a visit of the user. */
export type Occasion = 'itself' | 'visit';

/** An attempt to tell notices, and until when it may take. */
export interface Claim {
  readonly id: string;
  readonly until: string;
}

/** True where this attempt may have the notice now. */
export function isFree(notice: WaitingNotice, now: Date, occasion: Occasion, claimId?: string): boolean {
  const { claim, notBefore, visitOnly } = notice;
  if (claim && claim.id === claimId) return true;
  if (isHeld(notice, now)) return false;
  if (occasion === 'visit') return true;
  // Whoever had it is gone, and it may have been sent.
  if (claim || visitOnly) return false;
  return notBefore === undefined || Date.parse(notBefore) <= now.getTime();
}

/** Somebody is sending it. */
function isHeld({ claim }: WaitingNotice, now: Date): boolean {
  return claim !== undefined && Date.parse(claim.until) > now.getTime();
}

/** What is to be handed out: those that hold, and those that hold no longer and are withdrawn. */
export interface Looked {
  readonly holds: (key: string) => boolean;
  readonly gone: (key: string) => boolean;
}

/** With the free ones of those that hold held for this attempt, and without the free ones that hold no longer. */
export function claimed(box: Notices, looked: Looked, claim: Claim, now: Date, occasion: Occasion): Notices {
  let changed = false;
  const waiting = box.waiting.flatMap((notice): WaitingNotice[] => {
    if (!isFree(notice, now, occasion, claim.id)) return [notice];
    if (looked.gone(notice.key)) {
      changed = true;
      return [];
    }
    if (!looked.holds(notice.key) || notice.claim?.id === claim.id) return [notice];
    changed = true;
    return [{ ...notice, claim }];
  });
  return changed ? { ...box, waiting } : box;
}

/** With what came of an attempt, or of those of one kind in it. What somebody else has taken since stays with them. */
export function settled(
  box: Notices,
  claimId: string,
  outcome: SendOutcome,
  now: Date,
  kind?: NoticeKind,
): Notices {
  const isMine = (notice: WaitingNotice) =>
    notice.claim?.id === claimId && (kind === undefined || notice.kind === kind);
  const mine = box.waiting.filter(isMine);
  if (mine.length === 0) return box;
  if (outcome === 'sent') {
    const day = dayOf(now);
    const told = { ...box.told, ...Object.fromEntries(mine.map(({ key }) => [key, day])) };
    return { waiting: box.waiting.filter((notice) => !isMine(notice)), told };
  }
  const after = outcome === 'failed' ? failed : unknown;
  return { ...box, waiting: box.waiting.map((notice) => (isMine(notice) ? after(notice, now) : notice)) };
}

function failed({ claim: _, ...notice }: WaitingNotice, now: Date): WaitingNotice {
  const tries = (notice.tries ?? 0) + 1;
  const minutes = BACKOFF_MINUTES[tries - 1];
  if (minutes === undefined) return { ...notice, tries, visitOnly: true };
  return { ...notice, tries, notBefore: new Date(now.getTime() + minutes * MINUTE_MS).toISOString() };
}

/** Shown at the next visit rather than sent twice. */
function unknown({ claim: _, ...notice }: WaitingNotice): WaitingNotice {
  return { ...notice, visitOnly: true };
}
