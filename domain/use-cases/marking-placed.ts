/** Marking what is recorded here as placed in Partner Center by hand (rules section 2, "Where an act takes effect"). */
import type { Draft } from 'immer';
import type { Me, Page, Placeable, PlaceableFacts } from '../answers.js';
import type { Actor, Attempt, Customer, Placement } from '../model.js';
import { REQUEST_KINDS, referenceSchema, requestKind } from '../model.js';
import { requireAccess, requireRole } from '../policy/access.js';
import { requireOpen } from '../policy/settlement.js';
import { Refusal } from '../refusals.js';
import { act, type Outcome } from './act.js';
import { requestFacts, requireRequest, requireRequestAccess, subjectOf } from './following-requests.js';
import { pageOf } from './lists.js';
import { CREATE_PERMISSION, DELETE_PERMISSION } from './permissions.js';
import { PLACED } from './placing.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { requireReservation, requireSubscription } from './requests.js';

const PAGE_SIZE = 8;

/** What of a customer is recorded and not yet placed, the newest first, a page at a time; a settled request needs no placing. */
export async function unplaced(
  ports: Ports,
  actor: Actor,
  customerId: string,
  page = 1,
): Promise<{ customerName: string; placeables: Page<Placeable> }> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const settled = new Set(
    customer.requests.filter(({ state }) => state !== 'open').map(({ number }) => number),
  );
  const waiting = placeables(customer, today(ports))
    .filter(({ placement, number }) => placement.state === 'recorded' && !settled.has(number))
    .sort((a, b) => b.at.localeCompare(a.at));
  return { customerName: customer.name, placeables: pageOf(waiting, page, PAGE_SIZE) };
}

/** One thing that can be marked as placed. @throws Refusal NothingToPlace; AlreadyPlaced; RequestSettled. */
export async function placeable(
  ports: Ports,
  actor: Actor,
  customerId: string,
  what: string,
): Promise<PlaceableFacts> {
  await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const found = requireUnplaced(customer, what, today(ports));
  return { customerId, customerName: customer.name, placeable: found };
}

export interface MarkingPlaced {
  /** As `Placeable.what`. */
  readonly what: string;
  /** The number that Microsoft gave; a permission and a configuration have none. */
  readonly number: string;
}

/**
 * Notes that somebody has placed it in Partner Center, and under which number.
 * @throws Refusal NothingToPlace where it is not there, or is no longer as it was; NeedsRole, NeedsAccess;
 *   AlreadyPlaced with who was first; RequestSettled; ReferenceInvalid for a number that is missing or too long.
 */
export async function markPlaced(
  ports: Ports,
  actor: Actor,
  customerId: string,
  { what, number }: MarkingPlaced,
  attemptId: string,
): Promise<PlaceableFacts> {
  const me = await requireUser(ports, actor);
  const at = ports.clock.now().toISOString();
  const { customer, attempt } = await act(ports, actor, me, customerId, {
    action: PLACED,
    subject: subjectOf(what.slice(what.indexOf('/') + 1)),
    attemptId,
    decide(draft) {
      const known = requirePlaceable(draft, what, today(ports));
      requireRights(me, draft, known);
      requireUnplaced(draft, what, today(ports));
      const given = requireNumber(known, number);
      const placement: Placement = {
        state: 'placed',
        ...(given === '' ? {} : { number: given }),
        at,
        by: stampOf(me),
      };
      place(draft, known, placement);
      return {
        outcome: outcomeOf(draft, known),
        trace: {
          action: PLACED,
          subject: subjectIn(known),
          before: 'recorded',
          after: given === '' ? 'placed' : `placed ${given}`,
        },
      };
    },
  });
  const known = placeables(customer, today(ports)).find((each) => each.what === what);
  return {
    customerId,
    customerName: customer.name,
    placeable: known ?? switchedSince(what, attempt),
  };
}

/** The answer that the attempt got, also where somebody has switched or configured it again since (rules section 8). */
function switchedSince(what: string, attempt: Attempt): Placeable {
  const kind =
    attempt.outcome.kind === 'permission'
      ? attempt.outcome.on
        ? 'permissionOn'
        : 'permissionOff'
      : attempt.outcome.kind;
  if (kind !== 'permissionOn' && kind !== 'permissionOff' && kind !== 'configuration')
    throw new Error('a placement that is not in the book');
  const { at, by } = attempt;
  return {
    what,
    kind,
    number: '',
    at: what.slice(what.lastIndexOf('/') + 1),
    by: by.name,
    placement: { state: 'placed', at, by },
  };
}

