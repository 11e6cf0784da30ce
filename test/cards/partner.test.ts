/** The cards about the partner's own data and people. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { activityTable } from '../../cards/views/history-table.js';
import { chooseColleagueCard, colleagueCard } from '../../cards/views/partner/colleagues.js';
import { customerPricesCard } from '../../cards/views/partner/customer-prices.js';
import { policyCard } from '../../cards/views/partner/policy.js';
import { ratesCard } from '../../cards/views/partner/rates.js';
import { settingsCard } from '../../cards/views/partner/settings.js';
import { type Words, wordsFor } from '../../cards/words.js';
import { type ActivityRecord, type PartnerUser, ROLES } from '../../domain/model.js';
import type {
  ColleagueFacts,
  CustomerPricesFacts,
  PolicyFacts,
  RatesFacts,
  SettingsFacts,
} from '../../domain/use-cases/partner/answers.js';
import { activityRecord, user } from '../support/builders.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { firstPage, longProduct, product } from './facts.js';

const words = wordsFor('en-US');
const ask = { cardId: 'card1' };
const said = (card?: Card) => (card?.text ?? '').replaceAll('\u00a0', ' ');
/** Everything filled in with hostile text, and everything wrong. */
const mess = (ids: readonly string[]) => ({
  ...ask,
  entries: Object.fromEntries(ids.map((id) => [id, LONGEST])),
  errors: Object.fromEntries(ids.map((id) => [id, `This is wrong: ${HOSTILE}`])),
});

const may = { mayChange: true, rolesThatMay: ['AdminAgent', 'GlobalAdmin'] as const, changes: [] };
const change = (over: Partial<ActivityRecord>): ActivityRecord =>
  activityRecord({ at: '2026-11-21T09:30:00Z', ...over });
const longChanges = Array.from({ length: 4 }, () =>
  change({
    by: { userId: 'u', name: LONGEST, roles: [...ROLES] },
    subject: LONGEST,
    before: LONGEST,
    after: LONGEST,
  }),
);
const longUser = (i: number): PartnerUser => ({
  id: `${i}`.padEnd(80, 'x'),
  name: LONGEST,
  email: LONGEST,
  roles: [...ROLES],
});

const settings: SettingsFacts = {
  partnerName: 'Contoso Cloud',
  refundPolicy: 'partner-center',
  since: '2026-01-01',
  rates: [
    { currency: 'EUR', usdPerUnit: '1.0870', day: '2026-11-01', ageDays: 20, isOld: true },
    { currency: 'SEK', usdPerUnit: '0.0962', day: '2026-11-19', ageDays: 2, isOld: false },
    { currency: 'KWD', ageDays: 0, isOld: false },
  ],
  pricesAsOf: '2026-11-18',
  pricesAgeDays: 3,
  colleagues: 5,
  removed: 1,
};
const rates: RatesFacts = {
  ...may,
  rates: firstPage(settings.rates, 9),
  oldAfterDays: 7,
  today: '2026-11-21',
  changes: [change({ subject: 'EUR', before: '1.0870 (2026-11-01)', after: '1.0832 (2026-11-21)' })],
};
const policy: PolicyFacts = {
  ...may,
  refundPolicy: 'azure-current',
  since: '2026-11-21',
  changes: [change({ before: 'partner-center', after: 'azure-current' })],
};
const colleague: ColleagueFacts = {
  ...may,
  colleague: user({ roles: ['HelpdeskAgent'] }),
  isMe: false,
  changes: [
    change({ subject: 'Ada', before: 'none', after: 'HelpdeskAgent, SalesAgent' }),
    change({ subject: 'Ada', before: 'removed', after: 'none' }),
  ],
};
const prices: CustomerPricesFacts = {
  ...may,
  customerId: 'fabrikam',
  customerName: 'Fabrikam',
  currency: 'USD',
  hasRule: true,
  markupPercent: '12.5',
  ownPrices: 1,
  products: firstPage(
    [
      {
        product,
        partnerPrice: '519.00',
        customer: { one: '600.00', all: '600.00', source: 'ownPrice' },
      },
      { product, partnerPrice: '519.00', customer: { one: '583.88', all: '583.88', source: 'markup' } },
    ],
    23,
  ),
  changes: [
    change({ before: '0%', after: '12.5%' }),
    change({ subject: 'Standard_D2s_v5 · westeurope · P1Y', before: '—', after: '600.00 USD' }),
  ],
};

const ordinaryIn = (spoken: Words): Record<string, Card> => ({
  settings: settingsCard(spoken, settings),
  'choose a colleague': chooseColleagueCard(
    spoken,
    {
      ...may,
      accessRequests: 2,
      colleagues: firstPage([user(), user({ id: 'left', removed: true, roles: [] })], 12),
    },
    ask,
  ),
  colleague: colleagueCard(spoken, colleague, ask),
  'somebody removed': colleagueCard(spoken, { ...colleague, colleague: user({ removed: true }) }, ask),
  oneself: colleagueCard(spoken, { ...colleague, isMe: true, changes: [] }, ask),
  'a colleague, to look at': colleagueCard(spoken, { ...colleague, mayChange: false }, ask),
  rates: ratesCard(spoken, rates, ask),
  'rates, to look at': ratesCard(spoken, { ...rates, mayChange: false }, ask),
  'no rates': ratesCard(spoken, { ...rates, rates: firstPage([]), changes: [] }, ask),
  policy: policyCard(spoken, policy, ask),
  'policy, to look at': policyCard(spoken, { ...policy, mayChange: false, changes: [] }, ask),
  prices: customerPricesCard(spoken, { facts: prices, query: '' }, ask),
  'prices, to look at': customerPricesCard(
    spoken,
    { facts: { ...prices, mayChange: false }, query: '' },
    ask,
  ),
  'no products': customerPricesCard(
    spoken,
    { facts: { ...prices, hasRule: false, products: firstPage([]) }, query: 'xyz' },
    ask,
  ),
});

