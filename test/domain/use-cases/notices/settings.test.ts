/** What a user wants to be told: chosen for itself, and nothing until then. */
import { describe, expect, it } from '@jest/globals';
import { NOTICE_KINDS } from '../../../../domain/model.js';
import { PREFERENCES } from '../../../../domain/store/kinds.js';
import { refused, testDesk } from '../../../support/desk.js';

const OTHERS = NOTICE_KINDS.filter((kind) => kind !== 'accessRequest');

describe('what a user wants to be told', () => {
  it('is nothing at first; low use is below half, and no time zone is known', async () => {
    const { desk, actor } = await testDesk();
    expect(await desk.noticeSettings(actor())).toEqual({ wanted: [], kinds: OTHERS, threshold: 50 });
  });

  it.each([
    ['AdminAgent', OTHERS],
    ['SalesAgent', OTHERS],
    ['HelpdeskAgent', OTHERS],
    ['GlobalAdmin', NOTICE_KINDS],
    ['UserManagementAdmin', NOTICE_KINDS],
  ])('can be chosen by the %s of what its role lets it know', async (userId, kinds) => {
    const { desk, actor } = await testDesk();
    const all = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, true]));
    const settings = await desk.setNotices(actor(userId), { wanted: all });
    expect(settings).toMatchObject({ wanted: kinds, kinds });
  });

  it('is kept as it was where it is not named, and wanted since it was first', async () => {
    const t = await testDesk({ today: '2021-01-06' });
    await t.desk.setNotices(t.actor(), { wanted: { expiring7: true }, threshold: '40 %' });
    t.clock.goTo('2021-02-01');
    await t.desk.setNotices(t.actor(), { wanted: { expiring7: true, capNearlyUsed: true } });
    await t.desk.setNotices(t.actor(), { quiet: { from: '18', to: '8.30' }, timeZone: 'amsterdam' });
    await t.desk.setLanguage(t.actor(), 'sv');
    expect(await t.documents.read(PREFERENCES, 'partner-1/AdminAgent')).toEqual({
      language: 'sv',
      timeZone: 'Europe/Amsterdam',
      notices: {
        wanted: { expiring7: '2021-01-06T12:00:00.000Z', capNearlyUsed: '2021-02-01T12:00:00.000Z' },
        threshold: 40,
        quiet: { from: '18:00', to: '08:30' },
      },
    });
  });

  it('can be taken away, part by part', async () => {
    const { desk, actor } = await testDesk();
    const wanted = { expiring7: true, expiring30: true };
    await desk.setNotices(actor(), { wanted, quiet: { from: '18', to: '8' }, timeZone: 'UTC' });
    await desk.setNotices(actor(), { wanted: { expiring7: false } });
    await desk.setNotices(actor(), { quiet: { from: ' ', to: '' }, timeZone: ' ' });
    expect(await desk.noticeSettings(actor())).toEqual({
      wanted: ['expiring30'],
      kinds: OTHERS,
      threshold: 50,
    });
  });

  it.each([
    [{ threshold: '0' }, ['threshold']],
    [{ threshold: '76' }, ['threshold']],
    [{ threshold: '1.5' }, ['threshold']],
    [{ threshold: '' }, ['threshold']],
    [{ quiet: { from: 'evening', to: '8' } }, ['from']],
    [{ quiet: { from: '18', to: '' } }, ['to']],
    [{ quiet: { from: '', to: '8' } }, ['from']],
    [{ quiet: { from: '8', to: '08:00' } }, ['to']],
    [{ timeZone: 'Mars/Olympus' }, ['timeZone']],
    [{ timeZone: '+02:00' }, ['timeZone']],
    [
      { threshold: 'x', quiet: { from: 'x', to: 'x' }, timeZone: 'x'.repeat(10_000) },
      ['threshold', 'from', 'to', 'timeZone'],
    ],
  ])('is refused as a whole where part of it can not be read: %j', async (change, fields) => {
    const { desk, actor } = await testDesk();
    const call = desk.setNotices(actor(), { ...change, wanted: { expiring7: true } });
    expect(await refused(call)).toEqual({ code: 'NoticeSettingsInvalid', fields });
    expect((await desk.noticeSettings(actor())).wanted).toEqual([]);
  });

  it('is of that user alone', async () => {
    const { desk, actor } = await testDesk();
    await desk.setNotices(actor('SalesAgent'), { wanted: { expiring7: true } });
    expect((await desk.noticeSettings(actor('AdminAgent'))).wanted).toEqual([]);
  });

  it.each(['roleless', 'left', 'nobody'])('is not kept for %s', async (who) => {
    const { desk, actor } = await testDesk();
    for (const call of [
      desk.noticeSettings(actor(who)),
      desk.setNotices(actor(who), { wanted: { expiring7: true } }),
      desk.noteTimeZone(actor(who), 'UTC'),
    ]) {
      expect(await refused(call)).toEqual({ code: 'UnknownUser' });
    }
  });
});

describe('the time zone that a channel says', () => {
  const zoneOf = async (said: string, chosen?: string) => {
    const { desk, actor } = await testDesk();
    if (chosen !== undefined) await desk.setNotices(actor(), { timeZone: chosen });
    await desk.noteTimeZone(actor(), said);
    return (await desk.noticeSettings(actor())).timeZone;
  };

  it('counts until the user chooses another', async () => {
    expect(await zoneOf('Europe/Stockholm')).toBe('Europe/Stockholm');
    expect(await zoneOf('Europe/Stockholm', 'America/New_York')).toBe('America/New_York');
  });

  it('is left alone where it is none', async () => {
    expect(await zoneOf('local time')).toBeUndefined();
  });
});
