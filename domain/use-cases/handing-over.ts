/** Handing what was prepared to a colleague who may do it (rules section 1): asking, taking it up, declining, withdrawing. */
import { type Draft, original } from 'immer';
import type { ColleaguesToAsk, HandoverDetail, Me } from '../answers.js';
import {
  type Actor,
  type Cart,
  type CartWish,
  type Customer,
  type Handover,
  LONGEST_NOTE,
  type PartnerUser,
} from '../model.js';
import { Refusal } from '../refusals.js';
import { USERS } from '../store/kinds.js';
import { act, prepare } from './act.js';
import { cartOf } from './cart.js';
import { close, requireOpen } from './closing-handovers.js';
import { subjectOf } from './following-requests.js';
import { mayDo, preparedWish, problemOf } from './handover-wish.js';
import { handoverDetail, itemsOf, pointTo } from './handovers.js';
import { type Ports, requireCustomer, requireUser, stampOf, today } from './ports.js';
import { readPrices, requirePrice, requireProduct } from './prices.js';

/**
 * Whom the user can ask to do what it has prepared.
 * @throws Refusal NothingToHandOver; NobodyElseMay where no colleague may do exactly this.
 */
export async function colleaguesToAsk(
  ports: Ports,
  actor: Actor,
  customerId: string,
  what: string,
): Promise<ColleaguesToAsk> {
  const me = await requireUser(ports, actor);
  const customer = await requireCustomer(ports, actor, customerId);
  const wish = preparedWish(customer, me.user.id, what, ports.clock.now());
  const fit = (await otherUsers(ports, actor)).filter((user) => mayDo(user, customer, wish));
  if (fit.length === 0) throw new Refusal({ code: 'NobodyElseMay' });
  const items = await itemsOf(ports, actor, customer, wish);
  return { customerName: customer.name, wish, items, colleagues: fit };
}

async function otherUsers(ports: Ports, actor: Actor): Promise<PartnerUser[]> {
  const users = (await ports.documents.read(USERS, actor.partnerId))?.users ?? [];
  return users
    .filter(({ id, removed }) => id !== actor.userId && !removed)
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en'));
}

export interface Asking {
  /** As `colleagues` names what was prepared. */
  readonly what: string;
  /** Id of the colleague. */
  readonly colleague: string;
  /** What is said with it; empty: nothing. */
  readonly note: string;
}

/**
 * Hands what the user has prepared to a colleague, who sees it at the next visit.
 * @throws Refusal NothingToHandOver; HandoverInvalid with the fields that are wrong: the colleague is not one who may
 *   do exactly this now, or the note is too long.
 */
export async function askColleague(
  ports: Ports,
  actor: Actor,
  customerId: string,
  { what, colleague, note }: Asking,
  attemptId: string,
): Promise<HandoverDetail> {
  const me = await requireUser(ports, actor);
  const others = await otherUsers(ports, actor);
  const now = ports.clock.now();
  const { customer, outcome } = await act(ports, actor, me, customerId, {
    action: 'ask colleague',
    subject: subjectOf(what),
    attemptId,
    decide(draft) {
      const wish = preparedWish(original(draft) ?? draft, me.user.id, what, now);
      const to = others.find((user) => user.id === colleague && mayDo(user, draft, wish));
      const said = note.trim();
      if (!to || said.length > LONGEST_NOTE) {
        const fields = [...(to ? [] : ['colleague']), ...(said.length > LONGEST_NOTE ? ['note'] : [])];
        throw new Refusal({ code: 'HandoverInvalid', fields });
      }
      const handover: Handover = {
        number: ports.ids.number('HO'),
        at: now.toISOString(),
        from: stampOf(me),
        to: { userId: to.id, name: to.name },
        wish,
        ...(said === '' ? {} : { note: said }),
        state: 'open',
      };
      draft.handovers = [...(draft.handovers ?? []), handover as Draft<Handover>];
      return {
        outcome: { kind: 'handover', number: handover.number },
        trace: { action: 'ask colleague', subject: handover.number, after: `${wish.what}, ${to.name}` },
      };
    },
  });
  const handover = requireHandover(customer, outcome.kind === 'handover' ? outcome.number : '');
  await pointTo(ports, actor, customerId, handover);
  return await handoverDetail(ports, actor, customer, handover);
}

