/** Which question is understood: every way to ask it, other ways that are not in the data, and nonsense. */
import { describe, expect, it } from '@jest/globals';
import { understand } from '../../cards/questions.js';
import { answerCard, whichQuestionCard } from '../../cards/views/answer.js';
import { type Words, wordsFor } from '../../cards/words.js';
import { pageOf, QUESTIONS, relatedTo } from '../../domain/questions/questions.js';
import { checkCard } from './card-rules.js';

const words = wordsFor('en-US');
const dutch = wordsFor('nl-NL');
const swedish = wordsFor('sv-SE');
const waysToAsk = (spoken: Words) =>
  QUESTIONS.flatMap(({ id }) =>
    [spoken.t(`questions.about.${id}.title`), ...spoken.t(`questions.about.${id}.ask`).split('|')].map(
      (way) => [way, id] as const,
    ),
  );

/** Other ways to ask, none of which stands in the data. */
const PARAPHRASES: readonly (readonly [string, string])[] = [
  ['Is my client allowed to terminate the reservation on their own?', 'customerCancels'],
  ['Up to which date may we still cancel?', 'cancelWhen'],
  ['What penalty do we pay if we terminate early?', 'fee'],
  ['does it cost something to cancel early', 'fee'],
  ['Is there a cooling-off period with 100% back?', 'fiveDays'],
  ['full refund in the first days?', 'fiveDays'],
  ['How do you compute the credit?', 'prorating'],
  ['explain the calculation of the refund', 'prorating'],
  ['Instalments not yet due, are they owed after a refund?', 'proratingMonthly'],
  ['monthly plan refund', 'proratingMonthly'],
  ['What counts as being used?', 'used'],
  ['To whom is the refund paid?', 'whoIsPaid'],
  ['Does Microsoft get in touch with the customer about refunds?', 'whoIsPaid'],
  ['How many dollars can we get refunded at most?', 'cap'],
  ['annual refund ceiling', 'cap'],
  ['when will the allowance be available again', 'capReturns'],
  ['Is the cap reset each calendar year?', 'capReturns'],
  ['my refund exceeds the cap', 'overCap'],
  ['What is the limit when we bill in EUR?', 'capCurrency'],
  ['Can we give back just two of the five machines?', 'partOfQuantity'],
  ['Is Databricks refundable?', 'notReturnable'],
  ['Can OpenShift plans be exchanged or refunded?', 'notReturnable'],
  ['the reservation expired, can we still get money', 'expired'],
  ['What should I select in the support ticket for a refund?', 'howToFile'],
  ['Where can I copy the reservation order ID?', 'ids'],
  ['How do exchanges work?', 'exchangeHow'],
  ['Are exchanges free of charge?', 'exchangeFee'],
  ['can we trade SQL databases for virtual machines', 'exchangeFamily'],
  ['May the region change in an exchange?', 'exchangeFamily'],
  ['How much is the old one worth when exchanging?', 'exchangeValue'],
  ['exchange into a cheaper product', 'exchangeSmaller'],
  ['What may a help desk agent do?', 'whoMayBuy'],
  ['Who is able to grant me access to the subscription?', 'access'],
  ['Do you sell in Nigeria or Niger?', 'markets'],
  ['Which countries are blocked?', 'markets'],
  ['Are these prices net of VAT?', 'tax'],
  ['taxes in Brazil', 'tax'],
  ['Is the licence for SUSE part of the price?', 'software'],
  ['Does the client have to have an Azure plan?', 'subscriptionNeeded'],
  ['They signed the MCA, what changes?', 'agreement'],
  ['Our customer has a pay-as-you-go subscription', 'elsewhere'],
  ['What is meant by shared?', 'sharedScope'],
  ['Could we set another scope afterwards?', 'changeScope'],
  ['Should the vCPUs be raised?', 'quota'],
  ['Can we correct the Partner of Record?', 'reseller'],
  ['may I pay by month', 'monthlyBilling'],
  ['Does a reservation go along if we transfer the subscription from EA?', 'transfer'],
  ['How many minutes is the quote valid?', 'prices'],
  ['Has it really been ordered at Microsoft?', 'recorded'],
  ['Can renewals be automatic?', 'renewing'],
  ['Who is allowed to turn the permission on?', 'whoSwitches'],
  ['What must be in place before enabling permissions?', 'permissionNeeds'],
  ['why does he need to be an owner', 'owner'],
  ['Do I get informed about purchases by my customer?', 'customerBuys'],
  ['What does the client pay if he buys himself?', 'permissionPrice'],
  ['Can our customer renew by itself?', 'customerSelf'],
  ['what happens after disabling the permission', 'permissionOff'],
  ['Is there an audit trail?', 'activityLog'],
  ['If I click buy twice, do I pay double?', 'twice'],
];

