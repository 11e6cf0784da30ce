/** The cards of notices: the rules of cards at their worst, and what stands on them. */
import { describe, expect, it } from '@jest/globals';
import { noticeCard } from '../../cards/views/notice.js';
import { noticeSettingsCard, noticesSavedText } from '../../cards/views/notice-settings.js';
import { wordsFor } from '../../cards/words.js';
import type { NoticeGroup, NoticeRow, NoticeSettings } from '../../domain/answers/notices.js';
import { NOTICE_KINDS, type NoticeKind } from '../../domain/model.js';
import { englishLeft, shownOn } from '../support/english-left.js';
import { plainSpaces, ShownCard } from '../support/shown-card.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';

const words = wordsFor('en-US');
const LONG_ID = 'i'.repeat(80);

/** A row of each kind with this name for all that comes from the book. */
function rowOf(kind: NoticeKind, name: string, id = LONG_ID): NoticeRow {
  const whose = { customerId: id, customerName: name };
  const reserved = { ...whose, reservationId: id, product: name, quantity: 100_000 };
  switch (kind) {
    case 'expiring7':
    case 'expiring30':
      return { kind, ...reserved, endsOn: '2026-12-04', daysLeft: 13, renewalRefused: false };
    case 'customerPurchase':
      return { kind, ...reserved, day: '2026-11-20' };
    case 'requestOutcome':
      return { kind, ...whose, number: name, about: 'exchange', state: 'declined', by: name };
    case 'lowUtilization':
      return { kind, ...reserved, highest: 12 };
    case 'capNearlyUsed':
      return { kind, ...whose, usedUsd: '999999999999.99', capUsd: '50000.00' };
    case 'accessRequest':
      return { kind, requestId: id, name, at: '2026-11-21T09:45:00Z' };
  }
}

const group = (kind: NoticeKind, name: string, total: number): NoticeGroup => ({
  kind,
  total,
  rows: Array.from({ length: Math.min(8, total) }, () => rowOf(kind, name)),
});
const settings: NoticeSettings = {
  wanted: ['expiring7', 'lowUtilization'],
  kinds: NOTICE_KINDS,
  threshold: 50,
  quiet: { from: '18:00', to: '08:00' },
  timeZone: 'Europe/Stockholm',
};
const shown = (card: ReturnType<typeof noticeCard>) => new ShownCard(card.content, '');

describe.each(LOCALES)('in %s', (locale) => {
  const spoken = wordsFor(locale);

  it.each(NOTICE_KINDS)(
    'a card about %s keeps the rules with one row, and with many and the longest names',
    (kind) => {
      expect(checkCard(noticeCard(spoken, group(kind, 'Fabrikam', 1)))).toEqual([]);
      expect(checkCard(noticeCard(spoken, group(kind, LONGEST, 100_000)))).toEqual([]);
    },
  );

  it('the card to choose keeps the rules, and with everything wrong', () => {
    const ids = ['wanted', 'threshold', 'from', 'to', 'timeZone'];
    const all = (text: string) => Object.fromEntries(ids.map((id) => [id, text]));
    const mess = { cardId: 'card1', entries: all(LONGEST), errors: all(LONGEST) };
    expect(checkCard(noticeSettingsCard(spoken, settings, { cardId: 'card1' }))).toEqual([]);
    expect(checkCard(noticeSettingsCard(spoken, settings, mess))).toEqual([]);
  });

  it('nothing is left in English', () => {
    const { language } = spoken;
    if (language === 'en') return;
    for (const kind of NOTICE_KINDS)
      expect(englishLeft(shownOn(noticeCard(spoken, group(kind, '', 9))), language)).toEqual([]);
    const card = noticeSettingsCard(spoken, { ...settings, timeZone: '' }, { cardId: 'card1' });
    expect(englishLeft(shownOn(card).replaceAll(/Europe\/\w+/g, ''), language)).toEqual([]);
  });
});

