/** Every use case of the desk, called by names that may be anybody's: the table is typed by the desk, so that none is left out. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECTIONS } from '../../domain/answers/attention.js';
import type { Desk } from '../../domain/desk.js';
import type { Actor } from '../../domain/model.js';
import { Refusal } from '../../domain/refusals.js';
import { CONTACT } from './desk.js';
import { SHEET_WORDS, sheet } from './sheets.js';
import type { Names } from './two-partners.js';

/** A use case, asked for everything by these names. */
export type Walk = (desk: Desk, actor: Actor, customerId: string, by: Names) => Promise<unknown>;

const asCountry = (code: string) => code;
const UK = { text: 'Sweden', locale: 'en' };
const AGREEMENT = { firstName: 'Ann', lastName: 'Lee', email: 'ann@customer.example', date: '2021-01-05' };
const ASKER = { tenantId: 'our-tenant', name: 'Eva' };
const exchange = ({ reservationId, productId, subscriptionId }: Names) => ({
  returns: [{ reservationId }],
  purchases: [{ productId, quantity: '1', subscriptionId }],
});
const reviewed = ({ cartId }: Names) => ({ cartId, fingerprint: cartId });
const filing = ({ quoteId }: Names) => ({ quoteId, acceptsLoss: true, contact: CONTACT });
const settling = ({ requestNumber: number }: Names) => ({ number, outcome: 'withdrawn', locale: 'en' });
const filter = (customerId: string, by: Names) => ({ customerId, kind: by.productId, user: by.userId });
const line = (by: Names) =>
  sheet(`${by.domain},${by.subscriptionId},${by.productId},westeurope,1 year,1,one-time,shared,`);

