/** A new support request, by clicking and by typing, and what follows (rules section 3). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

describe.each(CHANNELS)('on %s, a support request', (channel) => {
  const open = async () => {
    const demo = await DemoDesk.open();
    return { demo, chat: new Chat(demo, { channel }) };
  };
  const last = async (demo: DemoDesk) => (await demo.customer('fabrikam')).requests.at(-1);

  it('is filed by clicking: topic by topic, the form, and then the text to paste', async () => {
    const { demo, chat } = await open();
    await chat.say('new support request fabrikam');
    await chat.submit('next', { topic: 'quotas' });
    await chat.submit('next', { topic: 'computeVm' });
    expect(chat.card('choose-topic').text).toMatch(/Service and subscription limits \(quotas\) › Compute-VM/);
    await chat.submit('next', { topic: 'vcpuIncrease' });
    expect(chat.card('support-form').value('contactName')).toBe('Anna Lindqvist');
    await chat.submit('file', { severity: 'A', subject: 'More cores', description: 'To 64, please.' });
    expect(chat.card('request-filed').text).toMatch(/Severity: A - Critical impact\nSubject: More cores/);
    expect(await last(demo)).toMatchObject({
      matter: { severity: 'A', subject: 'More cores', description: 'To 64, please.' },
      by: { userId: 'anna-admin' },
    });
  });

  it('can be typed from its first word to its last', async () => {
    const { demo, chat } = await open();
    for (const text of ['support fabrikam', 'quotas', '1', 'back', 'compute', 'cores']) await chat.say(text);
    chat.card('support-form');
    await chat.say('please help me');
    chat.text(/Type subject and a few words/);
    for (const text of ['subject More cores', 'description To 64, please.', 'severity b', 'file']) {
      await chat.say(text);
    }
    chat.text(/Request filed/);
    expect(await last(demo)).toMatchObject({ matter: { severity: 'B', subject: 'More cores' } });
  });

  it('what is described may be a question: it is not answered here', async () => {
    const { demo, chat } = await open();
    for (const text of ['support fabrikam', '4', '1', '1', 'subject Cancelling']) await chat.say(text);
    await chat.say('description Can a customer cancel?');
    await chat.say('file');
    expect(await last(demo)).toMatchObject({ matter: { description: 'Can a customer cancel?' } });
  });

  it('says at each field what is wrong, and keeps what was entered', async () => {
    const { demo, chat } = await open();
    for (const text of ['support fabrikam', '1', '9']) await chat.say(text);
    chat.text(/Choose one of the list/);
    for (const text of ['1', '3']) await chat.say(text);
    await chat.submit('file', { subject: 'No discount', description: '', reservation: 'x' });
    const form = chat.card('support-form');
    expect(form.text).toMatch(/Describe it, in 1,500 characters at most/);
    expect(form.text).toMatch(/no reservation with this ID/);
    expect(form.value('subject')).toBe('No discount');
    expect(await last(demo)).toBeUndefined();
    await chat.submit('file', { description: 'None since Monday.', reservation: '', contactEmail: 'nobody' });
    chat.text(/Fill in an e-mail address/);
    await chat.submit('file', { contactEmail: 'anna@northbridge.example' });
    chat.text(/Request filed/);
  });

  it('from a reservation takes its three numbers along', async () => {
    const { demo, chat } = await open();
    for (const text of ['reservations fabrikam', '1']) await chat.say(text);
    await chat.submit('start support');
    for (const text of ['1', '1', '3']) await chat.say(text);
    expect(chat.card('support-form').value('reservation')).not.toBe('');
    for (const text of ['subject No discount', 'description None since Monday.', 'file'])
      await chat.say(text);
    const request = await last(demo);
    const { reservations } = await demo.customer('fabrikam');
    const about = reservations.find(({ id }) => id === request?.reservationIds[0]);
    chat.text(
      new RegExp(
        `Reservation ID: ${about?.id}\\nReservation order ID: ${about?.orderId}\\nOrder number: ${about?.orderNumber}`,
      ),
    );
    expect(about?.status).toBe('active');
  });

  it('is followed like any other: listed, taken on, marked as placed, done', async () => {
    const { demo, chat } = await open();
    for (const text of [
      'support fabrikam',
      '3',
      '1',
      '1',
      'subject Can not connect',
      'description Since noon.',
      'file',
    ])
      await chat.say(text);
    await chat.say('requests fabrikam');
    expect(chat.card('choose-request').text).toMatch(/Support request “Can not connect” · open/);
    await chat.say('1');
    await chat.say('take on');
    await chat.say('placed');
    await chat.say('2611210001');
    await chat.say('settle');
    await chat.say('done');
    chat.text(/Done/);
    await chat.say('record');
    chat.text(/Outcome recorded/);
    expect(await last(demo)).toMatchObject({
      state: 'done',
      placement: { number: '2611210001' },
      assignee: { by: { userId: 'anna-admin' } },
    });
  });

  it('is refused to who has no access, when it is filed', async () => {
    const { demo, chat } = await open();
    await chat.actAs('sales agent');
    const sara = (await demo.desk.userWithRole('SalesAgent'))?.userId ?? '';
    await demo.withdrawAccess(sara, 'fabrikam');
    for (const text of ['support fabrikam', '3', '1', '1', 'subject A', 'description B', 'file'])
      await chat.say(text);
    chat.text(/You have no access/);
    expect((await demo.customer('fabrikam')).activity.at(-1)).toMatchObject({
      action: 'file support request',
      outcome: 'refused',
    });
  });
});

describe('in other languages', () => {
  it('Dutch: typed, and the text to paste stays English', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { activity: { locale: 'nl-NL' } });
    await chat.say('nieuwe ondersteuningsaanvraag fabrikam');
    chat.text(/Het formulier van Microsoft is in het Engels/);
    for (const text of [
      '4',
      '1',
      '1',
      'onderwerp Meer vCPU’s',
      'omschrijving Graag 64.',
      'ernst b',
      'indienen',
    ])
      await chat.say(text);
    chat.text(/Severity: B - Moderate impact\nSubject: Meer vCPU’s\nDescription: Graag 64\./);
  });

  it('Swedish: typed', async () => {
    const demo = await DemoDesk.open();
    const chat = new Chat(demo, { activity: { locale: 'sv-SE' } });
    for (const text of ['ny supportbegäran fabrikam', '1', 'tillbaka', '4', '1', '1', 'ämne Fler kärnor'])
      await chat.say(text);
    for (const text of ['beskrivning Upp till 64.', 'allvar A', 'skicka in']) await chat.say(text);
    expect((await demo.customer('fabrikam')).requests.at(-1)).toMatchObject({
      matter: { subject: 'Fler kärnor', severity: 'A', description: 'Upp till 64.' },
    });
  });
});
