/** What somebody is shown who asks to be let in, and whoever decides on that. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { newcomerCard } from '../../cards/views/newcomer.js';
import { accessRequestCard, chooseAccessRequestCard } from '../../cards/views/partner/access-requests.js';
import { welcomeCard } from '../../cards/views/welcome.js';
import { type Words, wordsFor } from '../../cards/words.js';
import type { AccessRequest } from '../../domain/model.js';
import type { Asked } from '../../domain/use-cases/partner/asking-access.js';
import { partner, user } from '../support/builders.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { firstPage } from './facts.js';

const words = wordsFor('en-US');
const ask = { cardId: 'card1' };
const AT = '2026-11-21T09:30:00Z';
const OBJECT = 'aaaaaaaa-0000-4000-8000-000000000002';
const request: AccessRequest = { id: 'r1', at: AT, aadObjectId: OBJECT, name: 'Eva Jansson', state: 'open' };
const standings: Exclude<Asked, { kind: 'stranger' }>[] = [
  { kind: 'mayAsk' },
  { kind: 'asked' },
  { kind: 'open', since: AT },
  { kind: 'declined', at: AT, by: LONGEST },
  { kind: 'removed' },
  { kind: 'full' },
  { kind: 'user' },
];
const longRequest = (i: number): AccessRequest => ({
  ...request,
  id: `${i}`.padEnd(80, 'x'),
  aadObjectId: LONGEST,
  name: LONGEST,
  email: LONGEST,
});
const mess = (...ids: string[]) => ({
  ...ask,
  entries: Object.fromEntries(ids.map((id) => [id, LONGEST])),
  errors: Object.fromEntries(ids.map((id) => [id, `This is wrong: ${HOSTILE}`])),
});

const cardsIn = (spoken: Words): Record<string, Card> => ({
  ...Object.fromEntries(standings.map((one) => [`newcomer: ${one.kind}`, newcomerCard(spoken, one)])),
  list: chooseAccessRequestCard(spoken, firstPage([request], 9), ask),
  'nobody asks': chooseAccessRequestCard(spoken, firstPage([]), ask),
  'the worst list': chooseAccessRequestCard(
    spoken,
    firstPage(
      Array.from({ length: 8 }, (_, i) => longRequest(i)),
      50,
    ),
    mess('request'),
  ),
  one: accessRequestCard(spoken, { request, namesakes: [] }, ask),
  'one with an address and a namesake': accessRequestCard(
    spoken,
    { request: { ...request, email: 'eva@partner.example' }, namesakes: [user({ name: 'Eva Jansson' })] },
    ask,
  ),
  'the worst one': accessRequestCard(
    spoken,
    {
      request: longRequest(1),
      namesakes: Array.from({ length: 50 }, () => user({ name: LONGEST, email: LONGEST })),
    },
    mess('name', 'email', 'roles'),
  ),
  greeting: welcomeCard(spoken, {
    me: { user: user(), partner: partner() },
    localMode: false,
    accessRequests: 2,
  }),
});

describe('every card', () => {
  const cases = LOCALES.flatMap((locale) =>
    Object.entries(cardsIn(wordsFor(locale))).map(([name, card]) => ({ name, locale, card })),
  );
  it.each(cases)('keeps the rules of cards: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });
});

describe('they say', () => {
  const cards = cardsIn(words);
  it.each([
    ['newcomer: mayAsk', '[Ask for access]'],
    ['newcomer: open', 'You asked for access on Nov 21, 2026, 09:30 UTC, and nobody has decided yet.'],
    ['list', '1 · Eva Jansson — asked on Nov 21, 2026, 09:30 UTC'],
    ['list', '[Show 9–9 of 9]'],
    ['nobody asks', 'Nobody is waiting'],
    ['one', `Object ID in Microsoft Entra ID\n${OBJECT}`],
    ['one', 'nobody vouches for it'],
    ['one with an address and a namesake', 'Signed in as\neva@partner.example'],
    ['one with an address and a namesake', 'here already: Eva Jansson (ada@partner.example).'],
    ['greeting', '2 colleagues ask for access to this desk\n[Access requests]'],
  ])('%s: %s', (name, text) => {
    expect(cards[name]?.text).toContain(text);
  });

  it('only who may ask has a button', () => {
    for (const { kind } of standings)
      expect(cards[`newcomer: ${kind}`]?.text.includes('[Ask for access]')).toBe(kind === 'mayAsk');
  });

  it('nothing is ticked before somebody decides, and an address that is not known is asked for', () => {
    const inputs = JSON.stringify(cards.one?.content.body);
    expect(inputs).toMatch(/"id":"roles"[^}]*"value":""/);
    expect(inputs).toMatch(/"id":"email"[^}]*"value":""/);
  });
});
