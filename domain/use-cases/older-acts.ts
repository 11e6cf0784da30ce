/**
 * Older acts of a customer: activity records and attempts that have moved out of its document, so that the cost of an
 * act does not grow with all that was ever done. Nothing is forgotten: the log shows them (rules section 7), and an
 * attempt among them is still the same attempt (rules section 8).
 *
 * They move in two steps. Their document is written first; only then the customer's lets go of them and names it, in
 * one write. A document that no customer names is one that a killed process left: what it has still stands in the
 * customer's, and the next move writes it again.
 */
import { createHash } from 'node:crypto';
import type { ActivityRecord, Attempt, Customer, OlderActs } from '../model.js';
import { activityInShort } from '../overview/summary.js';
import { Refusal } from '../refusals.js';
import { CUSTOMER, OLDER_ACTS } from '../store/kinds.js';
import type { Ports } from './ports.js';

/** So many records, and so many attempts, move at a time; as many stay with the customer. */
const MOVED = 200;
/** Letters of an attempt's mark: one attempt in 16 million is taken for another, and then looked at. */
const MARK = 4;

/** Moves the oldest acts out of a customer's document where it has many. `key`: that of its document. */
export async function moveOlderActs({ documents }: Ports, key: string, customer: Customer): Promise<void> {
  const number = nextNumber(customer);
  const oldest = oldestIn(customer);
  if (!oldest) return;
  const moved = await documents.update(OLDER_ACTS, olderKey(key, number), (left) => {
    const next = left ? together(left, oldest) : oldest;
    return { next, result: next };
  });
  await documents.update(CUSTOMER, key, (current) => {
    if (!current) throw new Refusal({ code: 'CustomerNotFound' });
    // Somebody else was first: theirs are the same acts.
    const next = nextNumber(current) === number ? without(current, moved, number) : current;
    return { next, result: undefined };
  });
}

/** The numbers of the documents in which an attempt with this id may be; of most attempts there is none. */
export function mayHaveAttempt({ older = [] }: Customer, attemptId: string): number[] {
  if (older.length === 0) return [];
  const mark = markOf(attemptId);
  return older.filter(({ attempts }) => hasMark(attempts, mark)).map(({ number }) => number);
}

/**
 * A document of older acts that a customer's names.
 * @throws Refusal DocumentUnreadable, also where it is gone.
 */
export async function readOlderActs({ documents }: Ports, key: string, number: number): Promise<OlderActs> {
  const found = await documents.read(OLDER_ACTS, olderKey(key, number));
  if (found) return found;
  const file = `${OLDER_ACTS.name}/${olderKey(key, number)}.json`;
  throw new Refusal({ code: 'DocumentUnreadable', file, reason: 'unreadable' });
}

/** What is looked for in an activity log. */
export interface Wanted {
  readonly actions: readonly string[];
  readonly fits?: (record: ActivityRecord) => boolean;
  readonly most: number;
}

/**
 * The latest records of these actions that fit, the newest first. @throws Refusal DocumentUnreadable.
 */
export async function latestRecords(
  ports: Ports,
  key: string,
  customer: Customer,
  { actions, fits = () => true, most }: Wanted,
): Promise<ActivityRecord[]> {
  const wanted = (records: readonly ActivityRecord[]) =>
    records.filter((record) => actions.includes(record.action) && fits(record)).reverse();
  const found = wanted(customer.activity);
  for (const { number, activity } of (customer.older ?? []).toReversed()) {
    if (found.length >= most) break;
    if (!activity.kinds.some((kind) => actions.includes(kind))) continue;
    found.push(...wanted((await readOlderActs(ports, key, number)).activity));
  }
  return found.slice(0, most);
}

const olderKey = (key: string, number: number) => `${key}/${number}`;
const nextNumber = ({ older = [] }: Customer) => older.length + 1;

/** The acts that move next; undefined where there are not enough. The log only grows: its first records stay the same. */
function oldestIn({ activity, attempts }: Customer): OlderActs | undefined {
  const [records, tried] = [moving(activity.length), moving(Object.keys(attempts).length)];
  if (records + tried === 0) return undefined;
  const byTime = Object.entries(attempts).sort(([, a], [, b]) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return {
    activity: activity.slice(0, records),
    attempts: Object.fromEntries(byTime.slice(0, tried)),
  };
}

/** How many of so many move. */
const moving = (count: number) => (count >= 2 * MOVED ? MOVED : 0);

/** What a move that did not come to its end has left, and what moves now: each act once. */
function together(left: OlderActs, oldest: OlderActs): OlderActs {
  const there = new Set(left.activity.map(({ id }) => id));
  return {
    activity: [...left.activity, ...oldest.activity.filter(({ id }) => !there.has(id))],
    attempts: { ...left.attempts, ...oldest.attempts },
  };
}

/** The customer without these acts, which stand in the document with this number. */
function without(customer: Customer, moved: OlderActs, number: number): Customer {
  const ids = new Set(moved.activity.map(({ id }) => id));
  const stays = ([id]: readonly [string, Attempt]) => !Object.hasOwn(moved.attempts, id);
  const inShort = {
    number,
    activity: activityInShort(moved.activity),
    attempts: Object.keys(moved.attempts).map(markOf).join(''),
  };
  return {
    ...customer,
    activity: customer.activity.filter(({ id }) => !ids.has(id)),
    attempts: Object.fromEntries(Object.entries(customer.attempts).filter(stays)),
    older: [...(customer.older ?? []), inShort],
  };
}

function markOf(attemptId: string): string {
  return createHash('sha256').update(attemptId).digest('base64url').slice(0, MARK);
}

function hasMark(marks: string, mark: string): boolean {
  for (let at = marks.indexOf(mark); at >= 0; at = marks.indexOf(mark, at + 1)) {
    if (at % MARK === 0) return true;
  }
  return false;
}
