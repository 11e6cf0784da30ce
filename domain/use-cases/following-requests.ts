/** Following support requests after they are filed (rules section 3): the list, one of them, and who works on it. */
import type { Me, RequestDetail, RequestFacts, RequestList } from '../answers.js';
import type { Actor, Customer, RequestState, SupportRequest } from '../model.js';
import { referenceSchema } from '../model.js';
import { numbersOf, type RequestSummary } from '../overview/summary.js';
import { requireOpen } from '../policy/settlement.js';
import { Refusal } from '../refusals.js';
import { normalized } from '../search/text.js';
import { dayOf, daysBetween } from '../term.js';
import { act } from './act.js';
import { subscriptionOf } from './exchange-wish.js';
import { pageOf } from './lists.js';
import { allKnown, readAgain } from './overview.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { filingRights, requireReservation, subscriptionIn } from './requests.js';

const PAGE_SIZE = 8;
/** As much of a number as the activity log keeps where there is no such request. */
const LONGEST_SUBJECT = 40;

export interface RequestSearch {
  /** Of one customer; without it of all. */
  readonly customerId?: string;
  readonly state?: RequestState;
  /** Only those with this number: the desk's own, Microsoft's, or the partner's reference of the case. */
  readonly reference?: string;
  readonly page?: number;
}

/**
 * Support requests of one customer or of all, the newest first, a page at a time.
 * @throws Refusal CustomerNotFound; DocumentUnreadable where the one customer's file is; OverviewNotReady.
 */
export async function requests(ports: Ports, actor: Actor, search: RequestSearch): Promise<RequestList> {
  await requireUser(ports, actor);
  if (search.customerId === undefined) return await requestsOfAll(ports, actor, search);
  const customer = await requireCustomer(ports, actor, search.customerId);
  const fits = fitting(search);
  const found = customer.requests
    .filter((request) => fits({ ...request, numbers: numbersOf(request) }))
    .map((request) => requestFacts(customer, request, today(ports)))
    .sort((a, b) => newestFirst(a.request, b.request));
  return {
    customerName: customer.name,
    requests: pageOf(found, search.page ?? 1, PAGE_SIZE),
    unreadable: [],
  };
}

/** Found among the summaries; what the page shows is read from the book. */
async function requestsOfAll(ports: Ports, actor: Actor, search: RequestSearch): Promise<RequestList> {
  const { known, unreadable } = await allKnown(ports, actor);
  const fits = fitting(search);
  const found = known
    .flatMap(({ id, summary }) => summary.requests.filter(fits).map((request) => ({ id, request })))
    .sort((a, b) => newestFirst(a.request, b.request));
  const page = pageOf(found, search.page ?? 1, PAGE_SIZE);
  const items: RequestFacts[] = [];
  for (const { id, request } of page.items) {
    const customer = await readAgain(ports, actor, id);
    // It could be read a moment ago; now it counts among those that can not.
    if (!customer) return await requestsOfAll(ports, actor, search);
    items.push(requestFacts(customer, requireRequest(customer, request.number), today(ports)));
  }
  return { requests: { ...page, items }, unreadable };
}

type Found = Pick<RequestSummary, 'state' | 'numbers'>;

/** Whether a request is one of those that are looked for. */
function fitting({ state: wantedState, reference = '' }: RequestSearch): (request: Found) => boolean {
  const wanted = normalized(reference);
  return ({ state, numbers }) =>
    (wantedState === undefined || state === wantedState) && (wanted === '' || numbers.includes(wanted));
}

type Dated = Pick<RequestSummary, 'at' | 'number'>;

function newestFirst(a: Dated, b: Dated): number {
  return b.at.localeCompare(a.at) || a.number.localeCompare(b.number, 'en');
}

/** A request with its age and what it comes to. */
export function requestFacts(customer: Customer, request: SupportRequest, day: string): RequestFacts {
  return {
    customerId: customer.id,
    customerName: customer.name,
    request,
    ageDays: Math.max(0, daysBetween(dayOf(request.at), day)),
    ...totalOf(request),
  };
}

/** What a request comes to: the amount paid once it is; before that the refund quoted, or the net to pay. */
function totalOf(request: SupportRequest): Pick<RequestFacts, 'total'> {
  const { quote } = request;
  if (!quote) return {};
  const { amount, currency } =
    quote.kind === 'refund'
      ? { amount: quote.figures.payable, currency: quote.figures.currency }
      : { amount: quote.netToPay, currency: quote.currency };
  return { total: { amount: request.paidAmount ?? amount, currency } };
}

/** One request with its reservations. @throws Refusal RequestNotFound. */
export async function request(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
): Promise<RequestDetail> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  return detailOf(ports, me, customer, number);
}

function detailOf(ports: Ports, me: Me, customer: Customer, number: string): RequestDetail {
  const found = requireRequest(customer, number);
  const { mayFile, filingNeeds } = requestRights(me, customer, found);
  const order = customer.orders.find(({ exchangeRequest }) => exchangeRequest === found.number);
  return {
    ...requestFacts(customer, found, today(ports)),
    reservations: found.reservationIds.map((id) => requireReservation(customer, id)),
    ...subscriptionIn(customer, found),
    ...(order ? { order } : {}),
    mine: found.assignee?.by.userId === me.user.id,
    mayManage: mayFile,
    ...(filingNeeds ? { needs: filingNeeds } : {}),
  };
}

