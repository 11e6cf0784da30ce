/** Test objects with sensible defaults: a test names only what it is about. All of them pass the schemas of model.ts. */
import type {
  ActivityRecord,
  ActorStamp,
  Customer,
  MatterRequest,
  Order,
  PartnerProfile,
  PartnerUser,
  Product,
  RefundFigures,
  RefundQuote,
  Reservation,
  ReturnRequest,
  Subscription,
  Term,
} from '../../domain/model.js';
import { instalmentsFor } from '../../domain/policy/instalments.js';
import type { RefundInput } from '../../domain/policy/refund.js';
import { refundFigures } from '../../domain/policy/refund.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import { Refusal } from '../../domain/refusals.js';
import { endOfTerm } from '../../domain/term.js';

/** An Admin agent, unless told otherwise. */
export function user(overrides: Partial<PartnerUser> = {}): PartnerUser {
  return { id: 'ada', name: 'Ada Admin', email: 'ada@partner.example', roles: ['AdminAgent'], ...overrides };
}

/** The user as a record of who did something. */
export function stamp({ id, name, roles }: PartnerUser = user()): ActorStamp {
  return { userId: id, name, roles };
}

/** A direct partner in the Netherlands. */
export function partner(overrides: Partial<PartnerProfile> = {}): PartnerProfile {
  return {
    id: 'partner-1',
    name: 'Partner One',
    kind: 'direct',
    location: 'NL',
    resellers: [],
    ...overrides,
  };
}

/** An active Azure Global subscription, which offers both scopes; nobody has explicit access. */
export function subscription(overrides: Partial<Subscription> = {}): Subscription {
  return {
    id: 'sub-1',
    name: 'Subscription One',
    offer: 'azureGlobal',
    state: 'active',
    owners: [],
    access: [],
    ...overrides,
  };
}

/** A virtual machine for one year, with a billing plan, to be had by everybody. */
export function product(overrides: Partial<Product> = {}): Product {
  return {
    id: 'vm-d2s-v5-we-1y',
    name: 'Standard_D2s_v5',
    type: 'virtualMachines',
    region: 'westeurope',
    term: 'P1Y',
    billingPlans: ['oneTime', 'monthly'],
    segments: ['commercial', 'education', 'government', 'nonprofit'],
    maxQuantity: 100,
    returnable: true,
    ...overrides,
  };
}

/** What follows for a reservation: its instalments from `price`, the product's term from `term`, its end from both. */
export type ReservationOverrides = Partial<Reservation> & { price?: string; term?: Term };

/** Switched on by an Admin agent. */
export const RENEWAL = { at: '2021-01-02T12:00:00.000Z', by: stamp() };

/** One virtual machine for 3,650.00 USD, one year from 2021-01-01, paid at once; its use is unknown. */
export function reservation(overrides: ReservationOverrides = {}): Reservation {
  const { price = '3650.00', term = 'P1Y', ...given } = overrides;
  const currency = given.currency ?? 'USD';
  const billing = given.billing ?? 'oneTime';
  const startsOn = given.startsOn ?? '2021-01-01';
  const { id, name, type, region, returnable } = product();
  const bought = given.product ?? { id, name, type, region, returnable, term };
  return {
    id: 'res-1',
    orderId: 'res-order-1',
    orderNumber: 'order-1',
    product: bought,
    quantity: 1,
    currency,
    billing,
    instalments: instalmentsFor(price, billing, bought.term, currency),
    startsOn,
    endsOn: endOfTerm(startsOn, bought.term),
    subscriptionId: 'sub-1',
    scope: 'shared',
    status: 'active',
    access: [],
    utilization: [],
    ...given,
  };
}

/** One virtual machine ordered by an Admin agent at noon on 2021-01-01, recorded only. */
export function order(overrides: Partial<Order> = {}): Order {
  const { product: bought, quantity, billing, scope, subscriptionId, id, orderId } = reservation();
  const ids = { reservationId: id, reservationOrderId: orderId };
  return {
    number: 'RD-1',
    cartId: 'cart-1',
    at: '2021-01-01T12:00:00.000Z',
    ...('boughtByCustomer' in overrides ? {} : { by: stamp() }),
    currency: 'USD',
    total: '3650.00',
    items: [
      {
        ...{ product: bought, quantity, billing, scope, subscriptionId, ...ids },
        unitPrice: '3650.00',
        price: '3650.00',
      },
    ],
    placement: { state: 'recorded' },
    ...overrides,
  };
}

