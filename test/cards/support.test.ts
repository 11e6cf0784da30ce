/** The cards of a support request of any kind: what it is about, the form, and how it stands once it is filed. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { chooseRequestCard } from '../../cards/views/choose-request.js';
import { chooseTopicCard } from '../../cards/views/choose-topic.js';
import { portalFormText } from '../../cards/views/portal-form.js';
import { requestCard } from '../../cards/views/request.js';
import { requestFiledCard } from '../../cards/views/request-filed.js';
import { requestOutcomeCard } from '../../cards/views/request-outcome.js';
import { settleRequestCard } from '../../cards/views/settle-request.js';
import { supportFormCard } from '../../cards/views/support-form.js';
import { type Words, wordsFor } from '../../cards/words.js';
import type { RequestDetail, Settlement } from '../../domain/answers.js';
import type { MatterRequest } from '../../domain/model.js';
import { supportRequest } from '../support/builders.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { firstPage } from './facts.js';
import { ANNA, aReservation, said, worstPage } from './reservation-samples.js';

const ask = { cardId: 'card1' };
const TOPIC = { issueType: 'quotas', problemType: 'computeVm', category: 'vcpuIncrease' };

function detail(request: MatterRequest = supportRequest(), over: Partial<RequestDetail> = {}): RequestDetail {
  return {
    request,
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    reservations: [],
    subscription: { id: 'sub-1', name: 'Production' },
    ageDays: 2,
    mine: false,
    mayManage: true,
    ...over,
  };
}

const worstRequest = supportRequest({
  by: { ...ANNA, name: LONGEST },
  matter: {
    ...supportRequest().matter,
    subject: LONGEST.slice(0, 120),
    description: `${HOSTILE}\n`.repeat(20).slice(0, 1500),
  },
  contact: { name: LONGEST, email: LONGEST, phone: LONGEST, method: 'phone' },
});
const worstDetail = detail(worstRequest, {
  customerName: LONGEST,
  subscription: { id: LONGEST, name: LONGEST },
  reservations: worstPage()
    .items.slice(0, 1)
    .map(({ reservation }) => reservation),
});
const FIELDS = [
  'subject',
  'description',
  'severity',
  'subscription',
  'reservation',
  'contactName',
  'contactEmail',
];
const mess = {
  ...ask,
  entries: Object.fromEntries(FIELDS.map((id) => [id, LONGEST.repeat(10)])),
  errors: Object.fromEntries(FIELDS.map((id) => [id, `This is wrong: ${HOSTILE}`])),
};

function settlement(one: RequestDetail): Settlement {
  const cap = { capUsd: '50000.00', usedUsd: '0.00', leftUsd: '50000.00' };
  return { ...one, state: 'done', becomes: 'active', purchases: [], capBefore: cap, capAfter: cap };
}

const cardsIn = (words: Words): Record<string, Card> => ({
  'issue types': chooseTopicCard(words, { customerName: LONGEST, path: {} }, ask),
  categories: chooseTopicCard(
    words,
    { customerName: LONGEST, path: { issueType: 'billing', problemType: 'reservationManagement' } },
    { ...ask, entries: { topic: LONGEST }, errors: { topic: HOSTILE } },
  ),
  'an empty form': supportFormCard(words, { customerName: 'Fabrikam', topic: TOPIC, subscriptions: [] }, ask),
  'the fullest form': supportFormCard(
    words,
    {
      customerName: LONGEST,
      topic: TOPIC,
      subscriptions: Array.from({ length: 60 }, (_, i) => ({ id: `${i}${'x'.repeat(78)}`, name: LONGEST })),
      ...(worstDetail.reservations[0] ? { reservation: worstDetail.reservations[0] } : {}),
    },
    mess,
  ),
  filed: requestFiledCard(words, detail()),
  'the longest filed': requestFiledCard(words, worstDetail),
  request: requestCard(words, detail(), ask),
  'the longest request': requestCard(words, worstDetail, ask),
  'its outcomes': settleRequestCard(words, worstDetail, ask),
  'an outcome': requestOutcomeCard(words, settlement(worstDetail), ask),
  'in a list': chooseRequestCard(
    words,
    {
      list: { requests: firstPage(Array.from({ length: 8 }, () => worstDetail)), unreadable: [] },
      onlyOpen: true,
    },
    ask,
  ),
});
const cards = cardsIn(wordsFor('en-US'));
const text = (name: string) => said(cards[name]?.text ?? '');

describe('the cards of a support request', () => {
  it.each(
    LOCALES.flatMap((locale) =>
      Object.entries(cardsIn(wordsFor(locale))).map(([name, card]) => ({ name, locale, card })),
    ),
  )('keep the rules of cards, also at their longest: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });

  it('show no amounts and no limit: there is no money in it', () => {
    for (const name of ['filed', 'request', 'its outcomes', 'an outcome', 'in a list']) {
      expect(text(name)).not.toMatch(/USD|refund limit|Refund expected/);
    }
    expect(cards['its outcomes']?.content).toMatchObject({
      body: expect.not.arrayContaining([expect.objectContaining({ id: 'amount' })]),
    });
  });

  it('say what each severity means', () => {
    expect(text('an empty form')).toMatch(/A · Critical: services are down/);
    expect(text('an empty form')).toMatch(/B · Moderate: work goes on/);
    expect(text('an empty form')).toMatch(/C · Minimal: a question/);
  });

  it('offer the outcomes done, declined and withdrawn', () => {
    expect(text('its outcomes')).toMatch(/1 · Done[\s\S]*2 · Declined[\s\S]*3 · Withdrawn/);
  });
});

describe('the text for the form of the portal', () => {
  it('has every field, and the lines of the description as they were written', () => {
    expect(portalFormText(detail())).toEqual([
      'Issue type: Service and subscription limits (quotas)',
      'Problem type: Compute-VM (cores-vCPUs) subscription limit increases',
      'Category: Increase of the vCPU (cores) limit',
      'Severity: B - Moderate impact',
      'Subject: More cores',
      'Description: Please raise the limit',
      'to 64 in West Europe.',
      'Customer: Contoso Ltd',
      'Subscription: Production',
      'Subscription ID: sub-1',
      'Our number: request-2',
      'Contact name: Ada Admin',
      'Contact e-mail: ada@partner.example',
      'Preferred contact method: E-mail',
    ]);
  });

  it('has the three numbers of the reservation that it is about', () => {
    const reservation = aReservation();
    expect(portalFormText(detail(undefined, { reservations: [reservation] }))).toEqual(
      expect.arrayContaining([
        `Reservation ID: ${reservation.id}`,
        `Reservation order ID: ${reservation.orderId}`,
        `Order number: ${reservation.orderNumber}`,
      ]),
    );
  });

  it('is in English in every language, and the card says why', () => {
    const dutch = said(requestCard(wordsFor('nl-NL'), detail(), ask).text);
    expect(dutch).toContain('Severity: B - Moderate impact');
    expect(dutch).toContain('in het Engels, want dat zijn het formulier en de ondersteuning van Microsoft');
  });
});