/** @throws Refusal RequestNotFound. */
export function requireRequest<C extends Pick<Customer, 'requests'>>(
  customer: C,
  number: string,
): C['requests'][number] {
  const found = customer.requests.find((candidate) => candidate.number === number);
  if (!found) throw new Refusal({ code: 'RequestNotFound' });
  return found;
}

/**
 * An exchange needs access to all that is returned and all that is bought; any other request to what it names, or,
 * where it names nothing, to one of the customer's subscriptions (rules section 1).
 */
function requestRights(me: Me, customer: Customer, request: SupportRequest) {
  return filingRights(
    me,
    customer,
    request.reservationIds.map((id) => requireReservation(customer, id)),
    subscriptionIdsIn(request).map((id) => subscriptionOf(customer, id)),
  );
}

function subscriptionIdsIn({ quote, matter }: SupportRequest): string[] {
  if (matter) return matter.subscriptionId === undefined ? [] : [matter.subscriptionId];
  return quote.kind === 'exchange' ? quote.purchases.map(({ subscriptionId }) => subscriptionId) : [];
}

/** Passes where the user may work on the request and settle it. @throws Refusal NeedsRole; NeedsAccess. */
export function requireRequestAccess(me: Me, customer: Customer, request: SupportRequest): void {
  const { filingNeeds } = requestRights(me, customer, request);
  if (filingNeeds) throw new Refusal(filingNeeds);
}

/** The number of a request as the activity log keeps it, whatever was sent. */
export function subjectOf(number: string): string {
  return number.slice(0, LONGEST_SUBJECT);
}

export interface References {
  readonly number: string;
  /** Microsoft's own number of it; empty takes it away; absent: stays as it is. */
  readonly ticketNumber?: string;
  /** The partner's reference of the case; empty takes it away; absent: stays as it is. */
  readonly caseReference?: string;
}

/**
 * Writes down by which numbers others know a request.
 * @throws Refusal RequestNotFound, NeedsRole, NeedsAccess; ReferenceInvalid with the fields that are too long.
 */
export async function setReferences(
  ports: Ports,
  actor: Actor,
  customerId: string,
  references: References,
  attemptId: string,
): Promise<RequestDetail> {
  const me = await requireUser(ports, actor);
  const { customer } = await act(ports, actor, me, customerId, {
    action: 'set references',
    subject: subjectOf(references.number),
    attemptId,
    decide(draft) {
      const found = requireRequest(draft, references.number);
      requireRequestAccess(me, draft, found);
      const before = referencesIn(found);
      requireReferences(references);
      for (const field of ['ticketNumber', 'caseReference'] as const) {
        const typed = references[field]?.trim();
        if (typed === '') delete found[field];
        else if (typed !== undefined) found[field] = typed;
      }
      const after = referencesIn(found);
      const outcome = { kind: 'request', number: found.number } as const;
      if (before === after) return { outcome };
      return { outcome, trace: { action: 'set references', subject: found.number, before, after } };
    },
  });
  return detailOf(ports, me, customer, references.number);
}

function referencesIn({ ticketNumber = '–', caseReference = '–' }: SupportRequest): string {
  return `ticket ${ticketNumber}, case ${caseReference}`;
}

function requireReferences({ ticketNumber = '', caseReference = '' }: References): void {
  const wrong = Object.entries({ ticketNumber, caseReference })
    .filter(([, typed]) => typed.trim() !== '' && !referenceSchema.safeParse(typed.trim()).success)
    .map(([field]) => field);
  if (wrong.length > 0) throw new Refusal({ code: 'ReferenceInvalid', fields: wrong });
}

export interface TakingOn {
  readonly number: string;
  /** Who works on it from now on. */
  readonly who: 'me' | 'nobody';
  /** Id of the user who worked on it when this was decided; empty: nobody. */
  readonly seen: string;
}

/**
 * The user works on a request from now on, or nobody does any more.
 * @throws Refusal RequestNotFound, NeedsRole, NeedsAccess, RequestSettled; RequestTakenOn where somebody else has
 *   taken it on since the user looked.
 */
export async function takeOn(
  ports: Ports,
  actor: Actor,
  customerId: string,
  { number, who, seen }: TakingOn,
  attemptId: string,
): Promise<RequestDetail> {
  const me = await requireUser(ports, actor);
  const { customer } = await act(ports, actor, me, customerId, {
    action: 'take on request',
    subject: subjectOf(number),
    attemptId,
    decide(draft) {
      const found = requireRequest(draft, number);
      requireRequestAccess(me, draft, found);
      requireOpen(found);
      const outcome = { kind: 'request', number } as const;
      const before = found.assignee;
      const wanted = who === 'me' ? me.user.id : undefined;
      if (before?.by.userId === wanted) return { outcome };
      if (before && before.by.userId !== seen) {
        const first = { by: before.by.name, at: before.at };
        throw new Refusal({ code: 'RequestTakenOn', requestNumber: number, first });
      }
      if (who === 'me') found.assignee = { at: ports.clock.now().toISOString(), by: stampOf(me) };
      else delete found.assignee;
      const names = { before: before?.by.name ?? 'nobody', after: who === 'me' ? me.user.name : 'nobody' };
      return { outcome, trace: { action: 'take on request', subject: number, ...names } };
    },
  });
  return detailOf(ports, me, customer, number);
}