/** A purchase by an Admin agent at noon on 2021-01-01, as the activity log has it. */
export function activityRecord(overrides: Partial<ActivityRecord> = {}): ActivityRecord {
  return {
    id: 'record-1',
    at: '2021-01-01T12:00:00.000Z',
    ...('byCustomer' in overrides ? {} : { by: stamp() }),
    action: 'buy',
    subject: 'RD-1',
    outcome: 'done',
    ...overrides,
  };
}

/** Utilization above 0 on the first day. */
export function used(startsOn = '2021-01-01'): Pick<Reservation, 'utilization'> {
  return { utilization: [{ day: startsOn, percent: 80 }] };
}

/** A Dutch commercial customer that buys in USD, with one subscription and nothing else. */
export function customer(overrides: Partial<Customer> = {}): Customer {
  return {
    id: 'customer-1',
    name: 'Customer One',
    domain: 'customer.example',
    country: 'NL',
    segment: 'commercial',
    currency: 'USD',
    tags: [],
    subscriptions: [subscription()],
    reservations: [],
    orders: [],
    carts: {},
    quotes: {},
    requests: [],
    permission: { on: false },
    attempts: {},
    activity: [],
    ...overrides,
  };
}

export type RefundCase = Partial<Omit<RefundInput, 'reservation'>> & { bought?: ReservationOverrides };

/**
 * What a refund is worked out from: the default reservation, changed by `bought`, returned whole on 2021-01-06, five
 * days after it was bought; used; in dollars; nothing counted against the cap yet.
 */
export function refundInput({ bought, today = '2021-01-06', ...rest }: RefundCase = {}): RefundInput {
  const whole = reservation(bought);
  return {
    policy: 'partner-center',
    reservation: whole,
    quantity: whole.quantity,
    usage: 'used',
    today,
    rate: { usdPerUnit: '1', day: today },
    capUsedUsd: '0.00',
    roomOn: '2022-01-01',
    ...rest,
  };
}

/** The figures of a refund of the default reservation, five days after it was bought and unused. */
function figures(overrides: Partial<RefundFigures> = {}): RefundFigures {
  return { ...refundFigures(refundInput({ usage: 'unused' })), ...overrides };
}

export type RefundRequestOverrides = Partial<Omit<ReturnRequest, 'quote'>> & {
  figures?: Partial<RefundFigures>;
};

/** An open refund request filed at noon on 2021-01-06; `figures` says what it comes to. */
export function refundRequest(
  overrides: RefundRequestOverrides = {},
): ReturnRequest & { quote: RefundQuote } {
  const { figures: worked, ...given } = overrides;
  const at = given.at ?? '2021-01-06T12:00:00Z';
  return {
    number: 'request-1',
    at,
    by: stamp(),
    reservationIds: ['res-1'],
    quote: {
      id: 'quote-1',
      kind: 'refund',
      at,
      validUntil: at,
      by: stamp(),
      reservationId: 'res-1',
      figures: figures(worked),
    },
    contact: { name: 'Ada Admin', email: 'ada@partner.example', method: 'email' },
    state: 'open',
    placement: { state: 'recorded' },
    ...given,
  };
}

/** An open request about the vCPU quota of the one subscription, filed at noon on 2021-01-06. */
export function supportRequest(overrides: Partial<Omit<MatterRequest, 'quote'>> = {}): MatterRequest {
  return {
    number: 'request-2',
    at: '2021-01-06T12:00:00Z',
    by: stamp(),
    reservationIds: [],
    matter: {
      issueType: 'quotas',
      problemType: 'computeVm',
      category: 'vcpuIncrease',
      severity: 'B',
      subject: 'More cores',
      description: 'Please raise the limit\nto 64 in West Europe.',
      subscriptionId: 'sub-1',
    },
    contact: { name: 'Ada Admin', email: 'ada@partner.example', method: 'email' },
    state: 'open',
    placement: { state: 'recorded' },
    ...overrides,
  };
}

/** The facts of the refusal that a rule ends in; undefined where it passes. Any other error is passed on. */
export function refusalOf(rule: () => unknown): RefusalFacts | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
}