/** Everything of a customer that is, or can be, placed. */
function placeables(customer: Customer, day: string): Placeable[] {
  const { on, changedAt, by, placement } = customer.permission;
  return [
    ...customer.orders.map(
      (order): Placeable => ({
        what: `order/${order.number}`,
        kind: 'order',
        number: order.number,
        at: order.at,
        by: order.by?.name ?? order.boughtByCustomer ?? '',
        total: { amount: order.total, currency: order.currency },
        placement: order.placement,
      }),
    ),
    ...customer.requests.map((request): Placeable => {
      const { total } = requestFacts(customer, request, day);
      return {
        what: `request/${request.number}`,
        kind: requestKind(request),
        number: request.number,
        at: request.at,
        by: request.by.name,
        ...(total ? { total } : {}),
        placement: request.placement,
      };
    }),
    ...(changedAt !== undefined && placement !== undefined
      ? [
          {
            what: `permission/${changedAt}`,
            kind: on ? ('permissionOn' as const) : ('permissionOff' as const),
            number: '',
            at: changedAt,
            by: by?.name ?? '',
            placement,
          },
        ]
      : []),
    ...customer.reservations.flatMap(({ id, configured }): Placeable[] =>
      configured
        ? [
            {
              what: `configuration/${id}/${configured.at}`,
              kind: 'configuration',
              number: '',
              at: configured.at,
              by: configured.by.name,
              placement: configured.placement,
            },
          ]
        : [],
    ),
  ];
}

/** What a configuration is of. */
function configuredOf<C extends Pick<Customer, 'reservations'>>(
  customer: C,
  { what }: Placeable,
): C['reservations'][number] {
  return requireReservation(customer, what.split('/')[1] ?? '');
}

/** As the activity log names what it was done to. */
function subjectIn(found: Placeable): string {
  if (found.kind === 'configuration') return found.what.split('/')[1] ?? '';
  return found.number || (isOn(found) ? CREATE_PERMISSION : DELETE_PERMISSION);
}

function requirePlaceable(customer: Customer, what: string, day: string): Placeable {
  const found = placeables(customer, day).find((known) => known.what === what);
  if (!found) throw new Refusal({ code: 'NothingToPlace' });
  return found;
}

function requireUnplaced(customer: Customer, what: string, day: string): Placeable {
  const found = requirePlaceable(customer, what, day);
  const { placement } = found;
  if (placement.state === 'placed') {
    // Partner Center takes things as they are done: then who did it placed it.
    const first = { by: placement.by?.name ?? found.by, at: placement.at ?? found.at };
    throw new Refusal({ code: 'AlreadyPlaced', placedAs: placement.number ?? '', first });
  }
  if (isRequest(found)) requireOpen(requireRequest(customer, found.number));
  return found;
}

/** Whoever may do it here may say that it is done there (rules section 1). */
function requireRights(me: Me, customer: Customer, found: Placeable): void {
  if (isRequest(found)) {
    requireRequestAccess(me, customer, requireRequest(customer, found.number));
  } else if (found.kind === 'order') {
    const order = customer.orders.find(({ number }) => number === found.number);
    for (const { reservationId } of order?.items ?? []) {
      const reservation = requireReservation(customer, reservationId);
      const subscription = requireSubscription(customer, reservation);
      requireAccess('manage', me.user, { subscription, reservation });
    }
  } else if (found.kind === 'configuration') {
    const reservation = configuredOf(customer, found);
    const subscription = requireSubscription(customer, reservation);
    requireAccess('manage', me.user, { subscription, reservation });
  } else requireRole('switchPermission', me.user.roles);
}

function requireNumber(found: Placeable, number: string): string {
  const given = number.trim();
  if (given === '' && found.number === '') return '';
  if (!referenceSchema.safeParse(given).success) {
    throw new Refusal({ code: 'ReferenceInvalid', fields: ['placedNumber'] });
  }
  return given;
}

function place(draft: Draft<Customer>, found: Placeable, placement: Placement): void {
  const holder =
    found.kind === 'order'
      ? draft.orders.find(({ number }) => number === found.number)
      : isRequest(found)
        ? requireRequest(draft, found.number)
        : found.kind === 'configuration'
          ? configuredOf(draft, found).configured
          : draft.permission;
  if (holder) holder.placement = placement;
}

function outcomeOf(customer: Customer, found: Placeable): Outcome {
  if (found.kind === 'configuration') {
    const { scope, subscriptionId } = configuredOf(customer, found);
    const now = { scope, subscriptionId };
    return { kind: 'configuration', changed: false, before: now, after: now };
  }
  if (found.kind === 'order') return { kind: 'order', number: found.number };
  if (isRequest(found)) return { kind: 'request', number: found.number };
  return { kind: 'permission', on: isOn(found), changed: false };
}

const isRequest = ({ kind }: Placeable) => REQUEST_KINDS.some((known) => known === kind);
const isOn = ({ kind }: Placeable) => kind === 'permissionOn';
