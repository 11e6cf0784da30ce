import { describe, expect, it } from '@jest/globals';
import { Renewals } from '../../bot/renewals.js';
import type { RenewalsDue } from '../../domain/answers.js';

const NOTHING: RenewalsDue = { placed: [], refused: [] };

/** Two partners; what the desk was asked, and what was logged. */
function runner(renewDue: (partnerId: string) => Promise<RenewalsDue> = async () => NOTHING) {
  const asked: string[] = [];
  const logged: unknown[][] = [];
  const time = { now: new Date('2026-11-21T00:05:00Z') };
  const renewals = new Renewals({
    desk: {
      renewDue: async (partnerId) => {
        asked.push(partnerId);
        return await renewDue(partnerId);
      },
    },
    documents: { list: async () => ['one', 'two'] },
    clock: { now: () => time.now },
    log: {
      info: (...line: unknown[]) => void logged.push(line),
      error: (...line: unknown[]) => void logged.push(line),
    },
  });
  return { renewals, asked, logged, time };
}

describe('Automatic renewals', () => {
  it('are looked at for every partner, once a day', async () => {
    const { renewals, asked, time } = runner();
    await renewals.look();
    await renewals.look();
    expect(asked).toEqual(['one', 'two']);
    time.now = new Date('2026-11-22T00:05:00Z');
    await renewals.look();
    expect(asked).toHaveLength(4);
  });

  it('are not looked at twice at the same time', async () => {
    const { renewals, asked } = runner();
    await Promise.all([renewals.look(), renewals.look()]);
    expect(asked).toEqual(['one', 'two']);
  });

  it('are tried again an hour later where something went wrong, which is logged and not thrown', async () => {
    const failures = [new Error('the store is gone')];
    const { renewals, asked, logged } = runner(async () => {
      const failure = failures.pop();
      if (failure) throw failure;
      return NOTHING;
    });
    await renewals.look();
    expect(logged).toHaveLength(1);
    await renewals.look();
    expect(asked).toEqual(['one', 'one', 'two']);
    expect(logged).toHaveLength(1);
  });

  it('are logged where something was ordered or refused', async () => {
    const { renewals, logged } = runner(async () => ({
      placed: [],
      refused: [{ reservationId: 'res-1', refusal: { code: 'NothingToRefund' } }],
    }));
    await renewals.look();
    expect(logged[0]?.[0]).toEqual({
      partnerId: 'one',
      orders: [],
      refusals: [['res-1', 'NothingToRefund']],
    });
  });
});
