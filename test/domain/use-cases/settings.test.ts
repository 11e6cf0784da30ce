/** Rates, policy and settings as they are told: the latest changes, and what stands where nothing was ever chosen. */
import { describe, expect, it } from '@jest/globals';
import { createDesk } from '../../../domain/desk.js';
import { recordedInBook } from '../../../domain/partner-center.js';
import { Refusal } from '../../../domain/refusals.js';
import type { DocumentKind } from '../../../domain/store/documents.js';
import * as kinds from '../../../domain/store/kinds.js';
import { user } from '../../support/builders.js';
import { CUSTOMER_ID, PRICES, refused, type TestDesk, testDesk } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const key = 'partner-1';
const setRate = (t: TestDesk, currency: string, usdPerUnit: string, day = '', who = 'AdminAgent') =>
  t.desk.setRate(
    t.actor(who),
    { currency, usdPerUnit, day, locale: 'en' },
    `${currency} ${usdPerUnit} ${day}`,
  );

describe('rates', () => {
  it('come with the latest four changes, the newest first, without what was refused', async () => {
    const t = await testDesk();
    expect((await t.desk.rates(t.actor(), 1)).changes).toEqual([]);
    for (const rate of ['1.1', '1.2', '1.3', '1.4', '1.5']) await setRate(t, 'EUR', rate);
    await refused(setRate(t, 'EUR', '99'));
    await refused(setRate(t, 'EUR', '1.6', '', 'SalesAgent'));
    const { changes } = await t.desk.rates(t.actor(), 1);
    expect(changes.map(({ before, after }) => [before, after])).toEqual([
      ['1.4 (2021-01-06)', '1.5 (2021-01-06)'],
      ['1.3 (2021-01-06)', '1.4 (2021-01-06)'],
      ['1.2 (2021-01-06)', '1.3 (2021-01-06)'],
      ['1.1 (2021-01-06)', '1.2 (2021-01-06)'],
    ]);
  });

  it('of which there was none has no before', async () => {
    const t = await testDesk();
    await setRate(t, 'EUR', '1.1');
    const [change] = (await t.desk.rates(t.actor(), 1)).changes;
    expect(change).toMatchObject({ subject: 'EUR', after: '1.1 (2021-01-06)' });
    expect(change).not.toHaveProperty('before');
  });

  it('of another day are another rate, and the other currencies stay', async () => {
    const t = await testDesk({ rates: { GBP: { usdPerUnit: '1.3', day: '2021-01-02' } } });
    expect(await setRate(t, 'EUR', '1.1', '2021-01-05')).toMatchObject({ changed: true, day: '2021-01-05' });
    expect(await setRate(t, 'EUR', '1.1', '2021-01-06')).toMatchObject({ changed: true, day: '2021-01-06' });
    expect(await setRate(t, 'EUR', '1.10', '2021-01-06')).toMatchObject({ changed: false });
    expect((await t.documents.read(kinds.RATES, key))?.rates).toEqual({
      GBP: { usdPerUnit: '1.3', day: '2021-01-02' },
      EUR: { usdPerUnit: '1.1', day: '2021-01-06' },
    });
  });

  it.each([
    ['2021-01-12', 7, false],
    ['2021-01-13', 8, true],
  ])('on %s are %i days old, too old: %j', async (day, ageDays, isOld) => {
    const t = await testDesk({ rates: { EUR: { usdPerUnit: '1.10', day: '2021-01-05' } } });
    t.clock.goTo(day);
    const { rates, oldAfterDays, today } = await t.desk.rates(t.actor(), 1);
    expect(rates.items[0]).toMatchObject({ currency: 'EUR', ageDays, isOld });
    expect([oldAfterDays, today]).toEqual([7, day]);
  });

  it('are listed by currency, eight on a page, never the dollar', async () => {
    const many = ['ZAR', 'SEK', 'NOK', 'DKK', 'GBP', 'CHF', 'AUD'];
    const rates = Object.fromEntries(many.map((code) => [code, { usdPerUnit: '0.5', day: '2021-01-05' }]));
    const t = await testDesk({ rates });
    const page = async (at: number) =>
      (await t.desk.rates(t.actor(), at)).rates.items.map(({ currency }) => currency);
    expect(await page(1)).toEqual(['AUD', 'CHF', 'DKK', 'EUR', 'GBP', 'JPY', 'KWD', 'NOK']);
    expect(await page(2)).toEqual(['SEK', 'ZAR']);
  });

  it('that are refused name the currency that was typed, not all of what was pasted', async () => {
    const t = await testDesk();
    await refused(setRate(t, ` eur${'x'.repeat(60)}`, '1.1'));
    const [record] = (await t.documents.read(kinds.RATES, key))?.activity ?? [];
    expect(record).toMatchObject({ action: 'set rate', subject: `EUR${'X'.repeat(37)}`, outcome: 'refused' });
  });
});

