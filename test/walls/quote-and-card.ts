/**
 * What without-sdk.test.ts compiles and runs where no package for bots is installed: the demo book on disk, a refund
 * quoted through the desk, and its card. Prints what came of it as JSON. Its argument: a folder for the book.
 */
import { refundQuoteCard } from '../../cards/views/refund-quote.js';
import { wordsFor } from '../../cards/words.js';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { createDesk, randomIds } from '../../domain/desk.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';

const DAY = '2026-11-21';
const words = wordsFor('en-US');
const clock = { now: () => new Date(`${DAY}T09:00:00.000Z`) };

const documents = await openJsonDocuments({ folder: process.argv[2] ?? '' });
await seedDemoBook(documents, clock);
const desk = createDesk({ documents, clock, ids: randomIds, partnerCenter: recordedInBook });
const actor = await desk.userWithRole('AdminAgent');
if (!actor) throw new Error('the demo book has an Admin agent');
const found = await desk.findCustomers(actor, { text: 'fabrikam' }, words.country);
const customerId = found.items[0]?.id ?? '';
const { reservations } = await desk.reservations(actor, customerId, { returnable: true });
const wish = { reservationId: reservations.items[0]?.reservation.id ?? '', quantity: '1' };
const answer = await desk.quoteRefund(actor, customerId, wish, words.locale);
const card = refundQuoteCard(words, { answer });
await documents.close();

const { payable, currency } = answer.quote.figures;
process.stdout.write(
  JSON.stringify({
    payable: words.money(payable, currency),
    card,
    loadable: await loadable(['botbuilder', 'botbuilder-dialogs', 'botframework-connector', 'restify']),
  }),
);

/** Those of these packages that this program could load. */
async function loadable(names: readonly string[]): Promise<string[]> {
  const loaded = await Promise.all(
    names.map((name) =>
      import(name).then(
        () => [name],
        () => [],
      ),
    ),
  );
  return loaded.flat();
}
