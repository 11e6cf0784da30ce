/** What may come of a request (rules section 3, "Outcome"). */
import { describe, expect, it } from '@jest/globals';
import {
  currencyOf,
  type OutcomeWish,
  outcomesFor,
  requireOpen,
  requireOutcome,
  settledRequest,
  statusAfter,
} from '../../../domain/policy/settlement.js';
import { refundRequest, refusalOf, stamp, supportRequest, user } from '../../support/builders.js';

const REFUND = refundRequest();
const QUESTION = supportRequest();
const LATER = { at: '2021-02-01T12:00:00Z', by: stamp(user({ id: 'bob', name: 'Bob Colleague' })) };

describe('what may come of a request', () => {
  it.each([
    ['refund', ['paid', 'declined', 'withdrawn']],
    ['exchange', ['done', 'declined', 'withdrawn']],
    ['support', ['done', 'declined', 'withdrawn']],
  ] as const)('a %s: %j', (kind, outcomes) => {
    expect(outcomesFor(kind)).toEqual(outcomes);
  });

  it.each([
    ['paid', 'refunded'],
    ['done', 'exchanged'],
    ['declined', 'active'],
    ['withdrawn', 'active'],
  ] as const)('%s: its reservations are %s', (state, status) => {
    expect(statusAfter(state)).toBe(status);
  });

  it('a refund is paid in the currency of its quote; what has no quote has no currency', () => {
    expect(currencyOf(refundRequest({ figures: { currency: 'EUR' } }))).toBe('EUR');
    expect(currencyOf(QUESTION)).toBeUndefined();
  });
});

describe('the outcome as it was typed', () => {
  it.each<[OutcomeWish, object]>([
    [
      { outcome: 'paid', amount: '1,234.50' },
      { state: 'paid', paidAmount: '1234.50' },
    ],
    [
      { outcome: 'paid', amount: '0' },
      { state: 'paid', paidAmount: '0.00' },
    ],
    [
      { outcome: 'declined', reason: '  Too late ' },
      { state: 'declined', reason: 'Too late' },
    ],
    [
      { outcome: 'declined', reason: 'x'.repeat(300) },
      { state: 'declined', reason: 'x'.repeat(300) },
    ],
    [{ outcome: 'withdrawn' }, { state: 'withdrawn' }],
    [
      { outcome: 'withdrawn', reason: 'Mistake' },
      { state: 'withdrawn', reason: 'Mistake' },
    ],
  ])('%j', (wish, outcome) => {
    expect(requireOutcome(REFUND, wish, 'en')).toEqual(outcome);
  });

  it('a question is done, without an amount', () => {
    expect(requireOutcome(QUESTION, { outcome: 'done', amount: '5', reason: 'x' }, 'en')).toEqual({
      state: 'done',
    });
  });

  it.each<[string, OutcomeWish, object]>([
    [
      'a refund is not done',
      { outcome: 'done' },
      { code: 'OutcomeNotPossible', outcomes: ['paid', 'declined', 'withdrawn'] },
    ],
    ['nothing is open again', { outcome: 'open' }, { code: 'OutcomeNotPossible' }],
    [
      'an amount is needed',
      { outcome: 'paid' },
      { code: 'AmountInvalid', text: '', currency: 'USD', problem: 'unreadable' },
    ],
    ['a reason is needed', { outcome: 'declined' }, { code: 'ReasonNeeded', longest: 300 }],
    ['blanks are no reason', { outcome: 'declined', reason: '  ' }, { code: 'ReasonNeeded', longest: 300 }],
    ['too long', { outcome: 'withdrawn', reason: 'x'.repeat(301) }, { code: 'ReasonNeeded', longest: 300 }],
  ])('%s', (_, wish, facts) => {
    expect(refusalOf(() => requireOutcome(REFUND, wish, 'en'))).toMatchObject(facts);
  });
});

describe('a request that is settled', () => {
  const paid = settledRequest(REFUND, { state: 'paid', paidAmount: '10.00' }, LATER.at, LATER.by);
  const withdrawn = settledRequest(QUESTION, { state: 'withdrawn', reason: 'Mistake' }, LATER.at, LATER.by);

  it('says what came of it, by whom and when, and stays what it was', () => {
    expect(paid).toEqual({ ...REFUND, state: 'paid', paidAmount: '10.00', outcome: LATER });
    expect(withdrawn).toEqual({ ...QUESTION, state: 'withdrawn', outcome: { ...LATER, reason: 'Mistake' } });
  });

  it('is no longer open', () => {
    expect(refusalOf(() => requireOpen(REFUND))).toBeUndefined();
    expect(refusalOf(() => requireOpen(paid))).toEqual({
      ...{ code: 'RequestSettled', requestNumber: REFUND.number, state: 'paid' },
      first: { by: 'Bob Colleague', at: LATER.at },
    });
  });

  it('of which nobody noted who settled it names whoever filed it', () => {
    const old = refundRequest({ state: 'declined' });
    expect(refusalOf(() => requireOpen(old))).toMatchObject({ first: { by: old.by.name, at: old.at } });
  });
});