describe('the policy', () => {
  it('is Partner Center’s where none was ever chosen, since no day', async () => {
    const t = await testDesk();
    await t.documents.remove(kinds.POLICY, key);
    expect(await t.desk.policy(t.actor())).toEqual({
      refundPolicy: 'partner-center',
      changes: [],
      mayChange: true,
      rolesThatMay: ['AdminAgent', 'GlobalAdmin'],
    });
    expect(await t.desk.settings(t.actor())).not.toHaveProperty('since');
    expect(await t.desk.setPolicy(t.actor(), 'partner-center', 'a')).toEqual({
      refundPolicy: 'partner-center',
      changed: false,
    });
    expect(await t.desk.setPolicy(t.actor(), 'azure-current', 'b')).toEqual({
      refundPolicy: 'azure-current',
      changed: true,
    });
    const [change] = (await t.desk.policy(t.actor())).changes;
    expect(change).toMatchObject({
      action: 'set refund policy',
      before: 'partner-center',
      after: 'azure-current',
      outcome: 'done',
    });
  });

  it('that was chosen again is in force from the first time on', async () => {
    const t = await testDesk();
    await t.desk.setPolicy(t.actor(), 'azure-current', 'a');
    t.clock.goTo('2021-02-01');
    await t.desk.setPolicy(t.actor(), 'azure-current', 'b');
    expect(await t.desk.policy(t.actor())).toMatchObject({ since: '2021-01-06' });
    await t.desk.setPolicy(t.actor(), 'partner-center', 'c');
    expect(await t.desk.policy(t.actor())).toMatchObject({ since: '2021-02-01' });
  });

  it('refused is in the log of whoever tried', async () => {
    const t = await testDesk();
    await refused(t.desk.setPolicy(t.actor('SalesAgent'), 'azure-current', 'a'));
    expect((await t.documents.read(kinds.POLICY, key))?.activity).toMatchObject([
      { action: 'set refund policy', outcome: 'refused', by: { userId: 'SalesAgent' } },
    ]);
    expect(await t.desk.policy(t.actor())).toMatchObject({ refundPolicy: 'partner-center', changes: [] });
  });
});

describe('the settings at a glance', () => {
  it('tell the partner, the rates, the oldest of the price lists and how many colleagues there are', async () => {
    const { USD, EUR } = PRICES.lists;
    if (!USD || !EUR) throw new Error('no such list');
    const lists = { USD: { ...USD, asOf: '2020-12-20' }, EUR: { ...EUR, asOf: '2020-12-06' } };
    const rates = { EUR: { usdPerUnit: '1.10', day: '2020-12-01' } };
    const t = await testDesk({ prices: { ...PRICES, lists }, rates });
    expect(await t.desk.settings(t.actor('SalesAgent'))).toEqual({
      partnerName: 'Partner One',
      refundPolicy: 'partner-center',
      since: '2020-01-01',
      rates: [{ currency: 'EUR', usdPerUnit: '1.10', day: '2020-12-01', ageDays: 36, isOld: true }],
      pricesAsOf: '2020-12-06',
      pricesAgeDays: 31,
      colleagues: 7,
      removed: 1,
    });
  });

  it('without a price list tell no age of it, and of one that comes tomorrow none below zero', async () => {
    const t = await testDesk({ prices: { ...PRICES, lists: {} } });
    expect(await t.desk.settings(t.actor())).not.toHaveProperty('pricesAsOf');
    expect(await t.desk.settings(t.actor())).toMatchObject({ pricesAgeDays: 0, rates: [] });
    await t.put(kinds.PRICES, { ...PRICES, lists: { USD: { asOf: '2021-01-07', prices: {} } } });
    expect(await t.desk.settings(t.actor())).toMatchObject({ pricesAsOf: '2021-01-07', pricesAgeDays: 0 });
  });

  it.each(['left', 'nobody'])('are not for %s', async (who) => {
    const { desk, actor } = await testDesk();
    const me = actor(who);
    const asked = [
      desk.settings(me),
      desk.rates(me, 1),
      desk.policy(me),
      desk.colleagues(me, 1),
      desk.colleague(me, 'AdminAgent'),
      desk.findColleagues(me, ''),
      desk.customerPrices(me, CUSTOMER_ID, {}),
    ];
    expect(await Promise.all(asked.map(refused))).toEqual(asked.map(() => ({ code: 'UnknownUser' })));
  });
});