const NONSENSE = [
  'sing me a song',
  'flux capacitor',
  'what is the weather like tomorrow',
  'qwertyuiop',
  'lorem ipsum dolor sit amet',
  'fabrikam',
  'how old are you',
  'what',
  '???',
  'x'.repeat(1000),
];

describe('the questions', () => {
  it('are at least thirty, each with three to seven ways to ask, an answer of one to four lines and its page', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(30);
    for (const question of QUESTIONS) {
      const about = `questions.about.${question.id}`;
      const ways = words.t(`${about}.ask`).split('|').length;
      expect([question.id, ways >= 3 && ways <= 7]).toEqual([question.id, true]);
      const lines = words.t(`${about}.answer`).split('\n').length;
      expect([question.id, lines >= 1 && lines <= 4]).toEqual([question.id, true]);
      expect(pageOf(question)).toMatch(/^https:\/\/learn\.microsoft\.com\/partner-center\//);
      expect(words.has(`questions.page.${question.page}`)).toBe(true);
    }
  });

  it('name other questions as related, and never themselves', () => {
    for (const question of QUESTIONS) {
      const related = relatedTo(question).map(({ id }) => id);
      expect(related).toEqual(question.related);
      expect(new Set([question.id, ...related]).size).toBe(related.length + 1);
    }
  });
});

describe('their cards', () => {
  it.each(QUESTIONS)('keep the rules of cards: $id', (question) => {
    expect(checkCard(answerCard(words, question))).toEqual([]);
    expect(checkCard(answerCard(words, question, 'group'))).toEqual([]);
    expect(answerCard(words, question).text).toContain(`: ${pageOf(question)}`);
  });

  it.each(QUESTIONS)('say where the page leaves it open: $id', (question) => {
    const { text } = answerCard(words, question);
    expect(text.includes('The page leaves this open')).toBe(question.basis === 'desk');
    expect(text.includes('Source: ')).toBe(question.basis === 'page');
  });

  it('let one of three be chosen', () => {
    const card = whichQuestionCard(words, QUESTIONS.slice(0, 3));
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('[Can a customer cancel a reservation?]');
  });
});

describe('a question is understood', () => {
  it.each(waysToAsk(words))('first, asked as "%s": %s', (text, id) => {
    expect(understand(words, text).candidates[0]?.id).toBe(id);
  });

  it.each(waysToAsk(dutch))('in Dutch first, asked as "%s": %s', (text, id) => {
    expect(understand(dutch, text).candidates[0]?.id).toBe(id);
  });

  it.each(waysToAsk(swedish))('in Swedish first, asked as "%s": %s', (text, id) => {
    expect(understand(swedish, text).candidates[0]?.id).toBe(id);
  });

  it.each([
    ['Mag mijn klant de reservering zelf opzeggen?', 'customerCancels'],
    ['wat kost het om eerder te stoppen met een reservering', 'fee'],
    ['krijg ik alles terug in de eerste dagen?', 'fiveDays'],
    ['zit er btw in de prijs?', 'tax'],
    ['kunnen we een andere reseller kiezen na de aankoop?', 'reseller'],
    ['in welke landen mag ik niet verkopen?', 'markets'],
    ['wat houdt een gedeeld bereik in', 'sharedScope'],
    ['wie mag de machtiging omzetten', 'whoSwitches'],
  ])('in Dutch among the first three, asked as "%s": %s', (text, id) => {
    expect(understand(dutch, text).candidates.map((question) => question.id)).toContain(id);
  });

  it.each([
    ['Får min kund säga upp reservationen själv?', 'customerCancels'],
    ['vad kostar det att avsluta i förtid', 'fee'],
    ['får jag tillbaka allt de första dagarna?', 'fiveDays'],
    ['ingår moms i priset?', 'tax'],
    ['kan vi välja en annan återförsäljare efter köpet?', 'reseller'],
    ['i vilka länder får jag inte sälja?', 'markets'],
    ['vad innebär delad omfattning', 'sharedScope'],
    ['vem får slå på behörigheten', 'whoSwitches'],
  ])('in Swedish among the first three, asked as "%s": %s', (text, id) => {
    expect(understand(swedish, text).candidates.map((question) => question.id)).toContain(id);
  });

  it.each(PARAPHRASES)('among the first three, asked as "%s": %s', (text, id) => {
    expect(understand(words, text).candidates.map((question) => question.id)).toContain(id);
  });

  it.each([
    ['Can a custmer cancel?', 'customerCancels'],
    ['what does shraed scope mean', 'sharedScope'],
    ['who may switch the premission', 'whoSwitches'],
  ])('in spite of a mistake: "%s"', (text, id) => {
    expect(understand(words, text).candidates.map((question) => question.id)).toContain(id);
  });

  it.each(NONSENSE)('never from nonsense: "%.40s"', (text) => {
    expect(understand(words, text).candidates).toEqual([]);
  });
});
