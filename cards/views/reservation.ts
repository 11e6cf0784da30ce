/** One reservation: what there is to know of it, and the IDs that Support asks for (rules section 3). */
import type { ReservationFacts } from '../../domain/answers.js';
import type { Card } from '../card.js';
import { clean } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { barView } from './bar.js';
import { billingName, productWhere, reservationStateName, scopeName, typeName } from './names.js';

type Row = { readonly label: string; readonly value: string };

/** The card of a reservation: overview, utilization, properties, and from there to a refund or an exchange. */
export function reservationCard(words: Words, facts: ReservationFacts): Card {
  const { reservation, utilization } = facts;
  const t = (key: string) => words.t(`reservation.one.${key}`);
  const product = words.t('reservation.product', {
    quantity: reservation.quantity,
    name: clean(reservation.product.name),
  });
  const view = {
    title: t('title'),
    context: clean(facts.customerName),
    product,
    where: `${typeName(words, reservation.product.type)} · ${productWhere(words, reservation.product)}`,
    facts: overview(words, facts),
    utilization: {
      heading: t('utilization'),
      text: utilization === undefined ? t('utilizationUnknown') : utilizationText(words, utilization),
      bar:
        utilization === undefined
          ? barView([])
          : barView([
              { meaning: 'taken', size: String(utilization) },
              { meaning: 'free', size: String(100 - utilization) },
            ]),
    },
    properties: {
      heading: t('properties'),
      note: t('propertiesNote'),
      rows: [
        { label: t('reservationId'), value: clean(reservation.id) },
        { label: t('orderId'), value: clean(reservation.orderId) },
        { label: t('orderNumber'), value: clean(reservation.orderNumber) },
        // What was not bought at this desk may have none here.
      ].filter(({ value }) => value !== ''),
    },
    returnable: facts.returnable,
    whyNot: t(`whyNot.${facts.state}`),
    refund: t('refund'),
    exchange: t('exchange'),
    all: t('all'),
    customerId: facts.customerId,
    reservationId: reservation.id,
  };
  return renderCard('reservation', '', view, { lang: words.locale, speak: `${t('title')}: ${product}` });
}

/** Rows without a value (no reseller, no open request) are left out. */
function overview(words: Words, facts: ReservationFacts): Row[] {
  const { reservation, state, daysLeft } = facts;
  const t = (key: string, values?: Record<string, string | number>) =>
    words.t(`reservation.one.${key}`, values);
  const customer = clean(reservation.boughtByCustomer ?? '');
  const bought = words.day(reservation.startsOn);
  const ends = words.day(reservation.endsOn);
  return [
    { label: t('state'), value: reservationStateName(words, state) },
    { label: t('request'), value: clean(reservation.requestNumber ?? '') },
    { label: t('quantity'), value: words.number(reservation.quantity) },
    { label: t('price'), value: words.money(facts.price, reservation.currency) },
    { label: t('billing'), value: billingName(words, reservation.billing) },
    {
      label: t('ends'),
      value: daysLeft > 0 ? t('endsIn', { day: ends, days: daysLeft }) : t('ended', { day: ends }),
    },
    { label: t('scope'), value: scopeName(words, reservation.scope) },
    { label: t('subscription'), value: clean(facts.subscriptionName) },
    { label: t('reseller'), value: clean(facts.resellerName ?? '') },
    {
      label: t('bought'),
      value:
        customer === ''
          ? t('boughtByPartner', { day: bought })
          : t('boughtByCustomer', { day: bought, name: customer }),
    },
  ].filter(({ value }) => value !== '');
}

function utilizationText(words: Words, percent: number): string {
  return words.t('reservation.one.utilizationKnown', { percent: words.number(percent) });
}