/** @throws Refusal HandoverNotFound. */
function requireHandover<C extends Pick<Customer, 'handovers'>>(
  customer: C,
  number: string,
): NonNullable<C['handovers']>[number] {
  const found = customer.handovers?.find((candidate) => candidate.number === number);
  if (!found) throw new Refusal({ code: 'HandoverNotFound' });
  return found;
}

/**
 * The colleague who was asked says no.
 * @throws Refusal HandoverNotFound where it was not handed to this user; HandoverClosed; ReasonNeeded.
 */
export async function declineHandover(
  ports: Ports,
  actor: Actor,
  customerId: string,
  { number, reason }: { number: string; reason: string },
  attemptId: string,
): Promise<HandoverDetail> {
  const said = reason.trim();
  return await closing(ports, actor, customerId, number, attemptId, 'decline handover', (handover, me) => {
    if (handover.to.userId !== me.user.id) throw new Refusal({ code: 'HandoverNotFound' });
    requireOpen(handover);
    if (said === '' || said.length > LONGEST_NOTE)
      throw new Refusal({ code: 'ReasonNeeded', longest: LONGEST_NOTE });
    close(ports, handover, me, 'declined', { reason: said });
    return `declined: ${said}`;
  });
}

/**
 * Who asked takes it back.
 * @throws Refusal HandoverNotFound where this user did not ask; HandoverClosed.
 */
export async function withdrawHandover(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
  attemptId: string,
): Promise<HandoverDetail> {
  return await closing(ports, actor, customerId, number, attemptId, 'withdraw handover', (handover, me) => {
    if (handover.from.userId !== me.user.id) throw new Refusal({ code: 'HandoverNotFound' });
    requireOpen(handover);
    close(ports, handover, me, 'withdrawn', {});
    return 'withdrawn';
  });
}

async function closing(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
  attemptId: string,
  action: string,
  decide: (handover: Draft<Handover>, me: Me) => string,
): Promise<HandoverDetail> {
  const me = await requireUser(ports, actor);
  const { customer } = await act(ports, actor, me, customerId, {
    action,
    subject: subjectOf(number),
    attemptId,
    decide(draft) {
      const handover = requireHandover(draft, number);
      const after = decide(handover, me);
      return {
        outcome: { kind: 'handover', number },
        trace: { action, subject: number, before: 'open', after },
      };
    },
  });
  return await handoverDetail(ports, actor, customer, requireHandover(customer, number));
}

/**
 * The colleague begins with it: a cart that was handed over becomes the colleague's own, at the prices of now;
 * whatever else is worked out again where it is done. Nothing is ordered, filed or switched here.
 * @throws Refusal HandoverNotFound where it was not handed to this user; HandoverClosed; CartInUse where the colleague
 *   has a cart of its own for this customer; whatever makes it impossible by now, such as HandoverOutdated.
 */
export async function takeUpHandover(
  ports: Ports,
  actor: Actor,
  customerId: string,
  number: string,
): Promise<Handover> {
  const me = await requireUser(ports, actor);
  const prices = await readPrices(ports, actor);
  const now = ports.clock.now();
  const { customer } = await prepare(ports, actor, customerId, (draft) => {
    const handover = requireHandover(original(draft) ?? draft, number);
    if (handover.to.userId !== me.user.id) throw new Refusal({ code: 'HandoverNotFound' });
    requireOpen(handover);
    const problem = problemOf(original(draft) ?? draft, handover, today(ports), now);
    if (problem) throw new Refusal(problem);
    const { wish } = handover;
    if (wish.what !== 'cart') return;
    const own = cartOf(draft, me.user.id, now);
    if (own?.handover === number && own.items.length > 0) return;
    if (own && own.items.length > 0) throw new Refusal({ code: 'CartInUse' });
    draft.carts[me.user.id] = cartFrom(ports, wish, number, draft.currency, (productId) =>
      requirePrice(prices, requireProduct(prices, productId), draft.currency),
    );
  });
  return requireHandover(customer, number);
}

function cartFrom(
  ports: Ports,
  wish: CartWish,
  number: string,
  currency: string,
  priceOf: (productId: string) => string,
): Cart {
  const at = ports.clock.now().toISOString();
  return {
    id: ports.ids.guid(),
    currency,
    segment: wish.segment,
    items: wish.items.map((item) => ({
      id: ports.ids.guid(),
      ...item,
      unitPrice: priceOf(item.productId),
      pricedAt: at,
    })),
    changedAt: at,
    handover: number,
  };
}
