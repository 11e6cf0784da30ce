/** Two partners in one book: ours, and another one with something of every kind, all of it named so that it is known when it shows. */
import { createDesk, type Desk } from '../../domain/desk.js';
import type { Actor } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { ALL_KINDS } from '../../domain/store/kinds.js';
import { customer, order, partner, product, reservation, subscription, used, user } from './builders.js';
import { CONTACT, PRICES, testDesk, USERS, VM } from './desk.js';
import { MemoryDocuments } from './memory-documents.js';
import { SHEET_WORDS, sheet } from './sheets.js';

/** Stands in every id and name of the other partner that somebody could type. */
const THEIRS = 'zebra';
/** As long, and nowhere in the book. */
const NOBODYS = 'llama';
/** Stands in what of theirs nobody types: an answer that holds it has said too much. */
export const SECRET = /stripes|7,?777/i;
const PARTNER = `${THEIRS}-partner`;
const NOW = new Date('2021-01-06T12:00:00Z');

/** What names things of one partner. */
export interface Names {
  readonly partnerId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly domain: string;
  readonly reservationId: string;
  readonly subscriptionId: string;
  readonly productId: string;
  readonly resellerId: string;
  readonly userId: string;
  readonly objectId: string;
  readonly orderNumber: string;
  readonly requestNumber: string;
  readonly quoteId: string;
  readonly cartId: string;
  readonly itemId: string;
  readonly handoverNumber: string;
  readonly accessRequestId: string;
  readonly bulkId: string;
  readonly attemptId: string;
}

/** Names as long as these that are nobody's: what comes of both has to be the same. */
export function nobodys(names: Names): Names {
  const swapped = Object.entries(names).map(([key, name]) => [key, name.replaceAll(THEIRS, NOBODYS)]);
  return Object.fromEntries(swapped) as unknown as Names;
}

/** An answer without the names that were typed, to compare what came of theirs with what came of nobody's. */
export function withoutNames(answer: unknown): string {
  return JSON.stringify(answer ?? null).replace(new RegExp(`${THEIRS}|${NOBODYS}`, 'gi'), '#');
}

class CopiedDocuments extends MemoryDocuments {
  copy(): CopiedDocuments {
    const copy = new CopiedDocuments();
    for (const [path, text] of this.texts) copy.texts.set(path, text);
    return copy;
  }
}

/** Made once for all tests of a file, as it takes many acts. */
let made: Promise<{ documents: CopiedDocuments; theirs: Names }> | undefined;

/** A fresh book with both, and a desk whose search and overview are ready. */
export async function twoPartners(): Promise<{
  readonly desk: Desk;
  /** Our Admin agent. */
  readonly actor: Actor;
  readonly theirs: Names;
  /** The stamps of all documents of the other partner. */
  readonly rivalBook: () => Promise<string>;
}> {
  made ??= bookOfTwo();
  const { documents: first, theirs } = await made;
  const documents = first.copy();
  const desk = deskOver(documents, 'our');
  await desk.prepareSearch();
  await desk.prepareOverview();
  const rivalBook = async () => {
    const stamps = await Promise.all(ALL_KINDS.map((kind) => documents.stamps(kind, PARTNER)));
    return JSON.stringify(stamps.map((each) => [...each].sort()));
  };
  return { desk, actor: { partnerId: 'partner-1', userId: 'AdminAgent' }, theirs, rivalBook };
}

async function bookOfTwo() {
  const documents = new CopiedDocuments();
  await testDesk({
    documents,
    partner: partner({ tenantId: 'our-tenant' }),
    users: USERS,
    customers: [customer({ reservations: [reservation(used())], orders: [order()] })],
  });
  await testDesk(rival(documents));
  return { documents, theirs: await actedAtRival(documents) };
}

function deskOver(documents: MemoryDocuments, prefix: string): Desk {
  let count = 0;
  const next = (kind: string) => `${prefix}-${kind}-${++count}`;
  const ids = { guid: () => next('guid'), number: next };
  return createDesk({ documents, clock: { now: () => NOW }, ids, partnerCenter: recordedInBook });
}

const CUSTOMER = `${THEIRS}-customer`;
const SUBSCRIPTION = `${THEIRS}-subscription`;
const RESERVATION = `${THEIRS}-reservation`;
const PRODUCT = `${THEIRS}-product`;
const ADA = `${THEIRS}-ada`;
const SAM = `${THEIRS}-sam`;
/** As ours is called: who may decide on access there too. */
const GAIL = 'GlobalAdmin';

