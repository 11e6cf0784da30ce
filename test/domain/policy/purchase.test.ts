import { describe, expect, it } from '@jest/globals';
import type { Subscription } from '../../../domain/model.js';
import {
  defaultScope,
  pricesInclude,
  requireAgreement,
  requireBilling,
  requireQuantity,
  requireReseller,
  requireScope,
  requireUsableSubscription,
  scopesFor,
  subscriptionProblem,
} from '../../../domain/policy/purchase.js';
import { customer, partner, product, refusalOf, subscription } from '../../support/builders.js';

const AGREEMENT = { firstName: 'Ann', lastName: 'Owner', email: 'ann@customer.example', date: '2021-01-06' };

describe('the subscription', () => {
  const unsigned = customer();
  const signed = customer({ agreement: AGREEMENT });
  const named = (rest: Partial<Subscription>) => subscription({ name: 'S', ...rest });

  it.each<[string, Subscription, 'signed' | 'unsigned', object | undefined]>([
    ['an active Azure plan is usable', named({ offer: 'azurePlan' }), 'unsigned', undefined],
    [
      'an active Azure plan is usable once the agreement is signed',
      named({ offer: 'azurePlan' }),
      'signed',
      undefined,
    ],
    ['an active Azure Global is usable before the agreement', named({}), 'unsigned', undefined],
    [
      'an Azure Global is not, once the agreement is signed',
      named({}),
      'signed',
      { code: 'NeedsAzurePlan', subscription: 'S' },
    ],
    [
      'a suspended one is not',
      named({ state: 'suspended' }),
      'unsigned',
      { code: 'SubscriptionNotActive', subscription: 'S' },
    ],
    [
      'a cancelled one is not',
      named({ offer: 'azurePlan', state: 'cancelled' }),
      'signed',
      { code: 'SubscriptionNotActive', subscription: 'S' },
    ],
    [
      'one that the customer has elsewhere never counts',
      named({ offer: 'other', offerName: 'Pay-As-You-Go' }),
      'unsigned',
      { code: 'SubscriptionElsewhere', subscription: 'S', offer: 'Pay-As-You-Go' },
    ],
    [
      'elsewhere is said first, whatever its state',
      named({ offer: 'other', state: 'cancelled' }),
      'signed',
      { code: 'SubscriptionElsewhere', subscription: 'S', offer: '' },
    ],
  ])('%s', (_name, given, agreement, refusal) => {
    const whose = agreement === 'signed' ? signed : unsigned;
    expect(refusalOf(() => requireUsableSubscription(whose, given))).toEqual(refusal);
    expect(subscriptionProblem(whose, given)).toBe(refusal && 'code' in refusal ? refusal.code : undefined);
  });
});

describe('the acceptance of the Microsoft Customer Agreement', () => {
  it('is taken as typed, without the blanks around it and without what else comes along', () => {
    expect(
      requireAgreement(
        { ...AGREEMENT, firstName: '  Ann ', email: ' ann@customer.example', more: 1 },
        '2021-01-06',
      ),
    ).toEqual(AGREEMENT);
  });

  it.each([
    ['nothing', undefined, ['firstName', 'lastName', 'email', 'date']],
    ['null', null, ['firstName', 'lastName', 'email', 'date']],
    ['a text', 'Ann', ['firstName', 'lastName', 'email', 'date']],
    ['blank names', { ...AGREEMENT, firstName: '  ', lastName: '' }, ['firstName', 'lastName']],
    ['no address', { ...AGREEMENT, email: 'ann' }, ['email']],
    ['no such day', { ...AGREEMENT, date: '2021-02-29' }, ['date']],
    ['another way to write days', { ...AGREEMENT, date: '06/01/2021' }, ['date']],
    ['a number', { ...AGREEMENT, firstName: 7 }, ['firstName']],
    ['a very long name', { ...AGREEMENT, lastName: 'x'.repeat(101) }, ['lastName']],
  ])('names the fields that are missing or wrong: %s', (_name, text, fields) => {
    expect(refusalOf(() => requireAgreement(text, '2021-03-01'))).toEqual({
      code: 'AgreementInvalid',
      fields,
    });
  });

  it('has a date that is not in the future', () => {
    expect(refusalOf(() => requireAgreement(AGREEMENT, '2021-01-06'))).toBeUndefined();
    expect(refusalOf(() => requireAgreement(AGREEMENT, '2021-01-05'))).toEqual({
      code: 'AgreementDateInFuture',
      date: '2021-01-06',
    });
  });
});

