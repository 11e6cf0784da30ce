/** Refunds: rules section 4. */
import fc from 'fast-check';
import type { RequestFiled } from '../../../domain/answers.js';
import { type At, kind } from '../act.js';
import type { RefundQuote, Res } from '../book.js';
import {
  type Code,
  capUsed,
  filedAlready,
  first,
  needsAccess,
  notReturnable,
  overdue,
  quantityProblem,
  rateText,
  resOf,
  sameRefund,
  subOf,
} from '../rules.js';
import { CAP, rateOf, refund } from '../sums.js';
import { pickOf } from './ordering.js';
import {
  addRequest,
  type Contact,
  closeHandovers,
  contact,
  contactProblem,
  keep,
  part,
  quotesOf,
  returned,
  takeOut,
} from './returns.js';

/** What returning so many comes to now, or why it can not be. */
function worked(on: At, one: Res, many: number): Code | Omit<RefundQuote, 'id' | 'at'> {
  const { policy } = on.partnerBook;
  const text = rateText(on.partnerBook, one.currency);
  if (text === undefined) return 'RateMissing';
  const sum = refund(one, many, on.day, policy, rateOf(text), capUsed(on.for, on.day));
  if ('refusal' in sum) return sum.refusal;
  const of = { reservation: one.id, quantity: many, ofQuantity: one.quantity };
  return { kind: 'refund', ...of, policy, rate: text, ...sum };
}

export const quoteRefund = kind<{ pick: number; part: number }, { quote: { id: string } }>(
  'quote refund',
  fc.record({ pick: returned, part }),
  (on, wish) => {
    const one = pickOf(on.for.reservations, wish.pick);
    if (!one) return undefined;
    const many = wish.part || one.quantity;
    const refused = first(notReturnable(one, on.day), quantityProblem(many, one.quantity));
    const sum = refused ?? worked(on, one, many);
    return {
      call: (desk) =>
        desk.quoteRefund(
          on.actor,
          on.customer,
          { reservationId: one.id, quantity: wish.part ? String(many) : '' },
          'en',
        ),
      refusal: typeof sum === 'string' ? sum : undefined,
      apply: ({ quote }) => {
        if (typeof sum === 'object') keep(on, { ...sum, id: quote.id, at: on.now });
      },
    };
  },
);

export const fileRefund = kind<{ pick: number; accepts: boolean; contact: Contact }, RequestFiled>(
  'file refund',
  fc.record({ pick: fc.nat(9), accepts: fc.boolean(), contact }),
  (on, filing) => {
    const quote = pickOf(quotesOf(on, 'refund'), filing.pick);
    if (!quote) return undefined;
    const one = resOf(on.for, quote.reservation);
    const before = capUsed(on.for, on.day);
    const sum =
      first(
        needsAccess(on.me, subOf(on.for, one.sub), one),
        filedAlready(on.for, quote),
        notReturnable(one, on.day),
        contactProblem(filing.contact),
        overdue(quote.at, on.now) || one.quantity !== quote.ofQuantity ? 'QuoteChanged' : undefined,
      ) ?? worked(on, one, quote.quantity);
    return {
      call: (desk, attempt) =>
        desk.fileRefund(
          on.actor,
          on.customer,
          { quoteId: quote.id, acceptsLoss: filing.accepts, contact: filing.contact },
          attempt,
        ),
      action: 'file refund',
      refusal:
        typeof sum === 'string'
          ? sum
          : first(
              sum && sameRefund(sum, quote) ? undefined : 'QuoteChanged',
              quote.fallsAway > 0n && !filing.accepts ? 'LossNotAccepted' : undefined,
            ),
      apply: (answer) => {
        if (typeof sum !== 'object') return;
        if (before + sum.counts > CAP) throw new Error('the cap does not hold');
        const partId = answer.reservations[0]?.id ?? '';
        const returned = takeOut(
          on,
          one.id,
          quote.quantity,
          'refundRequested',
          answer.request.number,
          partId,
        );
        closeHandovers(
          on,
          (wish) =>
            wish.what === 'refund' && wish.reservationId === one.id && wish.quantity === quote.quantity,
        );
        addRequest(on, answer, [returned], { ...quote, ...sum, id: quote.id, at: quote.at });
      },
    };
  },
);
