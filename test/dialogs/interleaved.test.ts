/**
 * Two colleagues in two conversations, whose turns arrive all at once and go on in any order (rules section 8): what
 * holds whatever they type and press.
 */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, sum } from '../../domain/money.js';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { MemoryMemories } from '../support/memory-memories.js';
import { ScheduledDocuments } from '../support/scheduled-documents.js';

/** Far more than it takes: whatever else the machine does, this is no test of time. */
const PATIENCE_MS = 120_000;
const PRESS = 'press';

/** What is typed; or the first button of the newest card is pressed, which confirms where there is something to confirm. */
const turns = fc.array(
  fc.constantFrom(
    'refund fabrikam',
    '1',
    '2',
    '2 x 1',
    'file',
    'buy fabrikam',
    '1 x 2',
    'buy',
    'cancel',
    PRESS,
  ),
  { minLength: 3, maxLength: 9 },
);
/** Leads to a confirmation, so that not all of it comes to nothing. */
const begun = fc.constantFrom(['refund fabrikam', '1'], ['refund fabrikam', '2'], ['buy fabrikam', '1 x 2']);

it(
  'the limit, the quantities, and one effect an attempt',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        begun,
        begun,
        turns,
        turns,
        async (scheduler, first, second, left, right) => {
          const documents = new ScheduledDocuments();
          const demo = await DemoDesk.over(documents, new MemoryMemories());
          const anna = new Chat(demo, { conversationId: 'anna' });
          const giulia = new Chat(demo, { conversationId: 'giulia' });
          await giulia.actAs('global admin');
          for (const text of first) await anna.say(text);
          for (const text of second) await giulia.say(text);
          const before = await demo.customer('fabrikam');
          documents.scheduler = scheduler;
          const take = (chat: Chat) => async (text: string) => {
            if (text !== PRESS) return await chat.say(text);
            const { actions, fields } = chat.newestCard();
            const button = actions.find((action) => !action.startsWith('start ')) ?? 'cancel';
            if (fields.includes('customer')) return await chat.say('1');
            await chat.submit(button);
          };
          await scheduler.waitFor(Promise.all([...left.map(take(anna)), ...right.map(take(giulia))]));
          documents.scheduler = undefined;

          const { requests, reservations, orders, activity } = await demo.customer('fabrikam');
          const counted = requests.map(({ quote }) =>
            quote?.kind === 'refund' ? quote.figures.countsUsd : '0',
          );
          expect(compare(sum(counted, 'USD'), '50000')).toBeLessThanOrEqual(0);
          for (const { orderId, quantity, instalments, currency } of before.reservations) {
            const parts = reservations.filter((one) => one.orderId === orderId);
            expect(parts.reduce((total, part) => total + part.quantity, 0)).toBe(quantity);
            expect(
              sum(
                parts.flatMap((part) => part.instalments),
                currency,
              ),
            ).toBe(sum(instalments, currency));
          }
          const waiting = reservations.flatMap(({ status, requestNumber }) =>
            status === 'refundRequested' ? [requestNumber] : [],
          );
          expect(waiting.sort()).toEqual(requests.map(({ number }) => number).sort());
          const done = activity.slice(before.activity.length).filter(({ outcome }) => outcome === 'done');
          const made = orders.length - before.orders.length + requests.length;
          expect(done).toHaveLength(made);
          expect(
            reservations.filter(({ orderNumber }) =>
              orders.slice(before.orders.length).some(({ number }) => number === orderNumber),
            ),
          ).toHaveLength(
            orders.slice(before.orders.length).reduce((total, { items }) => total + items.length, 0),
          );
        },
      ),
      { numRuns: 25 },
    );
  },
  PATIENCE_MS,
);
