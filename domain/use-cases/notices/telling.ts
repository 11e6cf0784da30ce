/**
 * Notices on their way to a user: handed out to whoever tells them, one at a time, and settled by what came of it.
 *
 * What was handed out and never settled, because the process was killed, may have been sent or not. Like what is
 * settled as "unknown" it is not sent again: it is shown at the user's next visit, where a repetition disturbs nobody
 * and a loss is made good.
 */

import type { NoticeGroup, NoticeRow, NoticesClaimed, SendOutcome } from '../../answers/notices.js';
import type { Me } from '../../answers.js';
import {
  type Actor,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeWishes,
  type WaitingNotice,
} from '../../model.js';
import { summaryOf } from '../../overview/summary.js';
import { isQuiet, UTC } from '../../policy/time-of-day.js';
import { isRefusal } from '../../refusals.js';
import { CUSTOMER, customerKey, NOTICES } from '../../store/kinds.js';
import { openAccessRequests } from '../partner/access-requests.js';
import { type Ports, requireUser } from '../ports.js';
import { accessDue, byUrgency, type Day, type Due, dueFor, isFor } from './due.js';
import { type Claim, claimed, isFree, NO_NOTICES, type Occasion, settled } from './outbox.js';
import { dayOfPartner } from './plan.js';
import { preferencesOf } from './wishes.js';

/** Rows of a kind that are shown; the rest is counted. */
const ROWS_SHOWN = 8;
/** How long telling may take. */
const CLAIM_MS = 120_000;

export interface Claiming {
  /** Names the attempt: the same id again is handed the same notices. */
  readonly attemptId: string;
  /** By when it is settled, a moment; past it nobody knows what came of it. In two minutes unless given. */
  readonly until?: string;
  /** Unless given it is sent by itself: not in the user's quiet hours, nor what is left for the next visit. */
  readonly occasion?: Occasion;
}

/**
 * Hands out what is to be told to a user now, so that nobody else is handed it, each as it stands at this moment: what
 * holds no longer, is not wanted or may not be seen any more is left out. Undefined: there is nothing.
 * @throws Refusal UnknownUser; those of the store.
 */
export async function claimNotices(
  ports: Ports,
  actor: Actor,
  { attemptId, until, occasion = 'itself' }: Claiming,
): Promise<NoticesClaimed | undefined> {
  const key = customerKey(actor.partnerId, actor.userId);
  const me = await requireUser(ports, actor);
  const now = ports.clock.now();
  const box = (await ports.documents.read(NOTICES, key)) ?? NO_NOTICES;
  const free = box.waiting.filter((notice) => isFree(notice, now, occasion, attemptId));
  if (free.length === 0) return undefined;
  const { notices: wishes = { wanted: {} }, timeZone = UTC } = await preferencesOf(
    ports,
    actor.partnerId,
    actor.userId,
  );
  if (occasion === 'itself' && isQuiet(wishes.quiet, timeZone, now)) return undefined;
  const { rows, gone } = await asTheyStand(ports, me, wishes, free);
  const claim: Claim = { id: attemptId, until: until ?? new Date(now.getTime() + CLAIM_MS).toISOString() };
  const looked = { holds: (known: string) => rows.has(known), gone: (known: string) => gone.has(known) };
  const mine = await ports.documents.update(NOTICES, key, (current = NO_NOTICES) => {
    const next = claimed(current, looked, claim, now, occasion);
    return { next, result: next.waiting.filter((notice) => notice.claim?.id === attemptId) };
  });
  const groups = grouped(mine.flatMap((notice) => rows.get(notice.key) ?? []));
  return groups.length === 0 ? undefined : { claimId: attemptId, groups };
}

/** What these are about as the book has it now; `gone`: what holds no longer. Of what can not be read neither is known. */
async function asTheyStand(
  ports: Ports,
  { user, partner }: Me,
  wishes: NoticeWishes,
  notices: readonly WaitingNotice[],
): Promise<{ readonly rows: ReadonlyMap<string, NoticeRow>; readonly gone: ReadonlySet<string> }> {
  const day = await dayOfPartner(ports, partner.id);
  const rows = new Map<string, NoticeRow>();
  const gone = new Set<string>();
  for (const [customerId, about] of byCustomer(notices)) {
    const due = await dueNow(ports, partner.id, customerId, day);
    if (due === 'unreadable') continue;
    const mine = due.filter((one) => isFor(user, wishes, one));
    const byKey = new Map(mine.map(({ key, row }) => [key, row]));
    for (const { key } of about) {
      const row = byKey.get(key);
      if (row) rows.set(key, row);
      else gone.add(key);
    }
  }
  return { rows, gone };
}

function byCustomer(notices: readonly WaitingNotice[]): Map<string, WaitingNotice[]> {
  const found = new Map<string, WaitingNotice[]>();
  for (const notice of notices) {
    const { customerId = '' } = notice;
    found.set(customerId, [...(found.get(customerId) ?? []), notice]);
  }
  return found;
}

/** What there is to tell of a customer, known in short as it is followed in memory or read; of none: who asks for access. */
async function dueNow(
  ports: Ports,
  partnerId: string,
  customerId: string,
  day: Day,
): Promise<Due[] | 'unreadable'> {
  if (customerId === '') return accessDue(await openAccessRequests(ports, partnerId));
  const summary = ports.overview.of(partnerId)?.get(customerId);
  if (summary) return dueFor({ id: customerId, summary }, day);
  try {
    const customer = await ports.documents.read(CUSTOMER, customerKey(partnerId, customerId));
    return customer ? dueFor({ id: customerId, summary: summaryOf(customer) }, day) : [];
  } catch (error) {
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    return 'unreadable';
  }
}

function grouped(rows: readonly NoticeRow[]): NoticeGroup[] {
  return NOTICE_KINDS.flatMap((kind): NoticeGroup[] => {
    const all = rows.filter((row) => row.kind === kind).sort(byUrgency);
    return all.length === 0 ? [] : [{ kind, rows: all.slice(0, ROWS_SHOWN), total: all.length }];
  });
}

/**
 * Notes what came of telling what was handed out, or of those of one kind in it. "sent": it is never told again.
 * "failed": it was surely not sent; tried again after a while, longer each time, and after five times left for the
 * next visit. "unknown": it may have been sent; shown at the next visit and not sent any more.
 * What was settled before, or handed to somebody else meanwhile, stays as it is.
 */
export async function settleNotices(
  ports: Ports,
  { partnerId, userId }: Actor,
  claimId: string,
  outcome: SendOutcome,
  kind?: NoticeKind,
): Promise<void> {
  const now = ports.clock.now();
  await ports.documents.update(NOTICES, customerKey(partnerId, userId), (current = NO_NOTICES) => ({
    next: settled(current, claimId, outcome, now, kind),
    result: undefined,
  }));
}
