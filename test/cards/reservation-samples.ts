/** Facts that the cards about reservations, returns and permissions are tried with: worked examples of rules sections 4 to 6, and their worst case. */
import type {
  ExchangeAnswer,
  Page,
  PermissionFacts,
  RefundAnswer,
  RequestFiled,
  ReservationFacts,
  ReservationPage,
} from '../../domain/answers.js';
import type {
  ActorStamp,
  ExchangeQuote,
  RefundFigures,
  RefundQuote,
  Reservation,
  ReturnRequest,
} from '../../domain/model.js';
import { paymentsBy } from '../../domain/policy/instalments.js';
import { utilizationOf } from '../../domain/policy/utilization.js';
import { LONGEST } from './card-rules.js';

export const ANNA: ActorStamp = { userId: 'u-anna', name: 'Anna Admin', roles: ['AdminAgent'] };
export const CONTACT = {
  contactName: 'Anna Admin',
  contactEmail: 'anna@partner.example',
  contactPhone: '+31 20 555 0100',
  contactMethod: 'phone',
};

const RESERVATION: Reservation = {
  id: '1b2c3d4e-0000-4000-8000-000000000001',
  orderId: '9f8e7d6c-0000-4000-8000-000000000001',
  orderNumber: 'ORD-20210101-0001',
  product: {
    id: 'vm-d2s-we-1y',
    name: 'Standard_D2s_v5',
    type: 'virtualMachines',
    region: 'westeurope',
    term: 'P1Y',
    returnable: true,
  },
  quantity: 5,
  currency: 'USD',
  billing: 'oneTime',
  instalments: ['3650.00'],
  startsOn: '2021-01-01',
  endsOn: '2022-01-01',
  subscriptionId: 's-1',
  scope: 'shared',
  status: 'active',
  access: [],
  utilization: [],
};

export function aReservation(over: Partial<Reservation> = {}): Reservation {
  return { ...RESERVATION, ...over };
}

export function reservationFacts(
  over: Partial<ReservationFacts> = {},
  reservation: Partial<Reservation> = {},
): ReservationFacts {
  return {
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    reservation: aReservation(reservation),
    state: 'active',
    price: '3650.00',
    daysSincePurchase: 6,
    daysLeft: 359,
    utilization: 83,
    subscriptionName: 'Contoso production',
    returnable: true,
    ...over,
  };
}

/** The page of a reservation on 2021-01-07, six days after it was bought and with four of them known. */
export function reservationPage(
  over: Partial<ReservationPage> = {},
  reservation: Partial<Reservation> = {},
): ReservationPage {
  const facts = reservationFacts({}, reservation);
  const percents = [83, 100, 0, 64];
  const utilization = percents.map((percent, i) => ({ day: `2021-01-0${i + 1}`, percent }));
  return {
    ...facts,
    domain: 'contoso.example',
    bought: { at: '2021-01-01T09:30:00Z', by: ANNA },
    payments: paymentsBy(facts.reservation, '2021-01-07'),
    use: utilizationOf({ utilization }, '2021-01-07'),
    configurable: true,
    renewable: true,
    renewableFrom: '2021-12-02',
    ...over,
  };
}

/** A page of so many of a longer list, each a reservation of its own. */
export function pageOf(
  count: number,
  total = count,
  over: Partial<Reservation> = {},
): Page<ReservationFacts> {
  const items = Array.from({ length: count }, (_, i) =>
    reservationFacts({}, { id: `1b2c3d4e-0000-4000-8000-00000000000${i}`, ...over }),
  );
  return { items, total, page: 1, pages: Math.max(1, Math.ceil(total / 8)) };
}

/** A full page of the longest hostile names, the customer's own purchases. */
export function worstPage(): Page<ReservationFacts> {
  return pageOf(8, 800, { product: worstProduct(), boughtByCustomer: LONGEST, quantity: 10_000 });
}

export function worstProduct(): Reservation['product'] {
  return { ...RESERVATION.product, name: LONGEST, region: 'southafricanorth' };
}

