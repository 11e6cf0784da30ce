/** A refund that was filed and paid before the demo begins. */
import type { ActivityRecord, Reservation, SupportRequest } from '../model.js';
import { rateFor, refundFigures, usageOf } from '../policy/refund.js';
import { addDays } from '../term.js';
import type { Bought, DemoContext } from './demo-context.js';
import { stampOf } from './demo-context.js';
import type { DemoPurchase } from './demo-data.js';
import { guid, microsoftNumber, shortNumber } from './demo-ids.js';

/** What a paid refund makes of a purchase; its figures are worked out as any other's (rules section 4). */
export function refunded(
  { partner, rates, today }: DemoContext,
  { reservation, order }: Bought,
  refund: NonNullable<DemoPurchase['refund']>,
): { reservation: Reservation; request: SupportRequest; records: ActivityRecord[] } {
  const filedOn = addDays(today, -refund.filedDaysAgo);
  const filedAt = `${filedOn}T10:05:00.000Z`;
  const paidAt = `${addDays(today, -refund.paidDaysAgo)}T15:20:00.000Z`;
  const by = stampOf(partner, refund.by);
  const user = partner.users.find(({ id }) => id === refund.by);
  const number = shortNumber('RQ', order.number);
  const { policy } = partner;
  const figures = refundFigures({
    policy: policy.refundPolicy,
    reservation,
    quantity: reservation.quantity,
    usage: usageOf(reservation),
    today: filedOn,
    rate: rateFor(reservation.currency, rates, filedOn),
    capUsedUsd: '0.00',
    roomOn: filedOn,
  });
  const record = (action: string, at: string, change: Pick<ActivityRecord, 'before' | 'after'>) => ({
    id: guid(`activity/${action}/${number}`),
    at,
    by,
    action,
    subject: number,
    ...change,
    outcome: 'done' as const,
  });
  const money = `${figures.payable} ${figures.currency}`;
  return {
    reservation: { ...reservation, status: 'refunded', requestNumber: number },
    request: {
      number,
      at: filedAt,
      by,
      reservationIds: [reservation.id],
      quote: {
        id: guid(`quote/${number}`),
        kind: 'refund',
        at: `${filedOn}T10:00:00.000Z`,
        validUntil: `${filedOn}T10:15:00.000Z`,
        by,
        reservationId: reservation.id,
        figures,
      },
      contact: { name: by.name, email: user?.email ?? '', method: 'email' },
      state: 'paid',
      paidAmount: figures.payable,
      placement: { state: 'placed', number: microsoftNumber(number), at: filedAt, by },
      outcome: { at: paidAt, by },
    },
    records: [
      record('file refund', filedAt, { after: money }),
      record('settle request', paidAt, { before: 'open', after: `paid ${money}` }),
    ],
  };
}
