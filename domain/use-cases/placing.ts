/** Handing an act that stands in the book to Partner Center (rules section 2, "Where an act takes effect"). */
import type { Draft } from 'immer';
import type { Me } from '../answers.js';
import type { Actor, Customer, Order, Placement } from '../model.js';
import { prepare } from './act.js';
import { type Ports, stampOf } from './ports.js';

/** As the activity log names it, whether Partner Center took it or somebody placed it by hand. */
export const PLACED = 'placed in Partner Center';

interface Handover {
  readonly customerId: string;
  /** The number of what was done, for the activity log; none where it has no number. */
  readonly subject?: string;
  readonly send: () => Promise<Placement>;
  /** Writes down where it stands now; false where what was done is no longer there to write it on. */
  readonly write: (draft: Draft<Customer>, placement: Placement) => boolean;
}

/**
 * Hands an act over and gives where it stands: placed, and then that is in the book and in the activity log (rules
 * section 7); or recorded. The act stands whatever happens here: where Partner Center can not be reached it is
 * recorded and not placed, which is what the answer then says. Nothing is thrown.
 */
export async function handOver(ports: Ports, actor: Actor, me: Me, act: Handover): Promise<Placement> {
  let placement: Placement = { state: 'recorded' };
  try {
    placement = await act.send();
    if (placement.state === 'placed') await writeDown(ports, actor, me, act, placement);
  } catch (error) {
    ports.report?.(error);
  }
  return placement;
}

/** Hands an order over and gives it as it stands then. Nothing is thrown. */
export async function sendOrder(
  ports: Ports,
  actor: Actor,
  me: Me,
  customer: Customer,
  order: Order,
): Promise<Order> {
  const placement = await handOver(ports, actor, me, {
    customerId: customer.id,
    subject: order.number,
    send: () => ports.partnerCenter.placeOrder(customer, order),
    write: (draft, placed) => {
      const known = draft.orders.find((candidate) => candidate.number === order.number);
      if (known) known.placement = placed;
      return known !== undefined;
    },
  });
  return { ...order, placement };
}

async function writeDown(
  ports: Ports,
  actor: Actor,
  me: Me,
  act: Handover,
  placement: Placement,
): Promise<void> {
  const { subject } = act;
  await prepare(ports, actor, act.customerId, (draft) => {
    if (!act.write(draft, placement)) return;
    draft.activity.push({
      id: ports.ids.guid(),
      at: ports.clock.now().toISOString(),
      by: stampOf(me),
      action: PLACED,
      ...(subject === undefined ? {} : { subject }),
      before: 'recorded',
      after: placement.number === undefined ? 'placed' : `placed ${placement.number}`,
      outcome: 'done',
    });
  });
}