describe('the quantity', () => {
  it.each<[string | number, string | undefined, number]>([
    ['3', undefined, 3],
    [' 3 ', undefined, 3],
    [3, undefined, 3],
    ['1000', 'nl', 1000],
    ['1,000', undefined, 1000],
    ['1,000', 'en', 1000],
    ['1.000', 'nl', 1000],
    ['1.000', 'de-DE', 1000],
    ['1.000', 'es', 1000],
    ['1 000', 'sv', 1000],
    ['1\u00a0000', 'sv', 1000],
    ['1 000', 'fr', 1000],
    ["1'000", 'de-CH', 1000],
    ['1,00,000', 'en-IN', 100000],
    ['1,000', 'not a locale', 1000],
  ])('%p (%s) is %d', (text, locale, expected) => {
    expect(requireQuantity(text, 1_000_000, locale)).toBe(expected);
  });

  it.each<[string | number, string | undefined]>([
    ['', undefined],
    ['   ', undefined],
    ['1.5', undefined],
    ['1,5', 'nl'],
    ['1.5', 'nl'],
    ['1.50', 'nl'],
    ['1.000', 'en'],
    ['1,000', 'nl'],
    ['1 000', 'en'],
    ['10,00', 'en'],
    ['1,00,000', 'en'],
    ['-1', undefined],
    ['+1', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['3 apples', undefined],
    ['three', undefined],
    ['∞', undefined],
    ['1 2', 'sv'],
    [1.5, undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [1e21, undefined],
  ])('%p (%s) is no whole number, and is not made into one', (text, locale) => {
    expect(refusalOf(() => requireQuantity(text, 1_000_000, locale))).toEqual({
      code: 'QuantityNotWhole',
      text: String(text).trim(),
    });
  });

  it.each<[string | number]>([['0'], [0], ['11'], ['99999999999999999999'], ['1,000'], ['9'.repeat(400)]])(
    '%p is not from 1 to the maximum of 10',
    (text) => {
      expect(refusalOf(() => requireQuantity(text, 10, 'en'))).toEqual({
        code: 'QuantityOutOfRange',
        maximum: 10,
      });
    },
  );

  it('is repeated in the refusal up to 40 characters, none of them cut in two', () => {
    expect(refusalOf(() => requireQuantity('🍏'.repeat(60), 10))).toEqual({
      code: 'QuantityNotWhole',
      text: '🍏'.repeat(40),
    });
  });
});

describe('the scope', () => {
  it('is shared at purchase under an Azure plan; else single, or shared if wanted', () => {
    const plan = subscription({ offer: 'azurePlan' });
    expect(scopesFor(plan)).toEqual(['shared']);
    expect(defaultScope(plan)).toBe('shared');
    expect(refusalOf(() => requireScope(plan, 'single'))).toEqual({
      code: 'ScopeNotOffered',
      scope: 'single',
    });
    expect(refusalOf(() => requireScope(plan, 'shared'))).toBeUndefined();

    const legacy = subscription({ offer: 'azureGlobal' });
    expect(scopesFor(legacy)).toEqual(['single', 'shared']);
    expect(defaultScope(legacy)).toBe('single');
    expect(refusalOf(() => requireScope(legacy, 'single'))).toBeUndefined();
  });
});

describe('billing', () => {
  it('is monthly only where the product has a billing plan', () => {
    const once = product({ name: 'P', billingPlans: ['oneTime'] });
    expect(refusalOf(() => requireBilling(product(), 'monthly'))).toBeUndefined();
    expect(refusalOf(() => requireBilling(once, 'oneTime'))).toBeUndefined();
    expect(refusalOf(() => requireBilling(once, 'monthly'))).toEqual({
      code: 'BillingPlanNotOffered',
      product: 'P',
    });
  });
});

describe('the reseller', () => {
  const provider = partner({
    kind: 'indirectProvider',
    resellers: [{ id: 'r1', name: 'R One', mpnId: '1' }],
  });

  it('is required of an indirect provider, and one of its own', () => {
    expect(requireReseller(provider, 'r1')).toBe('r1');
    expect(refusalOf(() => requireReseller(provider))).toEqual({ code: 'ResellerNeeded' });
    expect(refusalOf(() => requireReseller(provider, ''))).toEqual({ code: 'ResellerNeeded' });
    expect(refusalOf(() => requireReseller(provider, 'r2'))).toEqual({ code: 'ResellerUnknown' });
  });

  it('is none for a direct partner', () => {
    expect(requireReseller(partner())).toBeUndefined();
    expect(requireReseller(partner(), 'r1')).toBeUndefined();
  });
});

describe('a quantity at its bounds', () => {
  it.each([1, 7])('%i of 7 is one', (quantity) => {
    expect(requireQuantity(quantity, 7)).toBe(quantity);
  });

  it.each([0, 8])('%i of 7 is none', (quantity) => {
    expect(refusalOf(() => requireQuantity(quantity, 7))).toEqual({ code: 'QuantityOutOfRange', maximum: 7 });
  });
});

describe('tax', () => {
  it.each([
    ['BR', 'tax'],
    ['NL', 'noTax'],
  ])('prices of a partner in %s: %s', (location, include) => {
    expect(pricesInclude({ location })).toBe(include);
  });
});

describe('the reseller', () => {
  it('is one of several', () => {
    const resellers = [
      { id: 'one', name: 'One', mpnId: '1' },
      { id: 'two', name: 'Two', mpnId: '2' },
    ];
    expect(requireReseller({ kind: 'indirectProvider', resellers }, 'two')).toBe('two');
  });
});
