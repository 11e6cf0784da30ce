/** A desk on a book on disk, and what a measure of it does over and over: a purchase, confirmed once its file is synced. */
import { createDesk, type Desk, randomIds } from '../../domain/desk.js';
import type { Actor } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { systemClock } from '../../domain/term.js';
import { PARTNER_ID, PRODUCT_ID, USER_ID } from './large-book.js';

const ACTOR: Actor = { partnerId: PARTNER_ID, userId: USER_ID };

export interface BenchDesk {
  readonly desk: Desk;
  readonly documents: JsonDocuments;
}

/** A desk on the book in a folder; its documents are closed by whoever asked for it. */
export async function deskOn(folder: string): Promise<BenchDesk> {
  const documents = await openJsonDocuments({ folder });
  const report = (error: unknown) => process.stderr.write(`${String(error)}\n`);
  const desk = createDesk({
    documents,
    clock: systemClock,
    ids: randomIds,
    partnerCenter: recordedInBook,
    report,
  });
  return { desk, documents };
}

/** One reservation bought for a customer. @returns the milliseconds from the click on "buy" to the order on disk. */
export async function purchase({ desk }: BenchDesk, customerId: string): Promise<number> {
  const item = {
    itemId: randomIds.guid(),
    subscriptionId: `${customerId}-plan`,
    productId: PRODUCT_ID,
    quantity: '1',
  };
  const review = await desk.addToCart(ACTOR, customerId, item, 'en');
  const attemptId = randomIds.guid();
  const from = performance.now();
  await desk.buy(ACTOR, customerId, review, attemptId);
  return performance.now() - from;
}
