/** What there is to tell of a customer today, worked out of its summary; and to whom. */
import type { LowUtilizationNotice, NoticeRow } from '../../answers/notices.js';
import type { AccessRequest, NoticeKind, NoticeWishes, PartnerUser } from '../../model.js';
import { HIGHEST_THRESHOLD } from '../../model.js';
import { compare } from '../../money.js';
import type { Summary } from '../../overview/summary.js';
import { allows } from '../../policy/access.js';
import { usedOn, usedSince } from '../../policy/cap.js';
import { renewalTriedUntil } from '../../policy/renewal.js';
import { addDays, daysBetween } from '../../term.js';
import { type Circumstances, circumstancesAt } from '../attention-rows.js';
import type { Known } from '../overview.js';

/** Days before the end of a reservation from which on it is told, the later one first. */
const EXPIRING = { expiring7: 7, expiring30: 30 } as const;
/** As many known days of use make a week. */
const WEEK = 7;
/** What happened longer ago is no news. */
const NEWS_DAYS = 90;
/** Low use is told below so many percent where the user has said nothing. */
export const DEFAULT_THRESHOLD = 50;

/** Something to tell. */
export interface Due {
  /** What it is about; told once. */
  readonly key: string;
  readonly row: NoticeRow;
  /** When it happened, where it is an event: a moment or a UTC day. */
  readonly at?: string;
  /** The only user whom it concerns. */
  readonly userId?: string;
}

/** On which day it is asked, and what follows from that for all customers. */
export interface Day extends Pick<Circumstances, 'today' | 'use' | 'capUsd' | 'nearlyUsd'> {
  /** The last day on which what ends is told. */
  readonly until: string;
  /** The first day of which what happened is news. */
  readonly newsFrom: string;
}

/** The day of a moment, with this refund limit in US dollars. */
export function dayAt(now: Date, capUsd: string): Day {
  const circumstances = circumstancesAt(now, '', capUsd);
  const { today } = circumstances;
  return {
    ...circumstances,
    until: addDays(today, EXPIRING.expiring30),
    newsFrom: addDays(today, -NEWS_DAYS),
  };
}

/** All that there is to tell of a customer on this day, whoever wants it. */
export function dueFor(customer: Known, day: Day): Due[] {
  return [
    ...expiring(customer, day),
    ...purchases(customer, day),
    ...outcomes(customer, day),
    ...lowUse(customer, day),
    ...cap(customer, day),
  ];
}

/** Each end is told once a month before and once a week before; and that automatic renewal was refused on it. */
function expiring(customer: Known, { today, until }: Day): Due[] {
  const { reservations, renewalsRefused = [] } = customer.summary;
  return reservations.flatMap((reservation) => {
    const { id, endsOn, renewal } = reservation;
    if (endsOn > until) return [];
    const daysLeft = daysBetween(today, endsOn);
    const renewalRefused =
      daysLeft <= 0 && today <= renewalTriedUntil(reservation) && renewalsRefused.includes(id);
    if (!renewalRefused && (renewal !== undefined || daysLeft <= 0)) return [];
    return (['expiring7', 'expiring30'] as const)
      .filter((kind) => daysLeft <= EXPIRING[kind])
      .map((kind) => ({
        key: keyOf(kind, customer, id, endsOn, ...(renewalRefused ? ['refused'] : [])),
        row: { kind, ...reserved(customer, reservation), endsOn, daysLeft, renewalRefused },
      }));
  });
}

/** The parts of a purchase have its reservation order ID, whatever was returned of it. */
function purchases(customer: Known, { newsFrom }: Day): Due[] {
  return customer.summary.reservations.flatMap((reservation) => {
    const { ownOrder, startsOn } = reservation;
    if (ownOrder === undefined || startsOn < newsFrom) return [];
    const row = { kind: 'customerPurchase', ...reserved(customer, reservation), day: startsOn } as const;
    return [{ key: keyOf('customerPurchase', customer, ownOrder), row, at: startsOn }];
  });
}

/** For whoever filed it; who has recorded it knows. */
function outcomes(customer: Known, { newsFrom }: Day): Due[] {
  return customer.summary.requests.flatMap(({ number, kind: about, state, settled }) => {
    if (!settled || settled.by === settled.filedBy || settled.at < newsFrom) return [];
    const { at, name: by, filedBy: userId } = settled;
    const row = { kind: 'requestOutcome', ...whose(customer), number, about, state, by } as const;
    return [{ key: keyOf('requestOutcome', customer, number), row, at, userId }];
  });
}

