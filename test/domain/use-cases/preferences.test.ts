import { describe, expect, it } from '@jest/globals';
import { PREFERENCES } from '../../../domain/store/kinds.js';
import { refused, testDesk } from '../../support/desk.js';

describe('what a user has chosen for itself', () => {
  it('is nothing at first, then the language that was set last', async () => {
    const { desk, actor } = await testDesk();
    expect(await desk.preferences(actor())).toEqual({});
    await desk.setLanguage(actor(), 'nl');
    await desk.setLanguage(actor(), 'sv');
    expect(await desk.preferences(actor())).toEqual({ language: 'sv' });
  });

  it('is not written again where it is the same', async () => {
    const { desk, actor, documents } = await testDesk();
    const told: unknown[] = [];
    documents.watch(PREFERENCES, (_key, now) => told.push(now?.document));
    await desk.setLanguage(actor(), 'nl');
    await desk.setLanguage(actor(), 'nl');
    expect(told).toEqual([{ language: 'nl' }]);
    expect(await desk.preferences(actor())).toEqual({ language: 'nl' });
  });

  it('is of that user alone', async () => {
    const { desk, actor } = await testDesk();
    await desk.setLanguage(actor('SalesAgent'), 'nl');
    expect(await desk.preferences(actor('AdminAgent'))).toEqual({});
  });

  it.each(['roleless', 'left', 'nobody'])('is not kept for %s', async (who) => {
    const { desk, actor } = await testDesk();
    expect(await refused(desk.setLanguage(actor(who), 'nl'))).toEqual({ code: 'UnknownUser' });
  });
});
