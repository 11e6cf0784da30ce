/**
 * The small book of the model: what two partners have, as numbers and ids. `bookOf` reads the real book in the same
 * form; after every act the two must be the same, to the last record.
 */
import type { Product, Reservation, Role, SupportRequest } from '../../domain/model.js';
import type { Day, Minor, Policy } from './sums.js';

export interface User {
  readonly id: string;
  readonly name: string;
  roles: Role[];
  removed: boolean;
}

export interface Sub {
  readonly id: string;
  readonly name: string;
  readonly offer: string;
  readonly active: boolean;
  readonly reseller: string | undefined;
  owners: string[];
  access: string[];
}

export interface Res {
  id: string;
  readonly orderId: string;
  readonly product: string;
  quantity: number;
  readonly currency: string;
  readonly billing: string;
  instalments: Minor[];
  readonly startsOn: Day;
  readonly endsOn: Day;
  sub: string;
  scope: string;
  readonly reseller: string | undefined;
  status: Reservation['status'];
  request: string | undefined;
  access: string[];
  customerAccess: string[];
  readonly used: boolean | undefined;
  /** Since when it stands so, and whether it is placed; undefined: as bought. */
  configured: { at: number; placed: boolean } | undefined;
  automatic: string | undefined;
  renewedBy: string | undefined;
  renews: string | undefined;
}

export interface Item {
  readonly id: string;
  readonly product: string;
  readonly sub: string;
  quantity: number;
  billing: string;
  scope: string;
  reseller: string | undefined;
  price: Minor;
}

export interface Cart {
  readonly id: string;
  changedAt: number;
  readonly handover: string | undefined;
  items: Item[];
}

export interface Bought {
  readonly product: string;
  readonly sub: string;
  readonly quantity: number;
  readonly billing: string;
  readonly scope: string;
  readonly reseller: string | undefined;
  readonly price: Minor;
}

export interface Order {
  readonly number: string;
  readonly by: string;
  readonly currency: string;
  readonly total: Minor;
  readonly items: (Bought & { readonly reservation: string })[];
  readonly cart: string | undefined;
  readonly renews: string | undefined;
  readonly request: string | undefined;
  placed: boolean;
}

export interface RefundQuote {
  readonly kind: 'refund';
  readonly id: string;
  readonly at: number;
  readonly reservation: string;
  readonly quantity: number;
  readonly ofQuantity: number;
  readonly policy: Policy;
  readonly payable: Minor;
  readonly fallsAway: Minor;
  readonly credit: Minor;
  readonly fee: Minor;
  /** Cents of a dollar. */
  readonly counts: Minor;
  readonly rate: string;
}
export interface ExchangeQuote {
  readonly kind: 'exchange';
  readonly id: string;
  readonly at: number;
  readonly returns: {
    readonly reservation: string;
    readonly quantity: number;
    readonly ofQuantity: number;
    readonly value: Minor;
  }[];
  readonly purchases: Bought[];
  readonly returned: Minor;
  readonly commitment: Minor;
}
export type Quote = RefundQuote | ExchangeQuote;

export interface Request {
  readonly number: string;
  readonly at: number;
  readonly by: string;
  readonly reservations: string[];
  readonly quote: Quote | undefined;
  /** Of a request about anything else: the subscription that it names. */
  readonly about: string | undefined;
  state: SupportRequest['state'];
  paid: Minor | undefined;
  placed: boolean;
  assignee: string | undefined;
  ticket: string | undefined;
}

interface Handover {
  readonly number: string;
  readonly from: string;
  readonly to: string;
  /** What is handed over, as JSON in order. */
  readonly wish: string;
  state: string;
}

export interface CustomerBook {
  readonly id: string;
  readonly currency: string;
  readonly segment: string;
  country: string | undefined;
  listedCountry: string | undefined;
  agreement: boolean;
  permission: { on: boolean; changedAt: number | undefined; placed: boolean };
  /** What the customer pays: the rules so far, as JSON. */
  prices: string[];
  subs: Sub[];
  reservations: Res[];
  incomplete: string[];
  orders: Order[];
  requests: Request[];
  carts: Record<string, Cart>;
  quotes: Quote[];
  handovers: Handover[];
  /** One line an act or refused attempt: who, what, how it ended. */
  log: string[];
}

export interface PartnerBook {
  readonly id: string;
  readonly indirect: boolean;
  readonly resellers: string[];
  users: User[];
  policy: Policy;
  rates: Record<string, string>;
  readonly products: Record<string, Product>;
  prices: Record<string, Record<string, Minor>>;
  customers: CustomerBook[];
  languages: Record<string, string>;
  /** Of users, rates and policy. */
  logs: { users: string[]; rates: string[]; policy: string[] };
}

export type Book = Record<string, PartnerBook>;

/** JSON with the keys in order: equal for what is equal. */
export function evened(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b)))
      : part,
  );
}

/** A line of the log: "AdminAgent: buy, done", "SalesAgent: buy, NeedsAccess". */
export function entry(user: string, action: string, ended: string): string {
  return `${user}: ${action}, ${ended}`;
}
