/** The notices of one user as a document: put in, handed out, settled and forgotten, case by case. */
import { describe, expect, it } from '@jest/globals';
import type { Notices, WaitingNotice } from '../../../../domain/model.js';
import { addDays } from '../../../../domain/term.js';
import type { Due } from '../../../../domain/use-cases/notices/due.js';
import {
  claimed,
  isFree,
  type Look,
  NO_NOTICES,
  type Occasion,
  planned,
  settled,
} from '../../../../domain/use-cases/notices/outbox.js';

const TODAY = '2021-06-01';
const NOW = new Date(`${TODAY}T12:00:00.000Z`);
const inMinutes = (minutes: number, milliseconds = 0) =>
  new Date(NOW.getTime() + minutes * 60_000 + milliseconds).toISOString();

const capKey = (customerId: string) => `capNearlyUsed/${customerId}/2021-05-01`;
const CAP = capKey('c');
const ASKING = 'accessRequest//request-1';

/** Of the refund limit of a customer, found an hour ago. */
const waiting = (over: Partial<WaitingNotice> = {}): WaitingNotice => ({
  ...{ key: CAP, kind: 'capNearlyUsed', customerId: 'c', at: inMinutes(-60) },
  ...over,
});
const boxOf = (...notices: WaitingNotice[]): Notices => ({ waiting: notices, told: {} });
const claimOf = (id: string, minutes: number, milliseconds = 0) => ({
  claim: { id, until: inMinutes(minutes, milliseconds) },
});

function due(key: string): Due {
  const [kind, customerId = '', requestId = ''] = key.split('/');
  if (kind === 'accessRequest') return { key, row: { kind, requestId, name: 'Nina', at: inMinutes(-60) } };
  const about = { customerId, customerName: 'Customer', usedUsd: '40000.00', capUsd: '50000.00' };
  return { key, row: { kind: 'capNearlyUsed', ...about } };
}
const look = (keys: readonly string[], over: Partial<Look> = {}): Look => ({
  due: new Map(keys.map((key) => [key, due(key)])),
  isKnown: () => true,
  now: NOW,
  ...over,
});
const keysOf = ({ waiting: all }: Notices) => all.map(({ key }) => key);

describe('what is due', () => {
  it('waits from now on, in the order in which it is due, with the customer that it is about', () => {
    expect(planned(NO_NOTICES, look([CAP, ASKING]))).toEqual({
      waiting: [
        { key: CAP, kind: 'capNearlyUsed', customerId: 'c', at: NOW.toISOString() },
        { key: ASKING, kind: 'accessRequest', at: NOW.toISOString() },
      ],
      told: {},
    });
  });

  it('comes after what waits, once, and not where it was told', () => {
    const box = { waiting: [waiting({ key: capKey('b') })], told: { [capKey('a')]: TODAY } };
    const next = planned(box, look(['a', 'b', 'c'].map(capKey)));
    expect(keysOf(next)).toEqual([capKey('b'), capKey('c')]);
    expect(next.told).toEqual(box.told);
  });

  it('leaves the very same document where it is all there', () => {
    const box = { waiting: [waiting()], told: { [ASKING]: TODAY } };
    expect(planned(box, look([CAP, ASKING]))).toBe(box);
    expect(planned(NO_NOTICES, look([]))).toBe(NO_NOTICES);
  });

  it('is limited for each kind by itself, what was told among it', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => capKey(`c${i}`));
    const told = Object.fromEntries(many.slice(0, 4000).map((key) => [key, TODAY]));
    const box = { waiting: many.slice(4000, 9999).map((key) => waiting({ key })), told };
    const next = planned(box, look([...many, capKey('last'), ASKING]));
    expect(keysOf(next).slice(-2)).toEqual([many.at(-1), ASKING]);
    expect(next.waiting).toHaveLength(6001);
  });
});

describe('what is due no longer', () => {
  it.each<[string, Partial<WaitingNotice>, boolean]>([
    ['and waits is withdrawn', {}, false],
    ['stays while somebody is sending it', claimOf('a', 0, 1), true],
    ['is withdrawn once that took too long', claimOf('a', 0), false],
  ])('%s', (_, over, stays) => {
    expect(keysOf(planned(boxOf(waiting(over)), look([])))).toEqual(stays ? [CAP] : []);
  });

  it('stays where nothing is known of its customer, waiting or told', () => {
    const box = {
      waiting: [waiting(), waiting({ key: capKey('d'), customerId: 'd' })],
      told: { [capKey('e')]: addDays(TODAY, -100), [capKey('f')]: addDays(TODAY, -100) },
    };
    const isKnown = (customerId: string | undefined) => customerId !== 'd' && customerId !== 'f';
    const next = planned(box, look([], { isKnown }));
    expect(keysOf(next)).toEqual([capKey('d')]);
    expect(Object.keys(next.told)).toEqual([capKey('f')]);
  });

  it.each([
    [29, false, true],
    [30, false, false],
    [30, true, true],
    [400, true, true],
    [401, true, false],
  ])('was told %d days ago (due still: %s): remembered %s', (days, still, kept) => {
    const box = { waiting: [], told: { [CAP]: addDays(TODAY, -days) } };
    const next = planned(box, look(still ? [CAP] : []));
    expect(Object.hasOwn(next.told, CAP)).toBe(kept);
    // Forgotten and due again it is news.
    expect(keysOf(next)).toEqual(still && !kept ? [CAP] : []);
    if (kept) expect(next).toBe(box);
  });
});