describe('the log of the partner’s own documents', () => {
  /** One of them can not be read. */
  class Damaged extends MemoryDocuments {
    damaged: string | undefined;
    error: Error = new Refusal({ code: 'DocumentUnreadable', file: 'data/rates/p.json', reason: 'cutOff' });

    override async read<T>(kind: DocumentKind<T>, of: string): Promise<T | undefined> {
      if (kind.name === this.damaged) throw this.error;
      return await super.read(kind, of);
    }
  }
  const changed = async () => {
    const documents = new Damaged();
    const t = { ...(await testDesk({ documents })), documents };
    await setRate(t, 'EUR', '1.1');
    await t.desk.setPolicy(t.actor(), 'azure-current', 'a');
    return t;
  };
  const actionsIn = ({ rows }: { rows: { items: readonly { entry: { action: string } }[] } }) =>
    rows.items.map(({ entry }) => entry.action).sort();

  it('names a file that can not be read, and has the rest', async () => {
    const t = await changed();
    const whole = await t.desk.activityLog(t.actor(), {}, 1);
    expect([actionsIn(whole), whole.unreadable]).toEqual([['set rate', 'set refund policy'], []]);
    t.documents.damaged = kinds.RATES.name;
    const { unreadable, ...rest } = await t.desk.activityLog(t.actor(), {}, 1);
    expect([actionsIn(rest), unreadable]).toEqual([['set refund policy'], ['data/rates/p.json']]);
  });

  it('is no answer where something else fails', async () => {
    const t = await changed();
    t.documents.damaged = kinds.RATES.name;
    t.documents.error = new Error('no such disk');
    await expect(t.desk.activityLog(t.actor(), {}, 1)).rejects.toThrow('no such disk');
  });
});

describe('an act on one of them', () => {
  it('is told as done, refused, or repeated', async () => {
    const { documents, actor, clock } = await testDesk();
    const told: unknown[] = [];
    const ids = { guid: () => 'guid', number: () => 'number' };
    const desk = createDesk({
      documents,
      clock,
      ids,
      partnerCenter: recordedInBook,
      told: (act) => told.push(act),
    });
    await desk.setPolicy(actor(), 'azure-current', 'a');
    await desk.setPolicy(actor(), 'azure-current', 'a');
    await refused(desk.setPolicy(actor('SalesAgent'), 'azure-current', 'b'));
    await refused(desk.setPolicy(actor('SalesAgent'), 'azure-current', 'b'));
    expect(told).toEqual(
      ['done', 'repeated', 'refused', 'repeated'].map((outcome) => ({
        action: 'set refund policy',
        outcome,
      })),
    );
  });

  it('may be done by whoever has one role that allows it beside others', async () => {
    const both = user({ id: 'both', roles: ['SalesAgent', 'GlobalAdmin'] });
    const t = await testDesk({ users: [both] });
    expect(await t.desk.policy(t.actor('both'))).toMatchObject({ mayChange: true });
    expect(await t.desk.setPolicy(t.actor('both'), 'azure-current', 'a')).toMatchObject({ changed: true });
  });
});
