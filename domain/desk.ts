/**
 * The use cases of the desk: what dialogs call. Each takes an actor, reads the actor's roles from the book at that
 * moment, checks, decides and records. What each gives and refuses stands with it in use-cases/.
 */
import { randomUUID } from 'node:crypto';
import { customAlphabet } from 'nanoid';
import { CustomerSearch } from './search/customer-search.js';
import { buy, offers, startBuying } from './use-cases/buying.js';
import { completeReservation, incompleteReservations } from './use-cases/completing.js';
import {
  addAzurePlan,
  customer,
  findCustomers,
  noteCustomer,
  prepareSearch,
  reservation,
  reservations,
  setCountry,
} from './use-cases/customers.js';
import {
  exchangeOffers,
  exchangeSoFar,
  exchangeValues,
  fileExchange,
  quoteExchange,
} from './use-cases/exchanging.js';
import { exportBook } from './use-cases/exporting.js';
import { addToCart, cartNow, changeCart, review } from './use-cases/filling-cart.js';
import { request, requests, setReferences, takeOn } from './use-cases/following-requests.js';
import { activityLog, exportActivity, exportOrders, order, orderHistory } from './use-cases/history.js';
import { importFiles } from './use-cases/importing.js';
import { markPlaced, placeable, unplaced } from './use-cases/marking-placed.js';
import { userByObjectId, userWithRole, whoIs } from './use-cases/people.js';
import { permission, setPermission } from './use-cases/permissions.js';
import type { Ids, Ports } from './use-cases/ports.js';
import { preferences, setLanguage } from './use-cases/preferences.js';
import { checkReturn, fileRefund, quoteRefund } from './use-cases/refunding.js';
import { settle, settlement } from './use-cases/settling.js';

const USE_CASES = {
  whoIs,
  userWithRole,
  userByObjectId,
  prepareSearch,
  preferences,
  setLanguage,
  findCustomers,
  noteCustomer,
  customer,
  reservation,
  reservations,
  setCountry,
  addAzurePlan,
  startBuying,
  offers,
  addToCart,
  review,
  cartNow,
  changeCart,
  buy,
  checkReturn,
  quoteRefund,
  fileRefund,
  exchangeSoFar,
  exchangeOffers,
  exchangeValues,
  quoteExchange,
  fileExchange,
  permission,
  setPermission,
  orderHistory,
  order,
  activityLog,
  exportOrders,
  exportActivity,
  requests,
  request,
  setReferences,
  takeOn,
  settlement,
  settle,
  unplaced,
  placeable,
  markPlaced,
  incompleteReservations,
  completeReservation,
  importFiles,
  exportBook,
};

type Bound<F> = F extends (ports: Ports, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** Every use case, with its ports already given. */
export type Desk = { readonly [K in keyof typeof USE_CASES]: Bound<(typeof USE_CASES)[K]> };

/** The desk, with its ports given to every use case. */
export function createDesk(given: Omit<Ports, 'search'>): Desk {
  const ports: Ports = { ...given, search: new CustomerSearch() };
  return Object.fromEntries(
    Object.entries(USE_CASES).map(([name, useCase]) => [
      name,
      (useCase as (...args: unknown[]) => unknown).bind(null, ports),
    ]),
  ) as unknown as Desk;
}

/** Letters and digits that are not taken for one another when read out. */
const readable = customAlphabet('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 8);

/** Ids that nothing else has: a number has 32^8 possibilities and is only looked for within one customer. */
export const randomIds: Ids = {
  guid: () => randomUUID(),
  number: (prefix) => `${prefix}-${readable()}`,
};