describe('whether an attempt may have a notice', () => {
  it.each<[string, Partial<WaitingNotice>, boolean, boolean]>([
    ['that nobody has tried', {}, true, true],
    ['that it has itself', claimOf('mine', 1), true, true],
    ['that it had itself too long', claimOf('mine', -1), true, true],
    ['that somebody is sending', claimOf('other', 0, 1), false, false],
    ['that somebody had too long', claimOf('other', 0), false, true],
    ['that is left for a visit', { visitOnly: true }, false, true],
    ['that is to be tried later', { notBefore: inMinutes(0, 1) }, false, true],
    ['that is to be tried now', { notBefore: inMinutes(0) }, true, true],
  ])('%s: by itself %s, at a visit %s', (_, over, byItself, atVisit) => {
    const free = (occasion: Occasion) => isFree(waiting(over), NOW, occasion, 'mine');
    expect([free('itself'), free('visit')]).toEqual([byItself, atVisit]);
  });

  it('is not for another where none is named', () => {
    expect(isFree(waiting(claimOf('other', 1)), NOW, 'visit')).toBe(false);
  });
});

describe('handing out', () => {
  const claim = { id: 'mine', until: inMinutes(2) };
  const all = { holds: () => true, gone: () => false };
  const give = (box: Notices, looked: Partial<typeof all> = {}, occasion: Occasion = 'itself') =>
    claimed(box, { ...all, ...looked }, claim, NOW, occasion);

  it('holds for the attempt what is free, and leaves the rest as it is', () => {
    const others = [waiting({ key: 'a', ...claimOf('other', 1) }), waiting({ key: 'b', visitOnly: true })];
    const box = { ...boxOf(...others, waiting()), told: { [ASKING]: TODAY } };
    expect(give(box)).toEqual({ ...box, waiting: [...others, { ...waiting(), claim }] });
  });

  it('withdraws what holds no longer, where nobody has it', () => {
    const others = [waiting({ key: 'a', ...claimOf('other', 1) })];
    expect(give(boxOf(...others, waiting()), { gone: () => true })).toEqual(boxOf(...others));
  });

  it('neither holds nor withdraws that of which nothing is known', () => {
    const box = boxOf(waiting());
    expect(give(box, { holds: () => false })).toBe(box);
  });

  it('once more leaves the very same document, with the time that was said first', () => {
    const box = boxOf(waiting(claimOf('mine', 1)));
    expect(give(box)).toBe(box);
    expect(give(NO_NOTICES)).toBe(NO_NOTICES);
  });
});

describe('what came of an attempt', () => {
  const mine = claimOf('mine', 1);
  const other = waiting({ key: 'other', ...claimOf('other', 1) });
  const box: Notices = {
    waiting: [waiting(mine), other, waiting({ key: ASKING, kind: 'accessRequest', ...mine })],
    told: { before: '2021-05-01' },
  };

  it('that was sent: it is told today, and waits no longer', () => {
    expect(settled(box, 'mine', 'sent', NOW)).toEqual({
      waiting: [other],
      told: { before: '2021-05-01', [CAP]: TODAY, [ASKING]: TODAY },
    });
  });

  it('that failed: it is free, counted, and tried again in a minute', () => {
    const again = { tries: 1, notBefore: inMinutes(1) };
    expect(settled(box, 'mine', 'failed', NOW)).toEqual({
      ...box,
      waiting: [waiting(again), other, waiting({ key: ASKING, kind: 'accessRequest', ...again })],
    });
  });

  it.each<[number, Partial<WaitingNotice>]>([
    [1, { tries: 2, notBefore: inMinutes(5) }],
    [4, { tries: 5, notBefore: inMinutes(240) }],
    [5, { tries: 6, visitOnly: true }],
    [6, { tries: 7, visitOnly: true }],
  ])('that failed after %d times', (tries, after) => {
    expect(settled(boxOf(waiting({ tries, ...mine })), 'mine', 'failed', NOW)).toEqual(boxOf(waiting(after)));
  });

  it('of which nobody knows: it is left for a visit', () => {
    expect(settled(boxOf(waiting(mine)), 'mine', 'unknown', NOW)).toEqual(
      boxOf(waiting({ visitOnly: true })),
    );
  });

  it('is noted of one kind where one is named', () => {
    const next = settled(box, 'mine', 'sent', NOW, 'accessRequest');
    expect(next).toEqual({
      waiting: box.waiting.slice(0, 2),
      told: { before: '2021-05-01', [ASKING]: TODAY },
    });
  });

  it.each([
    ['nobody', undefined],
    ['mine', 'expiring7'],
  ] as const)('of %s, %s, changes nothing', (claimId, kind) => {
    for (const outcome of ['sent', 'failed', 'unknown'] as const)
      expect(settled(box, claimId, outcome, NOW, kind)).toBe(box);
  });
});