function rival(documents: MemoryDocuments) {
  const machine = product({ id: PRODUCT, name: 'Standard_Stripes' });
  const bought = { ...reservation().product, name: 'Standard_Stripes' };
  const owned = (id: string) =>
    reservation({ ...used(), id, product: bought, price: '7777.70', subscriptionId: SUBSCRIPTION });
  return {
    documents,
    partner: partner({ id: PARTNER, name: 'Stripes Distribution', tenantId: `${THEIRS}-tenant` }),
    users: [
      user({ id: ADA, name: 'Ada Stripes', email: 'ada@stripes.example', aadObjectId: `${THEIRS}-object` }),
      user({ id: GAIL, name: 'Gail Stripes', email: 'gail@stripes.example', roles: ['GlobalAdmin'] }),
      user({ id: SAM, name: 'Sam Stripes', email: 'sam@stripes.example', roles: ['SalesAgent'] }),
    ],
    prices: {
      ...PRICES,
      products: [...PRICES.products, machine],
      lists: { USD: { asOf: '2021-01-01', prices: { [VM]: '1000.00', [PRODUCT]: '7777.70' } } },
    },
    rates: { ZAR: { usdPerUnit: '0.07777', day: '2021-01-05' } },
    customers: [
      customer({
        id: CUSTOMER,
        name: 'Zebra Holdings',
        domain: 'zebra.example',
        tags: ['stripes'],
        subscriptions: [subscription({ id: SUBSCRIPTION, name: 'Stripes One', owners: ['Olga Stripes'] })],
        reservations: [owned(RESERVATION), owned(`${RESERVATION}-2`)],
      }),
    ],
  };
}

/** Leaves one of everything at the other partner, and gives what it is named. */
async function actedAtRival(documents: MemoryDocuments): Promise<Names> {
  const desk = deskOver(documents, THEIRS);
  const ada = { partnerId: PARTNER, userId: ADA };
  const sam = { partnerId: PARTNER, userId: SAM };
  const item = { subscriptionId: SUBSCRIPTION, productId: PRODUCT, quantity: '1' };
  await desk.noteCustomer(ada, CUSTOMER);
  await desk.addToCart(ada, CUSTOMER, { itemId: `${THEIRS}-bought`, ...item }, 'en');
  const placed = await desk.buy(ada, CUSTOMER, await desk.review(ada, CUSTOMER), `${THEIRS}-attempt`);
  await desk.addToCart(sam, CUSTOMER, { itemId: `${THEIRS}-item`, ...item }, 'en');
  const cart = await desk.review(sam, CUSTOMER);
  const asking = { what: 'cart', colleague: ADA, note: 'stripes' };
  const { handover } = await desk.askColleague(sam, CUSTOMER, asking, `${THEIRS}-ask`);
  const filed = await desk.quoteRefund(ada, CUSTOMER, { reservationId: RESERVATION }, 'en');
  const filing = { quoteId: filed.quote.id, acceptsLoss: true, contact: CONTACT };
  const { request } = await desk.fileRefund(ada, CUSTOMER, filing, `${THEIRS}-file`);
  const open = await desk.quoteRefund(ada, CUSTOMER, { reservationId: `${RESERVATION}-2` }, 'en');
  const line = `zebra.example,,Standard_Stripes,westeurope,1 year,1,one-time,shared,`;
  const { bulk } = await desk.checkBulk(ada, sheet(line), SHEET_WORDS, 'en');
  await desk.requestAccess({
    tenantId: `${THEIRS}-tenant`,
    objectId: `${THEIRS}-asker`,
    name: 'Eva Stripes',
  });
  const [newcomer] = (await desk.accessRequests({ partnerId: PARTNER, userId: GAIL }, 1)).items;
  return {
    partnerId: PARTNER,
    customerId: CUSTOMER,
    customerName: 'zebra holdings',
    domain: 'zebra.example',
    reservationId: `${RESERVATION}-2`,
    subscriptionId: SUBSCRIPTION,
    productId: PRODUCT,
    resellerId: `${THEIRS}-reseller`,
    userId: ADA,
    objectId: `${THEIRS}-object`,
    orderNumber: placed.order.number,
    requestNumber: request.number,
    quoteId: open.quote.id,
    cartId: cart.cartId,
    itemId: `${THEIRS}-item`,
    handoverNumber: handover.number,
    accessRequestId: newcomer?.id ?? '',
    bulkId: bulk.id,
    attemptId: `${THEIRS}-attempt`,
  };
}
