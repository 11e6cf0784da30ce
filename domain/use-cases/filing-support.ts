/** A support request of any kind (rules section 3, "New support request"): what it is about, checked, and filed. */
import { z } from 'zod';
import type { RequestFiled } from '../answers.js';
import {
  type Actor,
  type Customer,
  LONGEST_DESCRIPTION,
  LONGEST_SUBJECT,
  type MatterRequest,
  type Reservation,
  SEVERITIES,
  type Subscription,
  type SupportMatter,
} from '../model.js';
import { requireTopic, type TopicPath } from '../policy/support-topics.js';
import { Refusal } from '../refusals.js';
import { type Ports, requireCustomer, requireUser, stampOf } from './ports.js';
import { fileRequest, filingRights, requireContact } from './requests.js';

/** What is asked, as chosen and typed. */
export interface SupportWish extends TopicPath {
  readonly severity: string;
  readonly subject: string;
  readonly description: string;
  /** ID of the reservation that it is about; empty: none. */
  readonly reservationId: string;
  /** ID of the subscription that it is about; empty: that of the reservation, or none. */
  readonly subscriptionId: string;
  readonly contact: Readonly<Record<string, string>>;
}

/** The fields as a person types them, with blanks around them; what else comes along is left out. */
const typedSchema = z.object({
  severity: z.enum(SEVERITIES),
  subject: z.string().trim().min(1).max(LONGEST_SUBJECT),
  description: z.string().trim().min(1).max(LONGEST_DESCRIPTION),
});

/**
 * Files a support request about anything but a refund or an exchange. It returns nothing, pays nothing and does not
 * count against the cap.
 * @throws Refusal SupportInvalid with the fields that are missing, too long or not known; ContactInvalid; NeedsRole,
 *   NeedsAccess (with a reservation or a subscription: to that one; without: to one of the customer's).
 */
export async function fileSupport(
  ports: Ports,
  actor: Actor,
  customerId: string,
  wish: SupportWish,
  attemptId: string,
): Promise<RequestFiled> {
  const me = await requireUser(ports, actor);
  await requireCustomer(ports, actor, customerId);
  return await fileRequest(ports, actor, me, customerId, attemptId, {
    action: 'file support request',
    subject: undefined,
    request(draft) {
      const { matter, reservation, subscription } = requireMatter(draft, wish);
      const { filingNeeds } = filingRights(
        me,
        draft,
        reservation ? [reservation] : [],
        subscription ? [subscription] : [],
      );
      if (filingNeeds) throw new Refusal(filingNeeds);
      const request: MatterRequest = {
        number: ports.ids.number('RQ'),
        at: ports.clock.now().toISOString(),
        by: stampOf(me),
        reservationIds: reservation ? [reservation.id] : [],
        matter,
        contact: requireContact(wish.contact),
        state: 'open',
        placement: { state: 'recorded' },
      };
      return { request, after: matter.subject };
    },
  });
}

/** What is asked, checked. @throws Refusal SupportInvalid with all the fields that are wrong. */
function requireMatter(
  customer: Customer,
  wish: SupportWish,
): { matter: SupportMatter; reservation?: Reservation; subscription?: Subscription } {
  const topic = requireTopic(wish);
  const typed = typedSchema.safeParse(wish);
  const reservationId = wish.reservationId.trim().toLowerCase();
  const reservation = customer.reservations.find(({ id }) => id.toLowerCase() === reservationId);
  const subscriptionId = wish.subscriptionId === reservation?.subscriptionId ? '' : wish.subscriptionId;
  const subscription = customer.subscriptions.find(({ id }) => id === subscriptionId);
  const wrong = [
    ...(typed.success ? [] : typed.error.issues.map(({ path }) => String(path[0]))),
    ...(reservationId !== '' && !reservation ? ['reservation'] : []),
    ...(subscriptionId !== '' && !subscription ? ['subscription'] : []),
  ];
  if (!typed.success || wrong.length > 0) throw new Refusal({ code: 'SupportInvalid', fields: wrong });
  return {
    matter: { ...topic, ...typed.data, ...(subscription ? { subscriptionId: subscription.id } : {}) },
    ...(reservation ? { reservation } : {}),
    ...(subscription ? { subscription } : {}),
  };
}
