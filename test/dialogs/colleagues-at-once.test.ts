/** Different attempts at the same thing (rules section 8): two tabs of one user, two colleagues on one customer. */
import { describe, expect, it, jest } from '@jest/globals';
import { sum } from '../../domain/money.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

// Far more than it takes: whatever else the machine does, these are no tests of time.
jest.setTimeout(120_000);

describe.each(CHANNELS)('on %s', (channel) => {
  /** Two conversations; both of Anna's, unless the second is of somebody else. */
  const open = async (second?: string) => {
    const demo = await DemoDesk.open();
    const anna = new Chat(demo, { channel, conversationId: 'first' });
    const other = new Chat(demo, { channel, conversationId: 'second' });
    if (second) await other.actAs(second);
    return { demo, anna, other };
  };
  const type = async (chat: Chat, ...texts: string[]) => {
    for (const text of texts) await chat.say(text);
  };
  const orders = async (demo: DemoDesk) => (await demo.customer('fabrikam')).orders;

  describe('two tabs of one user', () => {
    it('with one cart under review: the second is told that it is ordered, and by whom', async () => {
      const { demo, anna, other } = await open();
      await type(anna, 'buy fabrikam', '1 x 2');
      await type(other, 'buy fabrikam', 'review');
      expect(other.card('review').text).toBe(anna.card('review').text);
      await anna.submit('buy');
      await other.submit('buy');
      other.text(/This cart has been ordered already[\s\S]*Anna Lindqvist placed it on .*: order RD-/);
      expect(await orders(demo)).toHaveLength(5);
    });

    it('both pressed at the same moment: one order, and one of them is told of the other', async () => {
      const { demo, anna, other } = await open();
      await type(anna, 'buy fabrikam', '1 x 2');
      await type(other, 'buy fabrikam', 'review');
      await Promise.all([anna.submit('buy'), other.submit('buy')]);
      const said = [anna, other].map((chat) => chat.said.map(({ text }) => text).join('\n'));
      expect(said.filter((text) => /^Order recorded/m.test(text))).toHaveLength(1);
      expect(said.filter((text) => /This cart has been ordered already/.test(text))).toHaveLength(1);
      expect(await orders(demo)).toHaveLength(5);
    });

    it('the cart changed in the other: the new review is shown instead of buying', async () => {
      const { demo, anna, other } = await open();
      await type(anna, 'buy fabrikam', '1 x 2');
      await type(other, 'buy fabrikam', 'review', 'quantity 3');
      await anna.submit('buy');
      const review = anna.card('review');
      expect(review.text).toMatch(/changed/i);
      expect(review.value(review.field('quantity_'))).toBe('3');
      expect(await orders(demo)).toHaveLength(4);
      await anna.submit('buy');
      expect((await orders(demo)).at(-1)?.items[0]?.quantity).toBe(3);
    });

    it('one refund quoted in both: the second is told of the request, and nothing is filed twice', async () => {
      const { demo, anna, other } = await open();
      for (const chat of [anna, other]) await type(chat, 'refund fabrikam', '1');
      await anna.submit('file');
      await other.submit('file');
      other.text(/Anna Lindqvist filed request RQ-.*Nothing was filed a second time/);
      expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
    });
  });

  describe('two colleagues on one customer', () => {
    it('who each buy have bought twice', async () => {
      const { demo, anna, other } = await open('global admin');
      for (const chat of [anna, other]) await type(chat, 'buy fabrikam', '1 x 2');
      await Promise.all([anna.submit('buy'), other.submit('buy')]);
      expect(
        (await orders(demo))
          .slice(4)
          .map(({ by }) => by?.name)
          .sort(),
      ).toEqual(['Anna Lindqvist', 'Giulia Rossi']);
    });

    it.each([
      ['refund fabrikam', '1'],
      ['exchange fabrikam', '3', '1 x 40'],
    ])(
      'who both quote and both file (%s): the second is told by whom, when and what stands',
      async (...typed) => {
        const { demo, anna, other } = await open('global admin');
        for (const chat of [anna, other]) await type(chat, ...typed);
        await Promise.all([anna.submit('file'), other.submit('file')]);
        const said = [anna, other].map((chat) => chat.said.map(({ text }) => text).join('\n'));
        expect(said.filter((text) => /^Request filed/m.test(text))).toHaveLength(1);
        const second = said.find((text) => !/^Request filed/m.test(text));
        expect(second).toMatch(
          /A colleague was first[\s\S]*filed request RQ-\d+ for this reservation on .*UTC/,
        );
        expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
      },
    );

    it('one files part of what the other has quoted: that one is told, and the quote is worked out again', async () => {
      const { demo, anna, other } = await open('global admin');
      await type(anna, 'refund fabrikam', '2');
      await type(other, 'refund fabrikam', '2 x 1', 'file');
      await anna.submit('file');
      anna.text(/Giulia Rossi has returned part of this reservation since, on /);
      anna.card('refund-quote');
      await anna.submit('file');
      const { requests, reservations } = await demo.customer('fabrikam');
      expect(requests).toHaveLength(2);
      const parts = reservations.filter(({ product }) => product.name === 'Standard_B12ms');
      expect(parts.map(({ quantity, status }) => [quantity, status])).toEqual([
        [1, 'refundRequested'],
        [1, 'refundRequested'],
      ]);
    });

    it('what is left of the limit goes to the first; the second is quoted again and asked about what falls away', async () => {
      const { demo, anna, other } = await open('global admin');
      await demo.change('fabrikam', ({ reservations }) => {
        const [first, second] = reservations.filter(({ status }) => status === 'active');
        for (const one of [first, second]) {
          if (!one) continue;
          one.instalments = ['30000.00'];
          one.startsOn = '2026-11-20';
          one.endsOn = '2027-11-20';
          one.utilization = [];
        }
      });
      await type(anna, 'refund fabrikam', '1');
      await type(other, 'refund fabrikam', '2');
      await Promise.all([anna.submit('file'), other.submit('file')]);
      const waiting = [anna, other].find((chat) => chat.waitsAt('refund-quote'));
      waiting?.text(/falls away/);
      await waiting?.say('file');
      expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
      await waiting?.submit('file');
      const { requests } = await demo.customer('fabrikam');
      const counted = requests.map(({ quote }) => (quote?.kind === 'refund' ? quote.figures.countsUsd : '0'));
      expect(sum(counted, 'USD')).toBe('50000.00');
      expect(requests).toHaveLength(2);
    });

    it.each([
      [
        'the policy',
        (demo: DemoDesk) =>
          demo.desk
            .userWithRole('GlobalAdmin')
            .then((who) => who && demo.desk.setPolicy(who, 'azure-current', 'attempt')),
      ],
      ['a day that passes', async (demo: DemoDesk) => demo.wait({ minutes: 16 })],
    ])(
      '%s changed between quote and filing: a new quote is shown instead of filing',
      async (_what, change) => {
        const { demo, anna } = await open();
        await type(anna, 'refund fabrikam', '1');
        await change(demo);
        await anna.submit('file');
        anna.card('refund-quote');
        expect((await demo.customer('fabrikam')).requests).toEqual([]);
        await anna.submit('file');
        anna.text(/Request filed/);
      },
    );

    it('a rate changed between quote and filing: a new quote at the rate of now', async () => {
      const { demo, anna, other } = await open('global admin');
      await type(anna, 'refund contoso', '1');
      await type(other, 'rate EUR 1.2345');
      await anna.submit('file');
      expect(anna.card('refund-quote').text).toMatch(/1\.2345/);
      expect(
        (await demo.customer('contoso')).requests.filter(({ by }) => by?.name === 'Anna Lindqvist'),
      ).toEqual([]);
    });

    it('a price changed between review and buying: the new review instead of buying', async () => {
      const { demo, anna } = await open();
      await type(anna, 'buy fabrikam', '1 x 2');
      await demo.reprice(({ lists }) => {
        for (const id of Object.keys(lists.USD?.prices ?? {})) if (lists.USD) lists.USD.prices[id] = '999.00';
      });
      await anna.submit('buy');
      expect(anna.card('review').text).toMatch(/USD 1,998\.00/);
      expect(await orders(demo)).toHaveLength(4);
    });

    it('one changes the scope, the other only the subscription: neither puts back what the other has changed', async () => {
      const { demo, anna, other } = await open('global admin');
      await demo.change('fabrikam', ({ subscriptions }) => {
        const [first] = subscriptions;
        if (first) subscriptions.push({ ...first, id: 'sub-test', name: 'Fabrikam Test' });
      });
      for (const chat of [anna, other]) await type(chat, 'configure fabrikam', '1');
      await other.submit('save', { scope: 'single' });
      await anna.submit('save', { subscription: 'sub-test' });
      anna.text(/Fabrikam Production → Fabrikam Test/);
      anna.noText(/Single → Shared/);
      expect(
        (await demo.customer('fabrikam')).reservations.filter(({ scope }) => scope === 'single'),
      ).toMatchObject([{ subscriptionId: 'sub-test' }]);
    });

    it('who both settle one request: the second is told what came of it, and by whom', async () => {
      const { demo, anna, other } = await open('global admin');
      await type(anna, 'refund fabrikam', '1', 'file');
      for (const chat of [anna, other]) await type(chat, 'requests fabrikam', '1', 'settle', 'paid');
      await Promise.all([anna.submit('record'), other.submit('record')]);
      const said = [anna, other].map((chat) => chat.said.map(({ text }) => text).join('\n'));
      expect(said.filter((text) => /Outcome recorded/.test(text))).toHaveLength(1);
      expect(said.filter((text) => /Anna Lindqvist|Giulia Rossi/.test(text))).toHaveLength(2);
      const log = (await demo.customer('fabrikam')).activity.filter(
        ({ action }) => action === 'settle request',
      );
      expect(log.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
    });

    it('who both turn the permission on: it is on once, and that is no error', async () => {
      const { demo, anna, other } = await open();
      for (const chat of [anna, other]) await type(chat, 'permissions fabrikam');
      await Promise.all([anna.submit('on'), other.submit('on')]);
      for (const chat of [anna, other]) chat.text(/on/);
      const log = (await demo.customer('fabrikam')).activity.filter(
        ({ action }) => action === 'Create Customer Purchase Permissions',
      );
      expect(log).toHaveLength(1);
    });

    it('who both take up what was handed over: one may, and an order of it closes it for the other', async () => {
      const { demo, anna, other } = await open();
      const sales = new Chat(demo, { channel, conversationId: 'sales' });
      await sales.actAs('sales agent');
      await type(sales, 'buy fabrikam', '1 x 2', 'ask a colleague', 'anna');
      for (const chat of [anna, other]) await type(chat, 'handovers', '1', 'do');
      await Promise.all([anna.submit('buy'), other.submit('buy')]);
      expect(await orders(demo)).toHaveLength(5);
      expect((await demo.customer('fabrikam')).handovers).toMatchObject([{ state: 'done' }]);
      // The Sales agent's own cart was ordered for it: it can not be ordered once more unnoticed.
      await type(sales, 'handovers', '1');
      sales.text(/Done by Anna Lindqvist/);
    });

    it('who both renew one reservation: one order, and the second is told of it', async () => {
      const { demo, anna, other } = await open('global admin');
      for (const chat of [anna, other]) await type(chat, 'renew fabrikam', '4');
      await Promise.all([anna.submit('renew'), other.submit('renew')]);
      const said = [anna, other].map((chat) => chat.said.map(({ text }) => text).join('\n'));
      expect(said.filter((text) => /^Order recorded/m.test(text))).toHaveLength(1);
      expect(
        said.filter((text) =>
          /renewed.*(Anna Lindqvist|Giulia Rossi)|(Anna Lindqvist|Giulia Rossi).*renewed/.test(text),
        ),
      ).not.toEqual([]);
      expect(await orders(demo)).toHaveLength(5);
    });
  });
});

describe('turns of one conversation that arrive together', () => {
  it('are taken in the order of arrival, and nothing of any is lost', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo);
    await chat.say('buy fabrikam');
    const texts = [
      '1 x 2',
      'quantity 3',
      'zzq1',
      'monthly',
      'zzq2',
      'add',
      '2 x 4',
      'zzq3',
      'quantity 2 5',
      'zzq4',
    ];
    await Promise.all(texts.map((text) => chat.say(text)));
    const echoed = chat.said.flatMap(({ text }) => /“(zzq\d)”/.exec(text)?.[1] ?? []);
    expect(echoed).toEqual(['zzq1', 'zzq2', 'zzq3', 'zzq4']);
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items.map(({ quantity, billing }) => [quantity, billing])).toEqual([
      [3, 'monthly'],
      [5, 'oneTime'],
    ]);
  });
});
