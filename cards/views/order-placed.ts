/** The order stands: its number, what was bought, the IDs that Support asks for, and where it takes effect. */
import type { OrderPlaced } from '../../domain/answers.js';
import type { OrderItem } from '../../domain/model.js';
import { dayOf } from '../../domain/term.js';
import type { Card } from '../card.js';
import { clean, short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import { billingName, productLine, productWhere, scopeName, typeName } from './names.js';

/** The confirmation of a purchase; says whether it is placed in Partner Center, and if not, what to paste there (rules section 2). */
export function orderPlacedCard(words: Words, { placed }: { readonly placed: OrderPlaced }): Card {
  const { order, customerId, customerName } = placed;
  const money = (amount: string) => words.money(amount, order.currency);
  const recorded = order.placement.state === 'recorded';
  return renderCard(
    'order-placed',
    '',
    {
      title: words.t('buy.placed.title'),
      context: placed.startsOn
        ? words.t('page.placed.context', { customer: short(customerName), day: words.day(placed.startsOn) })
        : short(customerName),
      numberLabel: words.t('buy.placed.orderNumber'),
      number: clean(order.number),
      recorded,
      placement: placementLine(words, placed),
      placementHow: words.t('buy.placed.recordedHow'),
      items: order.items.map((item) => ({
        name: short(item.product.name, LONGEST_NAME),
        where: `${typeName(words, item.product.type)} · ${productWhere(words, item.product)}`,
        unit: words.t('buy.placed.quantityPrice', { quantity: item.quantity, unit: money(item.unitPrice) }),
        price: money(item.price),
        id: clean(item.reservationId),
        orderId: clean(item.reservationOrderId),
      })),
      idLabel: `${words.t('buy.placed.reservationId')} `,
      orderIdLabel: `${words.t('buy.placed.reservationOrderId')} `,
      totalLabel: words.t('buy.placed.total'),
      total: money(order.total),
      pasteTitle: words.t('buy.placed.paste'),
      paste: orderPasteText(words, placed)
        .split('\n')
        .map((line) => ({ line })),
      more: words.t('buy.placed.more'),
      reservations: words.t('buy.placed.reservations'),
      history: jobTitles(words).orders,
      copy: words.t('desk.job.copy'),
      markPlaced: words.t('buy.placed.markPlaced'),
      what: `order/${order.number}`,
      openPartnerCenter: words.t('buy.placed.openPartnerCenter'),
      customerId,
    },
    { lang: words.locale },
  );
}

/** The facts of an order as lines of text to paste into Partner Center; amounts in the order's currency. */
function orderPasteText(words: Words, placed: OrderPlaced): string {
  const { order, customerId, customerName, names, startsOn } = placed;
  return [
    words.t('buy.placed.text.order', { number: clean(order.number), date: words.day(dayOf(order.at)) }),
    words.t('buy.placed.text.customer', { name: short(customerName), id: clean(customerId) }),
    ...(order.renews && startsOn
      ? [words.t('page.placed.renews', { id: clean(order.renews), day: words.day(startsOn) })]
      : []),
    ...order.items.flatMap((item, i) => itemLines(words, item, i + 1, order.currency, names)),
    words.t('buy.placed.text.total', { total: words.money(order.total, order.currency) }),
  ].join('\n');
}

function itemLines(
  words: Words,
  item: OrderItem,
  number: number,
  currency: string,
  names: OrderPlaced['names'],
): string[] {
  const nameOf = (id: string) => short(names[id] ?? id, LONGEST_NAME);
  return [
    words.t('buy.placed.text.item', {
      number,
      quantity: item.quantity,
      product: short(productLine(words, item.product), 2 * LONGEST_NAME),
    }),
    words.t('buy.placed.text.itemPrice', {
      unit: words.money(item.unitPrice, currency),
      price: words.money(item.price, currency),
      billing: billingName(words, item.billing),
      scope: scopeName(words, item.scope),
      subscription: nameOf(item.subscriptionId),
      id: clean(item.subscriptionId),
    }),
    ...(item.resellerId ? [words.t('buy.placed.text.reseller', { reseller: nameOf(item.resellerId) })] : []),
  ];
}

function placementLine(words: Words, { order }: OrderPlaced): string {
  if (order.placement.state === 'recorded') return words.t('buy.placed.recorded');
  const { number } = order.placement;
  return number
    ? words.t('buy.placed.placedNumber', { number: clean(number) })
    : words.t('buy.placed.placedLine');
}