const worstIn = (spoken: Words): Record<string, Card> => ({
  settings: settingsCard(spoken, {
    ...settings,
    partnerName: LONGEST,
    rates: Array.from({ length: 150 }, () => ({ currency: 'EUR', ageDays: 0, isOld: true })),
  }),
  'choose a colleague': chooseColleagueCard(
    spoken,
    {
      mayChange: false,
      rolesThatMay: ROLES,
      accessRequests: 50,
      colleagues: firstPage(
        Array.from({ length: 8 }, (_, i) => longUser(i)),
        100_000,
      ),
    },
    mess(['colleague']),
  ),
  colleague: colleagueCard(
    spoken,
    { ...colleague, colleague: longUser(1), changes: longChanges },
    mess(['roles']),
  ),
  rates: ratesCard(
    spoken,
    {
      ...rates,
      rates: firstPage(
        Array.from({ length: 8 }, () => ({
          currency: 'EUR',
          usdPerUnit: '999999999999999.1234567890',
          day: '2020-01-01',
          ageDays: 9999,
          isOld: true,
        })),
        200,
      ),
      changes: longChanges,
    },
    mess(['currency', 'rate', 'day']),
  ),
  policy: policyCard(spoken, { ...policy, changes: longChanges }, mess(['policy'])),
  prices: customerPricesCard(
    spoken,
    {
      facts: {
        ...prices,
        customerName: LONGEST,
        ownPrices: 100_000,
        products: firstPage(
          Array.from({ length: 8 }, () => ({
            product: longProduct,
            partnerPrice: '999999999999.99',
            customer: { one: '9999999999999.99', all: '9999999999999.99', source: 'ownPrice' as const },
          })),
          100_000,
        ),
        changes: longChanges,
      },
      query: LONGEST,
    },
    mess(['markup', 'search', 'product', 'price']),
  ),
});

describe('every card', () => {
  const cases = (make: (spoken: Words) => Record<string, Card>) =>
    LOCALES.flatMap((locale) =>
      Object.entries(make(wordsFor(locale))).map(([name, card]) => ({ name, locale, card })),
    );
  it.each(cases(ordinaryIn))('keeps the rules of cards: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });
  it.each(cases(worstIn))('keeps them with the worst that there is: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });
});

describe('they say', () => {
  const ordinary = ordinaryIn(words);
  it.each<[string, string]>([
    ['settings', 'Rates  2 currencies oldest of Nov 1, 2026, 20 days ago'],
    ['settings', 'Too old to be used without a warning: EUR'],
    ['settings', 'No refund can be quoted without a rate: KWD'],
    ['settings', '5 colleagues 1 removed'],
    ['choose a colleague', '2 · Ada Admin — removed'],
    ['colleague', 'Helpdesk agent — orders and requests where access was given'],
    ['colleague', 'none → Helpdesk agent, Sales agent'],
    ['somebody removed', '[Bring back]'],
    ['oneself', 'Nobody changes their own roles'],
    ['a colleague, to look at', 'Changing it takes the role Admin agent or Global admin'],
    ['rates', '1.0870 of Nov 1, 2026 20 days old: refunds are quoted with a warning'],
    ['rates', 'KWD  no rate: no refund can be quoted'],
    ['rates', 'EUR: 1.0870 of Nov 1, 2026 → 1.0832 of Nov 21, 2026'],
    ['policy', 'with a fee of 12%; at most USD 50,000.00 a customer in 365 days'],
    ['policy', 'Partner Center → Azure today'],
    ['prices', 'Markup 12.5%, 1 product with a price of its own'],
    ['prices', 'USD 600.00 own price · yours USD 519.00'],
    ['prices', 'Standard_D2s_v5 · West Europe · 1 year: — → USD 600.00'],
    ['no products', 'No product fits “xyz”'],
  ])('%s: %s', (name, text) => {
    expect(said(ordinary[name])).toContain(text);
  });

  it.each(['a colleague, to look at', 'oneself', 'rates, to look at', 'policy, to look at'])(
    '%s has no field and nothing to press but leaving',
    (name) => {
      const json = JSON.stringify(ordinary[name]?.content.body);
      expect(json).not.toContain('Input.');
      expect(said(ordinary[name])).not.toMatch(/\[(Save|Remove|Bring|Set|Put)/);
    },
  );

  it('in a file what is the partner’s own without a customer', () => {
    const entry = change({ action: 'set rate', subject: 'EUR', before: '1.0870 (2026-11-01)' });
    const { rows } = activityTable(words, {
      rows: [{ customerId: '', customerName: '', entry }],
      unreadable: [],
    });
    expect(rows[0]?.slice(0, 4)).toEqual(['2026-11-21 09:30:00', '', '', 'Ada Admin']);
    expect(rows[0]?.slice(7, 10)).toEqual(['Rate set', 'EUR', '1.0870 of Nov 1, 2026']);
  });

  it('figures as the language writes them', () => {
    const dutch = ordinaryIn(wordsFor('nl-NL'));
    expect(said(dutch.rates)).toContain('1,0870 van 1 nov 2026');
    expect(said(dutch.prices)).toContain('0% → 12,5%');
    expect(said(ordinaryIn(wordsFor('sv-SE')).prices)).toContain('12,5 %');
  });
});
