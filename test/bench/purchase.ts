/** A purchase confirmed durably: whether it takes longer in a large book, and against a plain lowdb with one file. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSONFilePreset } from 'lowdb/node';
import type { Customer } from '../../domain/model.js';
import { manyCustomers } from '../support/many-customers.js';
import { type BenchDesk, deskOn, purchase } from './bench-desk.js';
import { copyOf, customerIdAt, customerOf, deleteCopy, largeBook, RESERVATIONS_EACH } from './large-book.js';
import { type Part, type Row, type Spread, spreadOf } from './rows.js';

const AIM = 1.2;
const WARM_UP = 20;
/** Customers are bought for in this many steps through the list, so that neighbours do not come one after the other. */
const STRIDE = 37;

/** The part of the benchmark about purchases. */
export const purchases: Part = {
  name: 'purchase',
  async run({ quick, say }) {
    const sizes = quick ? [1000, 10_000] : [1000, 100_000, 1_000_000];
    const [repeats, each] = quick ? [3, 20] : [7, 60];
    const inBooks = await acrossBooks(sizes, repeats, each, say);
    const plain: Row[] = [];
    for (const size of sizes.filter((size) => size <= 100_000)) {
      say(`everything in one file, ${size.toLocaleString('en')} reservations`);
      const took = inBooks.get(size);
      if (took) plain.push(plainRow(size, took, await plainPurchases(size, size > 10_000 ? 5 : 30)));
    }
    const [smallest = 0] = sizes;
    return [...sizes.slice(1).map((size) => row(size, smallest, inBooks)), ...plain];
  },
};

/** Medians in milliseconds, one a repeat, by the size of the book. The books take turns: what the machine does meanwhile strikes all. */
async function acrossBooks(
  sizes: readonly number[],
  repeats: number,
  each: number,
  say: (line: string) => void,
): Promise<Map<number, number[]>> {
  const books: { readonly size: number; readonly folder: string; readonly bench: BenchDesk }[] = [];
  try {
    for (const size of sizes) {
      const folder = await copyOf(await largeBook(size, say));
      books.push({ size, folder, bench: await deskOn(folder) });
    }
    const next = new Map<number, number>();
    const buy = async ({ size, bench }: (typeof books)[number]) => {
      const turn = next.get(size) ?? 0;
      next.set(size, turn + 1);
      return await purchase(bench, customerIdAt((turn * STRIDE) % (size / RESERVATIONS_EACH)));
    };
    for (let i = 0; i < WARM_UP; i += 1) for (const book of books) await buy(book);
    const medians = new Map<number, number[]>(sizes.map((size) => [size, []]));
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      say(`purchases, ${repeat + 1} of ${repeats}`);
      const took = new Map<number, number[]>(sizes.map((size) => [size, []]));
      for (let i = 0; i < each; i += 1) for (const book of books) took.get(book.size)?.push(await buy(book));
      for (const [size, all] of took) medians.get(size)?.push(spreadOf(all).median);
    }
    return medians;
  } finally {
    for (const { bench, folder } of books) {
      await bench.documents.close();
      await deleteCopy(folder);
    }
  }
}

function row(size: number, smallest: number, took: ReadonlyMap<number, readonly number[]>): Row {
  const [large = [], small = []] = [took.get(size), took.get(smallest)];
  const ratio = ratios(large, small);
  return {
    what: `a purchase confirmed durably, ${size.toLocaleString('en')} reservations in the book against ${smallest.toLocaleString('en')}`,
    aim: `at most ${AIM}`,
    ratio,
    reached: ratio.median <= AIM,
    detail: `${ms(large)} against ${ms(small)}`,
  };
}

function plainRow(size: number, took: readonly number[], plain: readonly number[]): Row {
  const own = spreadOf(took).median;
  return {
    what: `plain lowdb with everything in one file, synced, against a purchase here, ${size.toLocaleString('en')} reservations`,
    aim: 'none: it compares',
    ratio: spreadOf(plain.map((each) => each / own)),
    reached: undefined,
    detail: `${ms(plain)} against ${ms(took)}`,
  };
}

/** Ratios of what was measured in the same repeat. */
function ratios(of: readonly number[], to: readonly number[]): Spread {
  return spreadOf(of.map((each, i) => each / (to[i] ?? Number.NaN)));
}

const ms = (figures: readonly number[]) => `${spreadOf(figures).median.toFixed(1)} ms`;

/** Milliseconds of adding a reservation to a book in one file, written by lowdb's own adapter and synced. */
async function plainPurchases(reservations: number, times: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'reservation-desk-bench-plain-'));
  const path = join(folder, 'book.json');
  try {
    const customers: Customer[] = manyCustomers(reservations / RESERVATIONS_EACH).map((entry) =>
      customerOf(entry, RESERVATIONS_EACH),
    );
    const db = await JSONFilePreset(path, { customers });
    const took: number[] = [];
    for (let i = 0; i < times; i += 1) {
      const customer = db.data.customers[(i * STRIDE) % customers.length];
      const bought = customer?.reservations[0];
      if (!customer || !bought) throw new Error('a book without reservations');
      const from = performance.now();
      customer.reservations.push({ ...bought, id: `bought-${i}` });
      await db.write();
      const file = await open(path, 'r');
      await file.sync();
      await file.close();
      took.push(performance.now() - from);
    }
    return took;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