describe('a notice', () => {
  it('of one says what it is, and its buttons are about that', () => {
    const card = shown(noticeCard(words, group('expiring30', 'Fabrikam', 1)));
    expect(card.text).toBe(
      [
        '1 reservation expires within 30 days',
        'After its end date a reservation brings no discount any more.',
        '100,000 × Fabrikam Fabrikam · expires Dec 4, 2026  in 13 days',
        '[Renew]  [Open]  [What expires]  [Change notices]',
      ].join('\n'),
    );
    expect(card.fields).toEqual([]);
    expect(card.press('start renew')).toMatchObject({
      cardId: '',
      job: 'renew',
      about: `customerId=${LONG_ID}&reservationId=${LONG_ID}`,
    });
    expect(card.press('start expiring').about).toBe('');
  });

  it('of several asks which one, and says how many more there are', () => {
    const rows = ['first', 'second'].map((id) => rowOf('expiring7', id, id));
    const card = shown(noticeCard(words, { kind: 'expiring7', rows, total: 10 }));
    expect(card.text).toMatch(/^10 reservations expire within 7 days\n/);
    expect(card.text).toMatch(/^and 8 more$/m);
    expect(card.fields).toEqual(['noticed']);
    expect(card.press('start renew').noticed).toBe('customerId=first&reservationId=first');
    const second = card.choice('noticed', /second/);
    expect(card.press('start reservations', { noticed: second }).noticed).toBe(
      'customerId=second&reservationId=second',
    );
  });

  it('of a refused renewal says so, and does not offer to renew what has ended', () => {
    const row = { ...rowOf('expiring7', 'Fabrikam'), daysLeft: -2, renewalRefused: true } as NoticeRow;
    const card = shown(noticeCard(words, { kind: 'expiring7', rows: [row], total: 1 }));
    expect(card.text).toMatch(/^Automatic renewal was refused for 1 reservation\n/);
    expect(card.text).toMatch(/Fabrikam · automatic renewal refused {2}expired$/m);
    expect(card.actions).toEqual(['start reservations', 'start expiring', 'start notices']);
  });

  it.each<[NoticeKind, string[]]>([
    ['expiring7', ['renew', 'reservations', 'expiring', 'notices']],
    ['expiring30', ['renew', 'reservations', 'expiring', 'notices']],
    ['customerPurchase', ['reservations', 'permissions', 'orders', 'attention', 'notices']],
    ['requestOutcome', ['requests', 'requests', 'notices']],
    ['lowUtilization', ['reservations', 'exchange', 'compare', 'attention', 'notices']],
    ['capNearlyUsed', ['customers', 'exchange', 'requests', 'attention', 'notices']],
    ['accessRequest', ['accessRequests', 'notices']],
  ])('about %s has the ways to what is next', (kind, jobs) => {
    const card = shown(noticeCard(words, group(kind, 'Fabrikam', 1)));
    expect(card.actions).toEqual(jobs.map((job) => `start ${job}`));
  });

  it.each<[NoticeKind, RegExp]>([
    ['customerPurchase', /^A customer has bought by itself\n.*you pay.*\n.*Fabrikam · bought Nov 20, 2026$/m],
    ['requestOutcome', /^Exchange Fabrikam Fabrikam · recorded by Fabrikam {2}Declined$/m],
    ['lowUtilization', /Fabrikam {2}12% at most$/m],
    ['capNearlyUsed', /^Fabrikam Refund limit {2}USD 999,999,999,999\.99 of USD 50,000\.00$/m],
    ['accessRequest', /^Fabrikam asked Nov 21, 2026, 09:45 UTC$/m],
  ])('about %s says the facts', (kind, text) => {
    expect(shown(noticeCard(words, group(kind, 'Fabrikam', 1))).text).toMatch(text);
  });
});

describe('choosing notices', () => {
  it('shows what was chosen, and keeps what was filled in', () => {
    const card = shown(noticeSettingsCard(words, settings, { cardId: 'card1' }));
    expect(card.value('wanted')).toBe('expiring7,lowUtilization');
    expect(card.choices('wanted')).toEqual([...NOTICE_KINDS]);
    expect(['threshold', 'from', 'to', 'timeZone'].map((id) => card.value(id))).toEqual([
      '50',
      '18:00',
      '08:00',
      'Europe/Stockholm',
    ]);
    const entries = { wanted: '', from: 'noon' };
    const again = shown(noticeSettingsCard(words, settings, { cardId: 'card1', entries }));
    expect([again.value('wanted'), again.value('from')]).toEqual(['', 'noon']);
  });

  it('says that quiet hours are counted in UTC only where no time zone was chosen', () => {
    const { timeZone: _, ...none } = settings;
    expect(noticeSettingsCard(words, none, { cardId: 'a' }).text).toMatch(/counted in UTC/);
    expect(noticeSettingsCard(words, settings, { cardId: 'a' }).text).not.toMatch(/UTC/);
  });

  it.each<[string, NoticeSettings, string]>([
    [
      'everything',
      settings,
      'Saved. You get notices about 2 things, each once. Hardly used means below 50%. Nothing is sent between 18:00 and 08:00 (Europe/Stockholm).',
    ],
    ['nothing', { wanted: [], kinds: NOTICE_KINDS, threshold: 50 }, 'Saved. You get no notices.'],
    [
      'a time zone',
      { wanted: ['expiring7'], kinds: NOTICE_KINDS, threshold: 50, timeZone: 'UTC' },
      'Saved. You get notices about 1 thing, each once. Your time zone is UTC.',
    ],
  ])('says what stands: %s', (_, chosen, text) => {
    expect(plainSpaces(noticesSavedText(words, chosen))).toBe(text);
  });
});
