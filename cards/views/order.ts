/** One order of the history: when and by whom, what was bought with the IDs that Support asks for, and where it is placed. */
import type { OrderPlaced } from '../../domain/answers.js';
import type { OrderItem } from '../../domain/model.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard, type View } from '../render.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { placementOf, whoDid } from './history-words.js';
import { billingName, productWhere, scopeName, typeName } from './names.js';

/** The card of an order, with the way back to the list; what the customer bought by itself says so (rules section 6). */
export function orderCard(words: Words, placed: OrderPlaced, ask: Ask): Card {
  const { order, customerId, customerName } = placed;
  const t = (key: string) => words.t(`history.order.${key}`);
  const title = words.t('history.order.title', { number: clean(order.number) });
  return renderCard(
    'order',
    ask.cardId,
    {
      title,
      context: short(customerName),
      isOwn: order.boughtByCustomer !== undefined,
      own: words.t('history.row.ownPurchase'),
      facts: [
        { label: t('ordered'), value: words.moment(order.at) },
        { label: t('by'), value: whoDid(words, order.by, order.boughtByCustomer) },
        { label: t('placement'), value: placementOf(words, order.placement) },
      ],
      items: order.items.map((item) => itemView(words, item, placed)),
      totalLabel: t('total'),
      total: words.money(order.total, order.currency),
      recorded: order.placement.state === 'recorded',
      back: t('back'),
      reservations: t('reservations'),
      openPartnerCenter: t('openPartnerCenter'),
      copy: words.t('desk.job.copy'),
      what: `order/${order.number}`,
      close: words.t('history.close'),
      customerId,
    },
    { lang: words.locale, speak: title },
  );
}

function itemView(words: Words, item: OrderItem, { order, names }: OrderPlaced): View {
  const nameOf = (id: string) => short(names[id] ?? id, LONGEST_NAME);
  const ids = {
    reservationId: clean(item.reservationId),
    reservationOrderId: clean(item.reservationOrderId),
    subscription: nameOf(item.subscriptionId),
    ...(item.resellerId === undefined ? {} : { reseller: nameOf(item.resellerId) }),
  };
  return {
    name: short(item.product.name, LONGEST_NAME),
    where: `${typeName(words, item.product.type)} · ${productWhere(words, item.product)}`,
    unit: words.t('history.order.unit', {
      quantity: item.quantity,
      unit: words.money(item.unitPrice, order.currency),
      billing: billingName(words, item.billing),
      scope: scopeName(words, item.scope),
    }),
    price: words.money(item.price, order.currency),
    ids: Object.entries(ids).map(([label, value]) => ({
      label: `${words.t(`history.order.${label}`)} `,
      value,
    })),
  };
}