export const WALKS: { readonly [K in keyof Desk]: Walk } = {
  whoIs: (d, a, _, by) => d.whoIs({ ...a, userId: by.userId }),
  userWithRole: (d) => d.userWithRole('AdminAgent'),
  userByObjectId: (d, _, __, by) => d.userByObjectId('our-tenant', by.objectId),
  prepareSearch: (d) => d.prepareSearch(),
  prepareOverview: (d) => d.prepareOverview(),
  preferences: (d, a) => d.preferences(a),
  setLanguage: (d, a) => d.setLanguage(a, 'nl'),
  findCustomers: (d, a, _, by) =>
    several([by.customerName, by.domain, by.customerId, '', by.customerName.slice(0, -2)], (text) =>
      d.findCustomers(a, { text }, asCountry),
    ),
  customersCalled: (d, a, _, by) =>
    several([by.customerName, by.domain, by.customerId, ''], (text) =>
      d.customersCalled(a, { text, ...FIRST }, asCountry),
    ),
  productsNamed: (d, a, _, by) =>
    several([by.productId, ''], (text) => d.productsNamed(a, { text, ...FIRST })),
  productWithId: (d, a, _, by) => d.productWithId(a, by.productId),
  noteCustomer: (d, a, c) => d.noteCustomer(a, c),
  customer: (d, a, c) => d.customer(a, c),
  reservation: (d, a, c, by) => d.reservation(a, c, by.reservationId),
  reservations: (d, a, c, by) => d.reservations(a, c, { only: by.reservationId, among: [by.reservationId] }),
  reservationPage: (d, a, c, by) => d.reservationPage(a, c, by.reservationId),
  configurationForm: (d, a, c, by) => d.configurationForm(a, c, by.reservationId),
  configure: (d, a, c, by) => d.configure(a, c, { ...by, scope: 'shared' }, by.attemptId),
  renewal: (d, a, c, by) => d.renewal(a, c, by.reservationId),
  renew: (d, a, c, by) => d.renew(a, c, { ...by, fingerprint: by.quoteId }, by.attemptId),
  setAutomaticRenewal: (d, a, c, by) => d.setAutomaticRenewal(a, c, { ...by, on: true }, by.attemptId),
  renewDue: (d, a) => d.renewDue(a.partnerId),
  setCountry: (d, a, c, by) => d.setCountry(a, c, UK, by.attemptId),
  correctCountry: (d, a, c, by) => d.correctCountry(a, c, UK, by.attemptId),
  addAzurePlan: (d, a, c, by) => d.addAzurePlan(a, c, AGREEMENT, by.attemptId),
  subscriptions: (d, a, c) => d.subscriptions(a, c),
  subscription: (d, a, c, by) => d.subscription(a, c, by.subscriptionId),
  setOwner: (d, a, c, by) => d.setOwner(a, c, { ...by, who: 'Kim', owner: true }, by.attemptId),
  access: (d, a, c, by) => several(targets(by), (target) => d.access(a, c, target)),
  colleagues: (d, a) => d.colleagues(a, 1),
  grantable: (d, a, c, by) => several(targets(by), (target) => d.grantable(a, c, target)),
  grantAccess: (d, a, c, by) =>
    several([...targets(by), { subscriptionId: 'sub-1' }], (target) =>
      d.grantAccess(a, c, { ...target, who: by.userId }, by.attemptId),
    ),
  withdrawAccess: (d, a, c, by) =>
    several([...targets(by), { subscriptionId: 'sub-1' }], (target) =>
      d.withdrawAccess(a, c, { ...target, who: by.userId }, by.attemptId),
    ),
  startBuying: (d, a, c) => d.startBuying(a, c),
  offers: (d, a, c, by) => d.offers(a, c, { text: by.productId }),
  addToCart: (d, a, c, by) =>
    several([by.subscriptionId, 'sub-1'], (subscriptionId) =>
      d.addToCart(a, c, { ...by, subscriptionId, quantity: '1' }, 'en'),
    ),
  review: (d, a, c) => d.review(a, c),
  cartNow: (d, a, c) => d.cartNow(a, c),
  changeCart: (d, a, c, by) => d.changeCart(a, c, [{ ...by, quantity: '2' }], 'en'),
  buy: (d, a, c, by) => d.buy(a, c, reviewed(by), by.attemptId),
  checkReturn: (d, a, c, by) => d.checkReturn(a, c, by, 'en'),
  quoteRefund: (d, a, c, by) => d.quoteRefund(a, c, by, 'en'),
  fileRefund: (d, a, c, by) => d.fileRefund(a, c, filing(by), by.attemptId),
  exchangeSoFar: (d, a, c, by) => d.exchangeSoFar(a, c, exchange(by), 'en'),
  exchangeOffers: (d, a, c, by) => d.exchangeOffers(a, c, exchange(by).returns, { text: by.productId }),
  exchangeValues: (d, a, c, by) => d.exchangeValues(a, c, [by.reservationId]),
  quoteExchange: (d, a, c, by) =>
    several(['res-1', by.reservationId], (reservationId) =>
      d.quoteExchange(a, c, exchange({ ...by, reservationId }), 'en'),
    ),
  fileExchange: (d, a, c, by) => d.fileExchange(a, c, filing(by), by.attemptId),
  compareOptions: (d, a, c, by) => d.compareOptions(a, c, by, 'en'),
  customerCopy: (d, a, c, by) => several(subjects(by), (what) => d.customerCopy(a, c, what)),
  copySubjects: (d, a, c) => d.copySubjects(a, c, 1),
  permission: (d, a, c) => d.permission(a, c),
  setPermission: (d, a, c, by) => d.setPermission(a, c, true, by.attemptId),
  orderHistory: (d, a, c, by) =>
    several([{}, { user: by.userId }, filter(c, by)], (wish) => d.orderHistory(a, wish, 1)),
  order: (d, a, c, by) => d.order(a, c, by.orderNumber),
  activityLog: (d, a, c, by) =>
    several([{}, { user: by.userId }, filter(c, by)], (wish) => d.activityLog(a, wish, 1)),
  exportOrders: (d, a, c, by) => several([{}, filter(c, by)], (wish) => d.exportOrders(a, wish)),
  exportActivity: (d, a, c, by) => several([{}, filter(c, by)], (wish) => d.exportActivity(a, wish)),
  fileSupport: (d, a, c, by) => d.fileSupport(a, c, { ...SUPPORT, ...by }, by.attemptId),
  requests: (d, a, c, by) =>
    several([{}, { customerId: c }, { reference: by.requestNumber }], (wish) => d.requests(a, wish)),
  request: (d, a, c, by) => d.request(a, c, by.requestNumber),
  setReferences: (d, a, c, by) =>
    d.setReferences(a, c, { number: by.requestNumber, ticketNumber: 'T-1' }, by.attemptId),
  takeOn: (d, a, c, by) => d.takeOn(a, c, { number: by.requestNumber, who: 'me', seen: '' }, by.attemptId),
  settlement: (d, a, c, by) => d.settlement(a, c, settling(by)),
  settle: (d, a, c, by) => d.settle(a, c, settling(by), by.attemptId),
  colleaguesToAsk: (d, a, c, by) => several(prepared(by), (what) => d.colleaguesToAsk(a, c, what)),
  askColleague: (d, a, c, by) =>
    several(prepared(by), (what) =>
      d.askColleague(a, c, { what, colleague: by.userId, note: '' }, by.attemptId),
    ),
  declineHandover: (d, a, c, by) =>
    d.declineHandover(a, c, { number: by.handoverNumber, reason: 'no' }, by.attemptId),
  withdrawHandover: (d, a, c, by) => d.withdrawHandover(a, c, by.handoverNumber, by.attemptId),
  takeUpHandover: (d, a, c, by) => d.takeUpHandover(a, c, by.handoverNumber),
  handovers: (d, a, c) => several([{}, { customerId: c }], (wish) => d.handovers(a, wish)),
  handover: (d, a, c, by) => d.handover(a, c, by.handoverNumber),
  handoverNews: (d, a) => d.handoverNews(a),
  unplaced: (d, a, c) => d.unplaced(a, c),
  placeable: (d, a, c, by) => several(subjects(by), (what) => d.placeable(a, c, what)),
  markPlaced: (d, a, c, by) =>
    several(subjects(by), (what, nth) => d.markPlaced(a, c, { what, number: '1' }, `${by.attemptId}${nth}`)),
  settings: (d, a) => d.settings(a),
  findColleagues: (d, a, _, by) => several([by.userId, 'ada', ''], (text) => d.findColleagues(a, text)),
  colleague: (d, a, _, by) => d.colleague(a, by.userId),
  changeColleague: (d, a, _, by) =>
    d.changeColleague({ ...a, userId: 'GlobalAdmin' }, by.userId, { kind: 'remove' }, by.attemptId),
  accessStanding: (d, _, __, by) => d.accessStanding({ ...ASKER, objectId: by.objectId }),
  requestAccess: (d, _, __, by) => d.requestAccess({ ...ASKER, objectId: by.objectId }),
  accessRequests: (d, a) => d.accessRequests({ ...a, userId: 'GlobalAdmin' }, 1),
  accessRequestCount: (d, a) => d.accessRequestCount({ ...a, userId: 'GlobalAdmin' }),
  accessRequest: (d, a, _, by) => d.accessRequest({ ...a, userId: 'GlobalAdmin' }, by.accessRequestId),
  decideAccess: (d, a, _, by) =>
    d.decideAccess({ ...a, userId: 'GlobalAdmin' }, by.accessRequestId, { kind: 'decline' }, by.attemptId),
  customerPrices: (d, a, c, by) => d.customerPrices(a, c, { text: by.productId }),
  setCustomerPrices: (d, a, c, by) =>
    d.setCustomerPrices(a, c, { own: { productId: by.productId, price: '1' }, locale: 'en' }, by.attemptId),
  removeCustomerPrices: (d, a, c, by) => d.removeCustomerPrices(a, c, by.attemptId),
  rates: (d, a) => d.rates(a, 1),
  setRate: (d, a, _, by) =>
    d.setRate(a, { currency: 'ZAR', usdPerUnit: '0.05', day: '', locale: 'en' }, by.attemptId),
  policy: (d, a) => d.policy(a),
  setPolicy: (d, a, _, by) => d.setPolicy(a, 'azure-current', by.attemptId),
  checkBulk: (d, a, _, by) => d.checkBulk(a, line(by), SHEET_WORDS, 'en'),
  bulk: (d, a, _, by) => d.bulk(a, by.bulkId),
  latestBulk: (d, a) => d.latestBulk(a),
  beginBulk: (d, a, _, by) => d.beginBulk(a, by.bulkId),
  buyNextLine: (d, a, _, by) => d.buyNextLine(a, by.bulkId),
  productWords: async (d, a) => [...(await d.productWords(a))],
  reservationsNamed: (d, a, c) => several(['stripes', ''], (text) => d.reservationsNamed(a, c, { text })),
  dayToday: (d) => d.dayToday(),
  attention: (d, a, c) => several([{}, { customerId: c }], (wish) => d.attention(a, wish)),
  attentionAtOnce: (d, a) => d.attentionAtOnce(a),
  attentionList: (d, a, c) =>
    several(SECTIONS, (section) =>
      several([{}, { customerId: c }], (wish) => d.attentionList(a, section, wish, 1)),
    ),
  expiring: (d, a, c) => several([YEARS, { ...YEARS, customerId: c }], (wish) => d.expiring(a, wish, 1)),
  exportExpiring: (d, a, c) =>
    several([YEARS, { ...YEARS, customerId: c }], (wish) => d.exportExpiring(a, wish)),
  planNotices: (d, a) => d.planNotices(a.partnerId),
  noticesWaiting: (d, a) => d.noticesWaiting(a.partnerId),
  claimNotices: (d, a, _, by) => d.claimNotices(a, { attemptId: by.attemptId, occasion: 'visit' }),
  settleNotices: (d, a, _, by) => d.settleNotices(a, by.attemptId, 'sent'),
  noticeSettings: (d, a) => d.noticeSettings(a),
  setNotices: (d, a) => d.setNotices(a, { wanted: { expiring30: true }, timeZone: 'Stockholm' }),
  noteTimeZone: (d, a) => d.noteTimeZone(a, 'Europe/Amsterdam'),
  incompleteReservations: (d, a, c) => d.incompleteReservations(a, c, 1),
  completeReservation: (d, a, c, by) => d.completeReservation(a, c, { ...FACTS, ...by }, by.attemptId),
  importFiles: (d, _, __, by) =>
    d.importFiles({ files: [], userId: by.userId, dryRun: false }, { goOn: async () => true }),
  exportBook: (d, _, __, by) => d.exportBook({ folder: join(tmpdir(), 'never-made'), userId: by.userId }),
};

const FIRST = { skip: 0, top: 15 };
const YEARS = { from: '2021-01-06', to: '2022-12-31' };
const FACTS = { price: '1.00', currency: 'USD', startsOn: '2021-01-01', billing: 'oneTime', locale: 'en' };
const SUPPORT = {
  issueType: 'quotas',
  problemType: 'computeVm',
  category: 'vcpuIncrease',
  severity: 'B',
  subject: 'More cores',
  description: 'Please raise it',
  contact: CONTACT,
};
const targets = ({ reservationId, subscriptionId }: Names) => [{ reservationId }, { subscriptionId }];
const subjects = (by: Names) => [
  `order/${by.orderNumber}`,
  `request/${by.requestNumber}`,
  `quote/${by.quoteId}`,
  by.orderNumber,
];
const prepared = (by: Names) => ['cart', `quote/${by.quoteId}`, by.quoteId];

/** What comes of a call: an answer, or the facts of its refusal. Any other error is passed on. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: (await call) ?? null };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.facts };
    throw error;
  }
}

async function several<T>(
  wishes: readonly T[],
  call: (wish: T, nth: number) => Promise<unknown>,
): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const [nth, wish] of wishes.entries()) all.push(await outcome(call(wish, nth)));
  return all;
}
