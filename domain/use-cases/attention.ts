/** What needs attention: over all customers of the partner or for one, and what expires between two days. */
import { setImmediate } from 'node:timers/promises';

import {
  type Attention,
  type AttentionList,
  type AttentionPart,
  type AttentionRow,
  type Between,
  SECTIONS,
  type Section,
} from '../answers/attention.js';
import type { ReservationFacts } from '../answers.js';
import type { Actor } from '../model.js';
import { summaryOf } from '../overview/summary.js';
import { refundPolicy } from '../policy/refund.js';
import { Refusal } from '../refusals.js';
import { addDays } from '../term.js';
import {
  type Circumstances,
  circumstancesAt,
  endingBetween,
  mostUrgent,
  mostUrgentFirst,
  rowsIn,
} from './attention-rows.js';
import { policyInForce } from './customers.js';
import { reservationFacts } from './facts.js';
import { requireDays } from './history.js';
import { pageOf } from './lists.js';
import { type AllKnown, allKnown, type Known, knownAtOnce, readAgain } from './overview.js';
import { type Ports, requireCustomer, requireUser, today } from './ports.js';

const PAGE_SIZE = 8;
/** Rows of a section that are shown with the others. */
const FIRST_ROWS = 3;

export interface AttentionSearch {
  /** Of one customer; without it of all. */
  readonly customerId?: string;
}

export interface ExpirySearch extends AttentionSearch {
  /** UTC days as typed, both included; empty: no bound. */
  readonly from?: string;
  readonly to?: string;
  /** In place of both: so many days from tomorrow on, as what ends today has ended. */
  readonly days?: number;
}

interface Looked extends AllKnown {
  readonly customerName?: string;
}

/**
 * Each section with how much is in it, and its most urgent rows.
 * @throws Refusal CustomerNotFound; OverviewNotReady.
 */
export async function attention(ports: Ports, actor: Actor, search: AttentionSearch): Promise<Attention> {
  await requireUser(ports, actor);
  const { known, ...rest } = await look(ports, actor, search);
  return { ...rest, ...(await partsOf(known, await circumstancesOf(ports, actor))) };
}

/**
 * The same for the greeting: only where it is known without reading anything; undefined where it is not.
 */
export async function attentionAtOnce(ports: Ports, actor: Actor): Promise<Attention | undefined> {
  try {
    await requireUser(ports, actor);
    const known = await knownAtOnce(ports, actor);
    if (!known) return undefined;
    return { ...(await partsOf(known, await circumstancesOf(ports, actor))), unreadable: [] };
  } catch (error) {
    // It is beside what was asked for: whatever can not be read is named where somebody asks for it.
    if (!(error instanceof Refusal)) throw error;
    return undefined;
  }
}

async function partsOf(
  known: readonly Known[],
  circumstances: Circumstances,
): Promise<Omit<Attention, 'unreadable'>> {
  const rows = new Map<Section, readonly AttentionRow[]>();
  for (const section of SECTIONS) rows.set(section, await rowsOfAll(section, known, circumstances));
  const expiring = rows.get('expiring') ?? [];
  const parts = [...rows].flatMap(([section, all]): AttentionPart[] => {
    const first = mostUrgent(all, FIRST_ROWS);
    return all.length === 0 ? [] : [{ section, total: all.length, rows: first }];
  });
  return {
    parts,
    within: circumstances.horizons.map(({ days, until }) => ({
      days,
      count: expiring.filter((row) => 'endsOn' in row && row.endsOn <= until).length,
    })),
    unplaced: known.reduce((count, { summary }) => count + summary.unplaced, 0),
  };
}

/** Customers looked at before others are let go first. */
const SLICE = 1000;

/** The rows of a section for all of these customers, in their order. */
async function rowsOfAll(
  section: Section,
  known: readonly Known[],
  circumstances: Circumstances,
): Promise<AttentionRow[]> {
  const rows: AttentionRow[] = [];
  for (const [i, customer] of known.entries()) {
    for (const row of rowsIn(section, customer, circumstances)) rows.push(row);
    if ((i + 1) % SLICE === 0) await setImmediate();
  }
  return rows;
}

/**
 * One section whole, the most urgent first, a page at a time.
 * @throws Refusal CustomerNotFound; OverviewNotReady.
 */
export async function attentionList(
  ports: Ports,
  actor: Actor,
  section: Section,
  search: AttentionSearch,
  page: number,
): Promise<AttentionList> {
  await requireUser(ports, actor);
  const { known, ...rest } = await look(ports, actor, search);
  const circumstances = await circumstancesOf(ports, actor);
  const rows = await rowsOfAll(section, known, circumstances);
  return { ...rest, section, rows: pageOf(mostUrgentFirst(rows), page, PAGE_SIZE) };
}

/**
 * The active reservations that end between two days, those that go on by themselves or have been renewed among them
 * and said to be; the first to end first, a page at a time.
 * @throws Refusal DateInvalid, DatesReversed, CustomerNotFound, OverviewNotReady.
 */
export async function expiring(
  ports: Ports,
  actor: Actor,
  search: ExpirySearch,
  page: number,
): Promise<AttentionList> {
  await requireUser(ports, actor);
  const { rows, ...rest } = await endingIn(ports, actor, search);
  return { ...rest, section: 'expiring', rows: pageOf(rows, page, PAGE_SIZE) };
}

/** All pages of `expiring`, as the customers' documents have them now. @throws Refusal as it does. */
export async function exportExpiring(
  ports: Ports,
  actor: Actor,
  search: ExpirySearch,
): Promise<{ readonly rows: readonly ReservationFacts[]; readonly unreadable: readonly string[] }> {
  const me = await requireUser(ports, actor);
  const found = await endingIn(ports, actor, search);
  const rows: ReservationFacts[] = [];
  const unreadable = new Set(found.unreadable);
  for (const { customerId, customerName, reservationId } of found.rows) {
    const customer = await readAgain(ports, actor, customerId);
    const reservation = customer?.reservations.find(({ id }) => id === reservationId);
    if (!customer) unreadable.add(customerName);
    else if (reservation) rows.push(reservationFacts(customer, reservation, me, today(ports)));
  }
  return { rows, unreadable: [...unreadable] };
}

async function endingIn(ports: Ports, actor: Actor, search: ExpirySearch) {
  const between = betweenDays(search, today(ports));
  const { known, ...rest } = await look(ports, actor, search);
  const rows = known.flatMap((customer) => endingBetween(customer, between, today(ports)));
  return { ...rest, between, rows: mostUrgentFirst(rows) };
}

/** @throws Refusal DateInvalid, DatesReversed. */
function betweenDays({ days, ...search }: ExpirySearch, day: string): Between {
  return days === undefined ? requireDays(search) : { from: addDays(day, 1), to: addDays(day, days) };
}

/** The one customer as its document is now, or all in short. */
async function look(ports: Ports, actor: Actor, { customerId }: AttentionSearch): Promise<Looked> {
  if (customerId === undefined) return await allKnown(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const known = [{ id: customer.id, summary: summaryOf(customer) }];
  return { customerName: customer.name, known, unreadable: [] };
}

async function circumstancesOf(ports: Ports, actor: Actor): Promise<Circumstances> {
  const { capUsd } = refundPolicy(await policyInForce(ports, actor));
  return circumstancesAt(ports.clock.now(), actor.userId, capUsd);
}
