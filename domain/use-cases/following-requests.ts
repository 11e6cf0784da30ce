/** Following support requests after they are filed (rules section 3): the list, one of them, and who works on it. */
import type { Me, RequestDetail, RequestFacts, RequestList } from '../answers.js';
import type { Actor, Customer, RequestState, SupportRequest } from '../model.js';
import { referenceSchema } from '../model.js';
import { requireOpen } from '../policy/settlement.js';
import { isRefusal, Refusal } from '../refusals.js';
import { normalized } from '../search/text.js';
import { CUSTOMERS } from '../store/kinds.js';
import { dayOf, daysBetween } from '../term.js';
import { act } from './act.js';
import { subscriptionOf } from './exchange-wish.js';
import { pageOf } from './lists.js';
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
 * @throws Refusal CustomerNotFound; DocumentUnreadable where the one customer's file is.
 */
export async function requests(ports: Ports, actor: Actor, search: RequestSearch): Promise<RequestList> {
  await requireUser(ports, actor);
  const { customers, unreadable } =
    search.customerId === undefined
      ? await allCustomers(ports, actor)
      : { customers: [await requireCustomer(ports, actor, search.customerId)], unreadable: [] };
  const wanted = normalized(search.reference ?? '');
  const found = customers
    .flatMap((customer) =>
      customer.requests
        .filter(({ state }) => search.state === undefined || state === search.state)
        .filter((request) => wanted === '' || numbersOf(request).includes(wanted))
        .map((request) => requestFacts(customer, request, today(ports))),
    )
    .sort(
      (a, b) =>
        b.request.at.localeCompare(a.request.at) || a.request.number.localeCompare(b.request.number, 'en'),
    );
  const [only] = search.customerId === undefined ? [] : customers;
  return {
    ...(only ? { customerName: only.name } : {}),
    requests: pageOf(found, search.page ?? 1, PAGE_SIZE),
    unreadable,
  };
}

/** Every customer on the partner's list, read one by one; whose file can not be read is named instead. */
async function allCustomers(
  ports: Ports,
  actor: Actor,
): Promise<{ customers: Customer[]; unreadable: string[] }> {
  const list = await ports.documents.read(CUSTOMERS, actor.partnerId);
  const customers: Customer[] = [];
  const unreadable: string[] = [];
  for (const { id, name } of list?.customers ?? []) {
    try {
      customers.push(await requireCustomer(ports, actor, id));
    } catch (error) {
      if (!isRefusal(error, 'DocumentUnreadable') && !isRefusal(error, 'CustomerNotFound')) throw error;
      unreadable.push(name);
    }
  }
  return { customers, unreadable };
}

/** Every number by which somebody may know the request, as it is compared. */
function numbersOf({ number, ticketNumber, caseReference, placement }: SupportRequest): string[] {
  return [number, ticketNumber, caseReference, placement.number].map((known) => normalized(known ?? ''));
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