/** On each of the last seven days with data; fewer say too little. */
function lowUse(customer: Known, { today, use: { from, to } }: Day): Due[] {
  return customer.summary.reservations.flatMap((reservation) => {
    const { id, startsOn, endsOn, utilization } = reservation;
    if (!utilization || startsOn > today || endsOn <= today) return [];
    const days = utilization
      .filter(({ day }) => day >= from && day <= to)
      .sort((a, b) => (a.day < b.day ? 1 : -1))
      .slice(0, WEEK);
    const highest = Math.max(...days.map(({ percent }) => percent));
    if (days.length < WEEK || highest >= HIGHEST_THRESHOLD) return [];
    const row: LowUtilizationNotice = { kind: 'lowUtilization', ...reserved(customer, reservation), highest };
    return [{ key: keyOf('lowUtilization', customer, id), row }];
  });
}

/** Once each time that the line is crossed. */
function cap(customer: Known, { today, capUsd, nearlyUsd }: Day): Due[] {
  const { claims } = customer.summary;
  if (claims.length === 0) return [];
  const usedUsd = usedOn(claims, today);
  if (compare(usedUsd, nearlyUsd) < 0) return [];
  const since = usedSince(claims, nearlyUsd, today) ?? today;
  const row = { kind: 'capNearlyUsed', ...whose(customer), usedUsd, capUsd } as const;
  return [{ key: keyOf('capNearlyUsed', customer, since), row }];
}

/** Those who ask to be let in, of no customer. */
export function accessDue(requests: readonly Pick<AccessRequest, 'id' | 'name' | 'at'>[]): Due[] {
  return requests.map(({ id, name, at }) => ({
    key: ['accessRequest', '', id].join('/'),
    row: { kind: 'accessRequest', requestId: id, name, at },
  }));
}

/** True where the user may see it and wants it. Rights are those that the book has now (rules section 1). */
export function isFor(
  user: Pick<PartnerUser, 'id' | 'roles'>,
  { wanted, threshold = DEFAULT_THRESHOLD }: NoticeWishes,
  { row, at, userId }: Due,
): boolean {
  const since = wanted[row.kind];
  if (since === undefined || !maySee(user, row.kind)) return false;
  if (userId !== undefined && userId !== user.id) return false;
  // A day is not before a moment of it.
  if (at !== undefined && at < since.slice(0, at.length)) return false;
  if (row.kind === 'lowUtilization') return row.highest < threshold;
  // The week before takes the place of the month before.
  if (row.kind === 'expiring30') return row.daysLeft > EXPIRING.expiring7 || wanted.expiring7 === undefined;
  return true;
}

/** True where the user’s roles let it know of such things (rules section 1). */
export function maySee({ roles }: Pick<PartnerUser, 'roles'>, kind: NoticeKind): boolean {
  return allows(kind === 'accessRequest' ? 'manageUsers' : 'see', roles);
}

function keyOf(kind: NoticeKind, { id }: Known, ...parts: string[]): string {
  return [kind, id, ...parts].join('/');
}

function whose({ id, summary }: Known) {
  return { customerId: id, customerName: summary.name };
}

function reserved(
  customer: Known,
  { id: reservationId, product, quantity }: Summary['reservations'][number],
) {
  return { ...whose(customer), reservationId, product, quantity };
}

/** The most pressing first; those that are alike by customer. */
export function byUrgency(a: NoticeRow, b: NoticeRow): number {
  if ('endsOn' in a && 'endsOn' in b && a.endsOn !== b.endsOn) return a.endsOn < b.endsOn ? -1 : 1;
  if ('highest' in a && 'highest' in b && a.highest !== b.highest) return a.highest - b.highest;
  if ('day' in a && 'day' in b && a.day !== b.day) return a.day < b.day ? 1 : -1;
  if ('usedUsd' in a && 'usedUsd' in b && a.usedUsd !== b.usedUsd) return compare(b.usedUsd, a.usedUsd);
  return nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0;
}

function nameOf(row: NoticeRow): string {
  return row.kind === 'accessRequest' ? row.name : row.customerName;
}
