/**
 * The use cases of the desk: what dialogs call. Each takes an actor, reads the actor's roles from the book at that
 * moment, checks, decides and records. What each gives and refuses stands with it in use-cases/.
 */
import { randomUUID } from 'node:crypto';
import { customAlphabet } from 'nanoid';
import { Overview } from './overview/overview.js';
import { PartnerList } from './partner-list.js';
import { CustomerSearch } from './search/customer-search.js';
import { access, grantAccess, grantable, withdrawAccess } from './use-cases/access-lists.js';
import {
  attention,
  attentionAtOnce,
  attentionList,
  expiring,
  exportExpiring,
} from './use-cases/attention.js';
import { renewDue, setAutomaticRenewal } from './use-cases/automatic-renewal.js';
import { beginBulk, buyNextLine } from './use-cases/bulk-buying.js';
import { bulk, checkBulk, latestBulk } from './use-cases/bulks.js';
import { buy, offers, startBuying } from './use-cases/buying.js';
import { compareOptions } from './use-cases/comparing.js';
import { completeReservation, incompleteReservations } from './use-cases/completing.js';
import { configurationForm, configure } from './use-cases/configuring.js';
import { correctCountry, setCountry } from './use-cases/countries.js';
import { copySubjects, customerCopy } from './use-cases/customer-copy.js';
import {
  addAzurePlan,
  customer,
  findCustomers,
  noteCustomer,
  prepareSearch,
  reservation,
  reservations,
} from './use-cases/customers.js';
import {
  exchangeOffers,
  exchangeSoFar,
  exchangeValues,
  fileExchange,
  quoteExchange,
} from './use-cases/exchanging.js';
import { exportBook } from './use-cases/exporting.js';
import { fileSupport } from './use-cases/filing-support.js';
import { addToCart, cartNow, changeCart, review } from './use-cases/filling-cart.js';
import { request, requests, setReferences, takeOn } from './use-cases/following-requests.js';
import {
  askColleague,
  colleaguesToAsk,
  declineHandover,
  takeUpHandover,
  withdrawHandover,
} from './use-cases/handing-over.js';
import { handover, handoverNews, handovers } from './use-cases/handovers.js';
import { activityLog, exportActivity, exportOrders, order, orderHistory } from './use-cases/history.js';
import { importFiles } from './use-cases/importing.js';
import { markPlaced, placeable, unplaced } from './use-cases/marking-placed.js';
import { dayToday, productWords, reservationsNamed } from './use-cases/naming.js';
import { noticesWaiting, planNotices } from './use-cases/notices/plan.js';
import { noteTimeZone, noticeSettings, setNotices } from './use-cases/notices/settings.js';
import { claimNotices, settleNotices } from './use-cases/notices/telling.js';
import { prepareOverview } from './use-cases/overview.js';
import {
  accessRequest,
  accessRequestCount,
  accessRequests,
  decideAccess,
} from './use-cases/partner/access-requests.js';
import { accessStanding, requestAccess } from './use-cases/partner/asking-access.js';
import { changeColleague, colleague, colleagues, findColleagues } from './use-cases/partner/colleagues.js';
import {
  customerPrices,
  removeCustomerPrices,
  setCustomerPrices,
} from './use-cases/partner/customer-prices.js';
import { policy, setPolicy } from './use-cases/partner/policy.js';
import { rates, setRate } from './use-cases/partner/rates.js';
import { settings } from './use-cases/partner/settings.js';
import { userByObjectId, userWithRole, whoIs } from './use-cases/people.js';
import { permission, setPermission } from './use-cases/permissions.js';
import type { Ids, Ports } from './use-cases/ports.js';
import { preferences, setLanguage } from './use-cases/preferences.js';
import { checkReturn, fileRefund, quoteRefund } from './use-cases/refunding.js';
import { renew, renewal } from './use-cases/renewing.js';
import { reservationPage } from './use-cases/reservation-page.js';
import { settle, settlement } from './use-cases/settling.js';
import { setOwner, subscription, subscriptions } from './use-cases/subscriptions.js';
import { customersCalled, productsNamed, productWithId } from './use-cases/type-ahead.js';

const USE_CASES = {
  whoIs,
  userWithRole,
  userByObjectId,
  prepareSearch,
  prepareOverview,
  preferences,
  setLanguage,
  findCustomers,
  noteCustomer,
  customer,
  reservation,
  reservations,
  reservationPage,
  configurationForm,
  configure,
  renewal,
  renew,
  setAutomaticRenewal,
  renewDue,
  setCountry,
  correctCountry,
  addAzurePlan,
  subscriptions,
  subscription,
  setOwner,
  access,
  colleagues,
  grantable,
  grantAccess,
  withdrawAccess,
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
  compareOptions,
  customerCopy,
  copySubjects,
  permission,
  setPermission,
  orderHistory,
  order,
  activityLog,
  exportOrders,
  exportActivity,
  fileSupport,
  requests,
  request,
  setReferences,
  takeOn,
  settlement,
  settle,
  colleaguesToAsk,
  askColleague,
  declineHandover,
  withdrawHandover,
  takeUpHandover,
  handovers,
  handover,
  handoverNews,
  unplaced,
  placeable,
  markPlaced,
  settings,
  findColleagues,
  colleague,
  changeColleague,
  accessStanding,
  requestAccess,
  accessRequests,
  accessRequestCount,
  accessRequest,
  decideAccess,
  customerPrices,
  setCustomerPrices,
  removeCustomerPrices,
  rates,
  setRate,
  policy,
  setPolicy,
  checkBulk,
  bulk,
  latestBulk,
  beginBulk,
  buyNextLine,
  productWords,
  customersCalled,
  productsNamed,
  productWithId,
  reservationsNamed,
  dayToday,
  attention,
  attentionAtOnce,
  attentionList,
  expiring,
  exportExpiring,
  planNotices,
  noticesWaiting,
  claimNotices,
  settleNotices,
  noticeSettings,
  setNotices,
  noteTimeZone,
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
export function createDesk(given: Omit<Ports, 'partners' | 'search' | 'overview'>): Desk {
  const overview = new Overview(given.documents, given.report);
  const partners = new PartnerList(given.documents);
  const ports: Ports = { ...given, partners, search: new CustomerSearch(), overview };
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
