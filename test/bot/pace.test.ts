/** How fast the bot speaks in Teams. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pace, Places } from '../../bot/pace.js';

const here = { conversationId: 'a:1', tenantId: 't' };

describe('The pace in Teams', () => {
  it('lets a turn that says a few things speak at once', () => {
    const pace = new Pace();
    for (let i = 0; i < 7; i += 1) {
      expect([pace.inConversation(here, 1000), pace.inTenant(here, 1000)]).toEqual([0, 0]);
    }
  });

  it('is 7 in a second, 8 in two, 60 in thirty and 1,800 in an hour in one conversation', () => {
    const pace = new Pace();
    const moments = Array.from({ length: 3601 }, () => pace.inConversation(here, 0));
    expect([moments[6], moments[7], moments[8]]).toEqual([0, 1000, 2000]);
    expect(moments[60]).toBe(30_000);
    expect([moments[1800], moments[3600]]).toEqual([3_600_000, 7_200_000]);
  });

  it('counts a thread of a channel with its channel, and another conversation apart', () => {
    const pace = new Pace();
    const say = (conversationId: string) => pace.inConversation({ conversationId }, 0);
    for (let i = 0; i < 7; i += 1) say(`19:x@thread.tacv2;messageid=${i}`);
    expect([say('19:x@thread.tacv2;messageid=7'), say('19:y@thread.tacv2')]).toEqual([1000, 0]);
  });

  it('is 30 in a second over all conversations of a tenant', () => {
    const pace = new Pace();
    const waits = Array.from({ length: 31 }, (_, i) =>
      pace.inTenant({ ...here, conversationId: `c${i}` }, 0),
    );
    expect(waits.filter((wait) => wait > 0)).toEqual([1000]);
    expect(pace.inTenant({ conversationId: 'c', tenantId: 'other' }, 0)).toBe(0);
    expect(pace.inTenant({ conversationId: 'c' }, 0)).toBe(0);
  });

  it('gives no place at once where there is none, and then takes none', () => {
    const pace = new Pace();
    for (let i = 0; i < 7; i += 1) expect(pace.takeAtOnce(here, 0)).toBe(true);
    expect(pace.takeAtOnce(here, 0)).toBe(false);
    expect(pace.takeAtOnce(here, 0)).toBe(false);
    expect(pace.inConversation(here, 0)).toBe(1000);
  });

  it('is never broken, however things are said', () => {
    const allowances = [
      { most: 3, ms: 10 },
      { most: 5, ms: 40 },
    ];
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 15 }), { maxLength: 200 }), (pauses) => {
        const places = new Places(allowances);
        let now = 0;
        const moments = pauses.map((ms) => {
          now += ms;
          return now + places.take(now);
        });
        for (const [i, moment] of moments.entries()) {
          expect(moment).toBeGreaterThanOrEqual(moments[i - 1] ?? 0);
          for (const { most, ms } of allowances)
            expect(
              moments.filter((other) => other <= moment && other > moment - ms).length,
            ).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
