/** Looks over all that is known of a partner's customers, and puts what is due among the notices of whoever wants it. */
import { setImmediate } from 'node:timers/promises';
import type { NoticesWaiting } from '../../answers/notices.js';
import { refundPolicy } from '../../policy/refund.js';
import { isRefusal } from '../../refusals.js';
import { customerKey, NOTICES } from '../../store/kinds.js';
import { policyInForce } from '../customers.js';
import { type AllKnown, allKnown } from '../overview.js';
import { openAccessRequests } from '../partner/access-requests.js';
import type { Ports } from '../ports.js';
import { accessDue, byUrgency, type Day, type Due, dayAt, dueFor, isFor } from './due.js';
import { isFree, type Look, NO_NOTICES, planned } from './outbox.js';
import { readable, usersWithWishes, type Wishing } from './wishes.js';

/** Customers looked at before others are let go first. */
const SLICE = 1000;

/**
 * Puts what is due among the notices of each of the partner's users who wants it and may see it, once each; withdraws
 * what holds no longer. However often it is done, also at the same time, nothing is there twice. Until the partner's
 * customers are known in short nothing is done: it is to be asked again.
 * @param only for this user alone.
 * @returns how many notices were added.
 */
export async function planNotices(
  ports: Ports,
  partnerId: string,
  only?: string,
): Promise<{ readonly added: number }> {
  const all = await usersWithWishes(ports, partnerId);
  const users = only === undefined ? all : all.filter(({ user }) => user.id === only);
  const concerned: Wishing[] = [];
  for (const one of users) if (await isConcerned(ports, partnerId, one)) concerned.push(one);
  if (concerned.length === 0) return { added: 0 };
  const known = await knownOf(ports, partnerId);
  if (!known) return { added: 0 };
  const due = [
    ...(await allDue(known, await dayOfPartner(ports, partnerId))),
    ...accessDue(await openAccessRequests(ports, partnerId)),
  ];
  const ids = new Set(known.known.map(({ id }) => id));
  let added = 0;
  for (const one of concerned) {
    added += await planFor(ports, partnerId, one, due, (id) => ids.has(id));
    await setImmediate();
  }
  return { added };
}

/** Whoever wants nothing may still have notices from when it did: they are withdrawn. */
async function isConcerned(ports: Ports, partnerId: string, { user, wishes }: Wishing): Promise<boolean> {
  if (Object.keys(wishes.wanted).length > 0) return true;
  const box = await readable(ports, NOTICES, customerKey(partnerId, user.id));
  return box !== undefined && box.waiting.length > 0;
}

async function knownOf(ports: Ports, partnerId: string): Promise<AllKnown | undefined> {
  try {
    return await allKnown(ports, { partnerId, userId: '' });
  } catch (error) {
    if (!isRefusal(error, 'OverviewNotReady')) throw error;
    return undefined;
  }
}

/** The day, and the refund limit that is in force at the partner. */
export async function dayOfPartner(ports: Ports, partnerId: string): Promise<Day> {
  const { capUsd } = refundPolicy(await policyInForce(ports, { partnerId, userId: '' }));
  return dayAt(ports.clock.now(), capUsd);
}

async function allDue({ known }: AllKnown, day: Day): Promise<Due[]> {
  const due: Due[] = [];
  for (const [i, customer] of known.entries()) {
    due.push(...dueFor(customer, day));
    if ((i + 1) % SLICE === 0) await setImmediate();
  }
  return due.sort((a, b) => byUrgency(a.row, b.row));
}

async function planFor(
  ports: Ports,
  partnerId: string,
  { user, wishes }: Wishing,
  all: readonly Due[],
  isListed: (customerId: string) => boolean,
): Promise<number> {
  const due = new Map(all.filter((one) => isFor(user, wishes, one)).map((one) => [one.key, one]));
  const isKnown: Look['isKnown'] = (customerId = '') => customerId === '' || isListed(customerId);
  const key = customerKey(partnerId, user.id);
  const look = { due, isKnown, now: ports.clock.now() };
  try {
    // Most of the time there is nothing to write, and nobody has to wait.
    const before = (await ports.documents.read(NOTICES, key)) ?? NO_NOTICES;
    if (planned(before, look) === before) return 0;
    return await ports.documents.update(NOTICES, key, (current = NO_NOTICES) => {
      const next = planned(current, look);
      const known = new Set(current.waiting.map((notice) => notice.key));
      return { next, result: next.waiting.filter((notice) => !known.has(notice.key)).length };
    });
  } catch (error) {
    // The others are told all the same.
    if (!isRefusal(error, 'DocumentUnreadable')) throw error;
    ports.report?.(error);
    return 0;
  }
}

/**
 * The partner's users for whom notices wait, as far as the book lets them know of anything. Whether it is quiet for one
 * of them is asked when they are handed out.
 */
export async function noticesWaiting(ports: Ports, partnerId: string): Promise<NoticesWaiting[]> {
  const now = ports.clock.now();
  const found: NoticesWaiting[] = [];
  for (const { user, wishes } of await usersWithWishes(ports, partnerId)) {
    const box = await readable(ports, NOTICES, customerKey(partnerId, user.id));
    const waiting = (box?.waiting ?? []).filter(({ kind }) => wishes.wanted[kind] !== undefined);
    if (waiting.length === 0) continue;
    const due = waiting.filter((notice) => isFree(notice, now, 'itself')).length;
    found.push({ userId: user.id, due, waiting: waiting.length });
  }
  return found;
}
