/** A purchase for a customer with 1,000 reservations and 10,000 activity records, against one for a fresh customer. */
import type { Customer } from '../../domain/model.js';
import { CUSTOMER, customerKey } from '../../domain/store/kinds.js';
import { type BenchDesk, deskOn, purchase } from './bench-desk.js';
import {
  copyOf,
  customerIdAt,
  customerOf,
  deleteCopy,
  largeBook,
  PARTNER_ID,
  USER_ID,
} from './large-book.js';
import { type Part, spreadOf } from './rows.js';

const AIM = 3;
const RESERVATIONS = 1000;
const RECORDS = 10_000;
/** So many acts until what was brought in whole has moved to documents of its own, as it would have by and by. */
const SETTLING = 60;
const BIG = customerIdAt(0);
const MINUTE_MS = 60_000;

/** The part of the benchmark about a customer with whom much has been done. */
export const bigCustomer: Part = {
  name: 'big-customer',
  async run({ quick, say }) {
    const [repeats, each] = quick ? [3, 20] : [7, 25];
    const folder = await copyOf(await largeBook(1000, say));
    const bench = await deskOn(folder);
    try {
      await bench.documents.update(CUSTOMER, customerKey(PARTNER_ID, BIG), () => ({
        next: muchDone(),
        result: undefined,
      }));
      let fresh = 1;
      const buyFresh = () => purchase(bench, customerIdAt((fresh++ % 99) + 1));
      for (let i = 0; i < SETTLING; i += 1) {
        await purchase(bench, BIG);
        await buyFresh();
      }
      const medians: { readonly big: number; readonly fresh: number }[] = [];
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        say(`${repeat + 1} of ${repeats}`);
        medians.push(await inTurns(bench, each, buyFresh));
      }
      const ratio = spreadOf(medians.map(({ big, fresh }) => big / fresh));
      const ms = (which: 'big' | 'fresh') => spreadOf(medians.map((one) => one[which])).median.toFixed(1);
      return [
        {
          what: `a purchase for a customer with ${RESERVATIONS.toLocaleString('en')} reservations and ${RECORDS.toLocaleString('en')} activity records, against a fresh one`,
          aim: `at most ${AIM}`,
          ratio,
          reached: ratio.median <= AIM,
          detail: `${ms('big')} ms against ${ms('fresh')} ms`,
        },
      ];
    } finally {
      await bench.documents.close();
      await deleteCopy(folder);
    }
  },
};

async function inTurns(bench: BenchDesk, each: number, buyFresh: () => Promise<number>) {
  const big: number[] = [];
  const fresh: number[] = [];
  for (let i = 0; i < each; i += 1) {
    big.push(await purchase(bench, BIG));
    fresh.push(await buyFresh());
  }
  return { big: spreadOf(big).median, fresh: spreadOf(fresh).median };
}

/** The customer as an earlier version of the desk would have left it: all acts in its document. */
function muchDone(): Customer {
  const by = { userId: USER_ID, name: 'Ada Admin', roles: ['AdminAgent' as const] };
  const moment = (i: number) =>
    new Date(Date.parse('2026-01-01T00:00:00.000Z') + i * MINUTE_MS).toISOString();
  const acts = Array.from({ length: RECORDS }, (_, i) => ({
    at: moment(i),
    id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  }));
  return {
    ...customerOf({ id: BIG, name: 'Big', domain: 'big.example', tags: [] }, RESERVATIONS),
    activity: acts.map(({ at, id }, i) => ({
      id,
      at,
      by,
      action: 'buy',
      subject: `RD-${i}`,
      after: '1200.50 EUR',
      outcome: 'done',
    })),
    attempts: Object.fromEntries(
      acts.map(({ at, id }) => [id, { at, command: 'buy', by, outcome: { kind: 'customer' } }]),
    ),
  };
}