/** Worked example D3: 3,650.00 for 1 year, bought 2021-01-01, cancelled six days later. */
export const D3: RefundFigures = {
  policy: 'partner-center',
  currency: 'USD',
  day: '2021-01-07',
  daysSincePurchase: 6,
  usage: 'unused',
  row: 'proratedWithFee',
  billing: 'oneTime',
  quantity: 5,
  ofQuantity: 5,
  price: '3650.00',
  paid: '3650.00',
  base: '3650.00',
  remainingDays: 359,
  periodDays: 365,
  periodEndsOn: '2022-01-01',
  credit: '3590.00',
  feePercent: '12',
  fee: '430.80',
  net: '3159.20',
  noLongerOwed: '0.00',
  rate: { usdPerUnit: '1', day: '2021-01-07' },
  rateIsOld: false,
  capUsd: '50000.00',
  capUsedUsd: '12000.00',
  capLeftUsd: '38000.00',
  countsUsd: '3159.20',
  payable: '3159.20',
  fallsAway: '0.00',
};

/** Worked example F1: EUR 80,000.00 at 1.10, of which 13,565.73 falls away. */
export const F1: RefundFigures = {
  ...D3,
  currency: 'EUR',
  daysSincePurchase: 59,
  usage: 'used',
  price: '80000.00',
  paid: '80000.00',
  base: '80000.00',
  remainingDays: 306,
  credit: '67068.49',
  fee: '8048.22',
  net: '59020.27',
  rate: { usdPerUnit: '1.10', day: '2025-02-10' },
  rateIsOld: true,
  capUsedUsd: '0.00',
  capLeftUsd: '50000.00',
  countsUsd: '50000.00',
  payable: '45454.54',
  fallsAway: '13565.73',
};

/** Worked example M1: 1,200.00 in twelve instalments, bought 2025-03-31, cancelled on 2025-05-10. */
export const M1: RefundFigures = {
  ...D3,
  day: '2025-05-10',
  daysSincePurchase: 40,
  usage: 'used',
  billing: 'monthly',
  price: '1200.00',
  paid: '200.00',
  base: '100.00',
  remainingDays: 21,
  periodDays: 31,
  periodEndsOn: '2025-05-31',
  credit: '67.74',
  fee: '8.13',
  net: '59.61',
  noLongerOwed: '1000.00',
  countsUsd: '59.61',
  payable: '59.61',
};

/** Worked example D2: used (or not known) within five days. */
export const D2: RefundFigures = {
  ...D3,
  daysSincePurchase: 5,
  usage: 'unknown',
  row: 'prorated',
  remainingDays: 360,
  credit: '3600.00',
  fee: '0.00',
  net: '3600.00',
  countsUsd: '3600.00',
  payable: '3600.00',
};

/** Worked example D1: never used within five days. */
export const D1: RefundFigures = {
  ...D2,
  usage: 'unused',
  row: 'fullCredit',
  credit: '3650.00',
  net: '3650.00',
  countsUsd: '3650.00',
  payable: '3650.00',
};

/** Worked example A1: policy azure-current. */
export const A1: RefundFigures = {
  ...M1,
  policy: 'azure-current',
  row: 'prorated',
  day: '2021-12-31',
  daysSincePurchase: 364,
  base: '100.00',
  remainingDays: 1,
  periodEndsOn: '2022-01-01',
  credit: '3.23',
  feePercent: '0',
  fee: '0.00',
  net: '3.23',
  payable: '3.23',
  noLongerOwed: '2400.00',
  capUsedUsd: '0.00',
  capLeftUsd: '50000.00',
  countsUsd: '2403.23',
};

export function refundQuote(figures: RefundFigures, ifUnused?: RefundFigures): RefundQuote {
  return {
    id: 'q-1',
    kind: 'refund',
    at: '2021-01-07T09:15:00Z',
    validUntil: '2021-01-07T09:30:00Z',
    by: ANNA,
    reservationId: RESERVATION.id,
    figures,
    ...(ifUnused ? { ifUnused } : {}),
  };
}

