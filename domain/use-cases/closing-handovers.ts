/** What was handed over is done as soon as somebody has done just that: noted in the same write as the act. */
import type { Draft } from 'immer';
import type { Me } from '../answers.js';
import type { Cart, Customer, Handover, HandoverState } from '../model.js';
import { Refusal } from '../refusals.js';
import { type Ports, stampOf } from './ports.js';

/** As the activity log names it. */
const DONE = 'handover done';

/** Passes for one that is open. @throws Refusal HandoverClosed with what became of it, by whom and when. */
export function requireOpen({ state, closed, from, at }: Handover): void {
  if (state === 'open') return;
  const first = { by: (closed?.by ?? from).name, at: closed?.at ?? at };
  throw new Refusal({ code: 'HandoverClosed', state, first });
}

/**
 * Passes for a cart that was not handed over, or still is to be ordered: the asker may have taken it back or ordered
 * it after all since it was taken up (rules section 8).
 * @throws Refusal HandoverClosed with what became of it, by whom and when.
 */
export function requireStillAsked({ handovers = [] }: Customer, { handover }: Cart): void {
  const asked = handovers.find(({ number }) => number === handover);
  if (asked) requireOpen(asked);
}

/** A cart was ordered: that of the handover, or the asker's own after all. What was handed over is not ordered again. */
export function closeCartHandovers(
  ports: Ports,
  draft: Draft<Customer>,
  me: Me,
  cart: Cart,
  orderNumber: string,
): void {
  const asked = draft.handovers?.find(({ number }) => number === cart.handover)?.wish;
  // The same cart may have been handed to several: the first who orders it wins (rules section 8).
  const cartIds = [cart.id, ...(asked?.what === 'cart' ? [asked.cartId] : [])];
  const closed = closeDone(
    ports,
    draft,
    me,
    orderNumber,
    ({ wish }) => wish.what === 'cart' && cartIds.includes(wish.cartId),
  );
  for (const { from, wish } of closed) {
    const left = Object.hasOwn(draft.carts, from.userId) ? draft.carts[from.userId] : undefined;
    if (wish.what !== 'cart' || left?.id !== wish.cartId) continue;
    // What was not ordered with it stays, such as what the asker has put in since then.
    left.items = left.items.filter((item) => !cart.items.some((ordered) => isSameThing(ordered, item)));
    if (left.items.length === 0) delete draft.carts[from.userId];
  }
}

type Wanted = Pick<Cart['items'][number], 'productId' | 'subscriptionId'>;

const isSameThing = (a: Wanted, b: Wanted) =>
  a.productId === b.productId && a.subscriptionId === b.subscriptionId;

interface Returned {
  readonly reservationId: string;
  readonly quantity: number;
}

/** A refund of just this was filed. */
export function closeRefundHandovers(
  ports: Ports,
  draft: Draft<Customer>,
  me: Me,
  returned: Returned,
  requestNumber: string,
): void {
  closeDone(ports, draft, me, requestNumber, ({ wish }) => wish.what === 'refund' && same(wish, returned));
}

/** An exchange that returns just these was filed; what is bought may have been chosen anew. */
export function closeExchangeHandovers(
  ports: Ports,
  draft: Draft<Customer>,
  me: Me,
  returns: readonly Returned[],
  requestNumber: string,
): void {
  closeDone(
    ports,
    draft,
    me,
    requestNumber,
    ({ wish }) =>
      wish.what === 'exchange' &&
      wish.returns.length === returns.length &&
      wish.returns.every((wanted) => returns.some((part) => same(wanted, part))),
  );
}

/** The permission was switched. */
export function closePermissionHandovers(ports: Ports, draft: Draft<Customer>, me: Me, on: boolean): void {
  closeDone(ports, draft, me, undefined, ({ wish }) => wish.what === 'permission' && wish.on === on);
}

const same = (a: Returned, b: Returned) => a.reservationId === b.reservationId && a.quantity === b.quantity;

function closeDone(
  ports: Ports,
  draft: Draft<Customer>,
  me: Me,
  subject: string | undefined,
  isDone: (handover: Handover) => boolean,
): Handover[] {
  const done = (draft.handovers ?? []).filter((handover) => handover.state === 'open' && isDone(handover));
  for (const handover of done) {
    close(ports, handover, me, 'done', subject === undefined ? {} : { subject });
    draft.activity.push({
      id: ports.ids.guid(),
      at: ports.clock.now().toISOString(),
      by: stampOf(me),
      action: DONE,
      subject: handover.number,
      before: 'open',
      after: subject ?? 'done',
      outcome: 'done',
    });
  }
  return done;
}

/** Notes on a handover what became of it, who closed it, and when. */
export function close(
  ports: Ports,
  handover: Draft<Handover>,
  me: Me,
  state: Exclude<HandoverState, 'open'>,
  more: { readonly reason?: string; readonly subject?: string },
): void {
  handover.state = state;
  handover.closed = { at: ports.clock.now().toISOString(), by: stampOf(me), ...more };
}
