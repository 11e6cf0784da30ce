/** Bulk purchases: a file of one line or two is checked, confirmed and bought line by line (rules section 2). */
import fc from 'fast-check';
import type { BulkFacts } from '../../../domain/bulk/facts.js';
import type { BulkLine, Order } from '../../../domain/model.js';
import { VM, VM_3Y } from '../../support/desk.js';
import { SHEET_WORDS, sheet } from '../../support/sheets.js';
import { type At, kind } from '../act.js';
import { entry } from '../book.js';
import {
  billingProblem,
  first,
  market,
  needsAccess,
  priceOf,
  resellerProblem,
  subOf,
  usable,
} from '../rules.js';
import { minor } from '../sums.js';
import { addOrder } from './ordering.js';

interface Line {
  readonly sub: string;
  readonly product: string;
  readonly quantity: number;
  readonly billing: 'one-time' | 'monthly';
}

const DOMAINS: Record<string, string> = { 'customer-1': 'customer.example', 'customer-2': 'two.example' };
const TERMS: Record<string, string> = { [VM]: 'P1Y', [VM_3Y]: 'P3Y' };
const placeOf = ({ partner, user, customer }: At) => ['bulk', partner, user, customer].join('/');

export const checkBulk = kind<{ lines: Line[] }, BulkFacts>(
  'check bulk',
  fc.record({
    lines: fc.array(
      fc.record({
        sub: fc.constantFrom('sub-1', 'sub-2', 'sub-3'),
        product: fc.constantFrom(VM, VM_3Y),
        quantity: fc.integer({ min: 0, max: 3 }),
        billing: fc.constantFrom('one-time' as const, 'monthly' as const),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  (on, { lines }) => {
    const reseller = on.partnerBook.indirect ? '1' : '';
    const rows = lines.map(({ sub, product, quantity, billing }) =>
      [
        DOMAINS[on.customer],
        sub,
        product,
        'westeurope',
        TERMS[product],
        quantity,
        billing,
        'shared',
        reseller,
      ].join(','),
    );
    return {
      call: (desk) => desk.checkBulk(on.actor, sheet(...rows), SHEET_WORDS, 'en'),
      apply: ({ bulk: { id }, good }) => {
        const waiting = good.map(({ number, purchase }) => ({ number, purchase }));
        on.world.table.set(placeOf(on), { id, shown: JSON.stringify(waiting), fingerprint: '' });
      },
    };
  },
);

interface Waiting {
  readonly number: number;
  readonly purchase: {
    readonly subscriptionId: string;
    readonly product: { readonly id: string };
    readonly quantity: number;
    readonly billing: string;
    readonly scope: string;
    readonly resellerId?: string;
    readonly unitPrice: string;
  };
}

interface Turn {
  readonly outcome: BulkLine['outcome'];
  readonly order?: Order;
}

export const buyLine = kind<unknown, Turn>('buy bulk line', fc.constant({}), (on) => {
  const place = placeOf(on);
  const checked = on.world.table.get(place);
  const [line, ...left] = JSON.parse(checked?.shown ?? '[]') as Waiting[];
  if (!checked || !line) return undefined;
  return {
    call: async (desk) => {
      await desk.beginBulk(on.actor, checked.id);
      const facts = await desk.buyNextLine(on.actor, checked.id);
      const outcome = facts?.bulk.lines.find(({ number }) => number === line.number)?.outcome;
      if (outcome?.kind !== 'ordered') return { outcome };
      return { outcome, ...(await desk.order(on.actor, on.customer, outcome.orderNumber)) };
    },
    apply: ({ outcome, order }) => {
      on.world.table.set(place, { ...checked, shown: JSON.stringify(left) });
      const expected = problemOf(on, line.purchase);
      const got = outcome?.kind === 'refused' ? outcome.refusal.code : undefined;
      if (got !== expected || !outcome) throw new Error(`a line refused with ${got}, expected ${expected}`);
      if (order) addLine(on, line, checked.id, order);
      on.for.log.push(entry(on.user, 'buy', expected ?? 'done'));
    },
  };
});

function problemOf(on: At, purchase: Waiting['purchase']) {
  const { for: customer, partnerBook: book } = on;
  const { subscriptionId, product, billing, resellerId, unitPrice } = purchase;
  const sub = subOf(customer, subscriptionId);
  const price = priceOf(book, customer.currency, product.id);
  return first(
    market(customer),
    usable(customer, sub),
    needsAccess(on.me, sub),
    billingProblem(book, {
      product: product.id,
      quantity: 1,
      billing,
      scope: 'shared',
      reseller: resellerId,
    }),
    resellerProblem(book, resellerId),
    price === minor(unitPrice, customer.currency) ? undefined : 'PriceChanged',
  );
}

function addLine(on: At, { number, purchase }: Waiting, bulkId: string, order: Order): void {
  const { subscriptionId, product, quantity, billing, scope, resellerId } = purchase;
  const price = priceOf(on.partnerBook, on.for.currency, product.id) * BigInt(quantity);
  const item = {
    product: product.id,
    sub: subscriptionId,
    quantity,
    billing,
    scope,
    reseller: resellerId,
    price,
  };
  addOrder(on, order, [item], on.day, { cart: `bulk-${bulkId}-${number}` });
}
