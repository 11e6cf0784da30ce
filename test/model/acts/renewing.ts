/** Renewing, by hand and automatically: rules section 3. */
import fc from 'fast-check';
import type { OrderPlaced, Review } from '../../../domain/answers.js';
import { type At, kind } from '../act.js';
import type { Item, Res } from '../book.js';
import {
  billingProblem,
  first,
  market,
  needsAccess,
  notRenewable,
  priceProblem,
  resellerProblem,
  resOf,
  segmentProblem,
  subOf,
  usable,
} from '../rules.js';
import type { Day } from '../sums.js';
import { addOrder, onTable, pickOf, placeOf, priced, shownCart } from './ordering.js';

/** As it would be ordered again: the scope is kept where it can be chosen. */
function renewed(on: At, one: Res): Item {
  const { id, product, sub, quantity: many, billing, reseller } = one;
  const scope = subOf(on.for, sub).offer === 'azureGlobal' ? one.scope : 'shared';
  return { id, product, sub, quantity: many, billing, scope, reseller, price: 0n };
}

const startOf = (one: Res, day: Day) => Math.max(one.endsOn, day);

/** Of what there is at the beginning the fifth ends soon. */
const ending = fc.constantFrom(4, 4, 4, 4, 0, 1, 2, 3, 5, 6, 7, 8);

export const reviewRenewal = kind<{ pick: number }, { review?: Review }>(
  'review renewal',
  fc.record({ pick: ending }),
  (on, { pick }) => {
    const one = pickOf(on.for.reservations, pick);
    if (!one) return undefined;
    return {
      call: (desk) => desk.renewal(on.actor, on.customer, one.id),
      apply: (answer) => {
        const shown = shownCart(on, { id: one.id, items: [renewed(on, one)] }, startOf(one, on.day));
        if (answer.review) onTable(on, 'renewal', one.id, shown, answer.review.fingerprint);
      },
    };
  },
);

/** What buying asks of what it would be renewed with. */
export function renewalProblem(on: At, one: Res) {
  const { for: customer, partnerBook: book } = on;
  const sub = subOf(customer, one.sub);
  return first(
    needsAccess(on.me, sub, one),
    market(customer),
    usable(customer, sub),
    priceProblem(book, customer.currency, one.product),
    segmentProblem(book, customer.segment, one.product),
    billingProblem(book, one),
    resellerProblem(book, one.reseller),
  );
}

export function addRenewal(on: At, one: Res, order: OrderPlaced['order']): void {
  addOrder(on, order, [priced(on, renewed(on, one))], startOf(one, on.day), { renews: one.id });
  one.renewedBy = order.items[0]?.reservationId;
}

export const renew = kind<unknown, OrderPlaced>('renew', fc.constant({}), (on) => {
  const reviewed = on.world.table.get(placeOf(on, 'renewal'));
  if (!reviewed) return undefined;
  const one = resOf(on.for, reviewed.id);
  const shown = shownCart(on, { id: one.id, items: [renewed(on, one)] }, startOf(one, on.day));
  return {
    call: (desk, attempt) =>
      desk.renew(
        on.actor,
        on.customer,
        { reservationId: one.id, fingerprint: reviewed.fingerprint },
        attempt,
      ),
    action: 'renew',
    refusal: first(
      notRenewable(one, on.day),
      () => renewalProblem(on, one),
      shown === reviewed.shown ? undefined : 'ReviewChanged',
    ),
    apply: ({ order }) => addRenewal(on, one, order),
  };
});

export const switchRenewal = kind<{ pick: number; on: boolean }, unknown>(
  'switch automatic renewal',
  fc.record({ pick: ending, on: fc.constantFrom(true, true, false) }),
  (on, wish) => {
    const one = pickOf(on.for.reservations, wish.pick);
    if (!one) return undefined;
    const same = (one.automatic !== undefined) === wish.on;
    const busy = wish.on && !same;
    return {
      call: (desk, attempt) =>
        desk.setAutomaticRenewal(on.actor, on.customer, { reservationId: one.id, on: wish.on }, attempt),
      action: 'switch automatic renewal',
      same,
      refusal: first(
        needsAccess(on.me, subOf(on.for, one.sub), one),
        busy && one.renewedBy ? 'AlreadyRenewed' : undefined,
        busy && one.status !== 'active' ? 'ReservationBusy' : undefined,
        busy && on.day >= one.endsOn ? 'ReservationExpired' : undefined,
      ),
      apply: () => {
        if (!same) one.automatic = wish.on ? on.user : undefined;
      },
    };
  },
);
