/** Questions about the rules: asked with nothing open, in the middle of a flow, and by button. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { goTo, STEPS } from './steps.js';

describe.each(CHANNELS)('on %s, a question', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };

  it.each([
    ['Can a customer cancel?', /it asks you, and you file the cancellation/],
    ['what about tax', /Prices exclude tax/],
    ['who may switch the permission?', /Admin agents only/],
    ['help tax', /Prices exclude tax/],
    ['question: can I change the reseller', /Not after the purchase/],
    ['why is scope shared under an Azure plan', /set to Shared/],
    ['exchange SQL for VMs?', /Only within a family/],
    ['what happens after 365 days?', /its room returns/],
    ['do reservations move when a subscription is transferred?', /its reservations are not/],
    ['limit of refunds per customer', /50,000 USD for each customer/],
  ])('"%s" is answered', async (text, answer) => {
    const { chat } = await open();
    await chat.say(text);
    chat.text(answer);
    expect(chat.card('answer').text).toMatch(
      /(Source|See also): .*https:\/\/learn\.microsoft\.com\/partner-center\//,
    );
  });

  it('leads to related questions, to the page and to the job that does it', async () => {
    const { chat } = await open();
    await chat.say('when is the fee due?');
    const answer = chat.card('answer');
    expect(answer.actions).toEqual(['start questions', 'start questions', 'start questions', 'start refund']);
    await chat.submit('start questions');
    chat.text(/When is all of it refunded/);
    await chat.submitOn(answer, 'start refund');
    chat.card('choose-customer');
  });

  it('that may be one of several is asked back', async () => {
    const { chat } = await open();
    await chat.say('help permissions');
    const which = chat.card('which-question');
    expect(which.actions.length).toBeGreaterThan(1);
    await chat.submit('start questions');
    chat.card('answer');
  });

  it.each([
    ['refund woodgrove?', 'choose-reservation'],
    ['Refund?', 'choose-customer'],
    ['permissions fabrikam?', 'permission'],
    ['customers in Sweden?', 'customer'],
  ])('"%s" is a job all the same', async (text, kind) => {
    const { chat } = await open();
    await chat.say(text);
    chat.card(kind);
  });

  it.each(['why', 'what is the meaning of life?', 'sing me a song', 'delete my account'])(
    '"%s" is not known and gets suggestions',
    async (text) => {
      const { chat } = await open();
      await chat.say(text);
      chat.card('help');
    },
  );

  it('that is not on any button is an old card', async () => {
    const { chat } = await open();
    await chat.submitValue({ do: 'start', job: 'questions', question: 'constructor' });
    chat.text(/no longer current/);
  });

  it.each(STEPS)('at "$name" is answered, and the step is asked again', async (step) => {
    const { chat } = await open();
    await goTo(chat, step);
    await chat.say('When is the fee due?');
    chat.text(/12% of the prorated credit/);
    chat.card(step.kind);
    await chat.submit('cancel');
    chat.text(/^Cancelled/m);
  });

  it('on a button in the middle of a flow sets nothing aside', async () => {
    const { chat } = await open();
    await chat.say('help tax');
    const answer = chat.card('answer');
    await chat.say('refund fabrikam');
    await chat.submitOn(answer, 'start questions');
    chat.noText(/set aside/);
    expect(chat.card('choose-reservation').text).toMatch(/Fabrikam/);
  });

  it('in the middle of a flow leaves what a name or a word with a question mark means to the flow', async () => {
    const { chat } = await open();
    await chat.say('customers');
    await chat.say('fabrikam inc?');
    chat.card('customer');
    await chat.say('permissions');
    await chat.say('refund for Woodgrove?');
    expect(chat.card('choose-reservation').text).toMatch(/Woodgrove/);
    await chat.say('cancel');
    chat.text(/^Cancelled/m);
  });
});