export function refundAnswer(
  figures: RefundFigures,
  over: Partial<RefundAnswer> & { reservationOver?: Partial<Reservation>; ifUnused?: RefundFigures } = {},
): RefundAnswer {
  const { reservationOver, ifUnused, ...rest } = over;
  return {
    quote: refundQuote(figures, ifUnused),
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    customerDomain: 'contoso.example',
    reservation: aReservation({ currency: figures.currency, billing: figures.billing, ...reservationOver }),
    hints: { exchangeValue: '3590.00' },
    mayFile: true,
    ...rest,
  };
}

/** Published figures E4: (15 + 165) + (3.75 + 41.25) returned, 120 + 477 bought, 372.00 to pay. */
export const E4: ExchangeQuote = {
  id: 'q-2',
  kind: 'exchange',
  at: '2021-01-07T09:15:00Z',
  validUntil: '2021-01-07T09:30:00Z',
  by: ANNA,
  day: '2021-01-07',
  currency: 'USD',
  returns: [
    exchangeReturn('1b2c3d4e-0000-4000-8000-000000000001', '15.00', '165.00', '180.00', 4),
    exchangeReturn('1b2c3d4e-0000-4000-8000-000000000002', '3.75', '41.25', '45.00', 1),
  ],
  purchases: [
    exchangePurchase('Standard_D2s_v5', 1, '120.00'),
    exchangePurchase('Standard_D4s_v5', 3, '159.00'),
  ],
  returnedValue: '225.00',
  newCommitment: '597.00',
  netToPay: '372.00',
};

function exchangeReturn(
  reservationId: string,
  unused: string,
  noLongerOwed: string,
  value: string,
  quantity: number,
): ExchangeQuote['returns'][number] {
  return {
    reservationId,
    product: { ...RESERVATION.product, name: 'Standard_B1ms' },
    quantity,
    ofQuantity: 4,
    billing: 'monthly',
    base: '16.25',
    remainingDays: 28,
    periodDays: 31,
    unused,
    noLongerOwed,
    value,
  };
}

function exchangePurchase(
  name: string,
  quantity: number,
  unitPrice: string,
): ExchangeQuote['purchases'][number] {
  return {
    product: { ...RESERVATION.product, name, term: 'P3Y' },
    subscriptionId: 's-1',
    quantity,
    billing: 'oneTime',
    scope: 'shared',
    unitPrice,
    price: quantity === 3 ? '477.00' : unitPrice,
  };
}

export function exchangeAnswer(over: Partial<ExchangeAnswer> = {}): ExchangeAnswer {
  return {
    quote: E4,
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    customerDomain: 'contoso.example',
    mayFile: true,
    ...over,
  };
}

/** Eight returned and eight bought, with the longest hostile names. */
export const WORST_EXCHANGE: ExchangeQuote = {
  ...E4,
  returns: Array.from({ length: 8 }, () => ({
    ...exchangeReturn(RESERVATION.id, '15.00', '165.00', '180.00', 1),
    product: worstProduct(),
  })),
  purchases: Array.from({ length: 8 }, () => ({
    ...exchangePurchase(LONGEST, 10_000, '9999999.99'),
    product: worstProduct(),
  })),
};

export function requestFiled(
  quote: ReturnRequest['quote'],
  over: Partial<Omit<RequestFiled, 'request'>> & { request?: Partial<ReturnRequest> } = {},
): RequestFiled {
  const { request, ...rest } = over;
  const reservations = rest.reservations ?? [aReservation()];
  return {
    request: {
      number: 'SR-20210107-0042',
      at: '2021-01-07T09:16:00Z',
      by: ANNA,
      reservationIds: reservations.map(({ id }) => id),
      quote,
      contact: {
        name: 'Anna Admin',
        email: 'anna@partner.example',
        phone: '+31 20 555 0100',
        method: 'phone',
      },
      state: 'open',
      placement: { state: 'recorded' },
      ...request,
    },
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    reservations,
    ...rest,
  };
}

export function permissionFacts(over: Partial<PermissionFacts> = {}): PermissionFacts {
  return {
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    on: false,
    subscriptions: ['Contoso production'],
    owned: [{ subscription: 'Contoso production', owners: ['owner@contoso.example'] }],
    marketBlocked: false,
    maySwitch: true,
    ...over,
  };
}

/** A text as a person reads it: the space between a currency and its amount does not break, which is no matter here. */
export function said(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
