/** The partner's own documents with what files say of them: users and rates; merge-prices.ts has the price list. */
import type { PartnerUser, Rates, Users } from '../model.js';
import { requireRate, requireRateDay } from '../policy/rates.js';
import { Refusal } from '../refusals.js';
import { type Counts, counted } from './counts.js';
import type { Problem, Row } from './rows.js';
import { type Placed, unique } from './unique.js';

/** Users by id; who is not in the file stays. Nobody gives a role to themselves (rules section 1). */
export function mergedUsers(
  current: Users | undefined,
  rows: readonly Placed<Row<'users'>>[],
  userId: string | undefined,
  counts: Counts,
  problems: Problem[],
): Users | undefined {
  if (rows.length === 0) return current;
  const before = current?.users ?? [];
  const next = new Map(before.map((user) => [user.id, user]));
  for (const { row, place } of unique(rows, ({ id }) => id, problems)) {
    const known = next.get(row.id);
    const { objectId, phone, removed, ...named } = row;
    const user: PartnerUser = {
      ...known,
      ...named,
      ...(phone ? { phone } : {}),
      ...(objectId ? { aadObjectId: objectId } : {}),
      ...(removed === undefined ? {} : { removed }),
    };
    if (row.id === userId && known && !sameRoles(known, user)) {
      problems.push({ ...place, reason: 'nobody gives a role to themselves' });
    }
    next.set(row.id, counted(counts, 'users', known, user));
  }
  const users = [...next.values()];
  return current && users.every((user, i) => user === before[i]) ? current : { ...current, users };
}

const sameRoles = (one: PartnerUser, other: PartnerUser) =>
  String([...one.roles].sort()) === String([...other.roles].sort());

/** What is asked of a rate, whether it is typed or comes from a file (policy/rates.ts). */
const OF_A_RATE: readonly [check: (row: Row<'rates'>, today: string) => unknown, reason: string][] = [
  [
    ({ usdPerUnit }) => requireRate(usdPerUnit, 'en'),
    'UsdPerUnit must be above 0 and below 10, with 10 decimals at most',
  ],
  [({ day }, today) => requireRateDay(day, today), 'Date is still to come'],
];

/** Rates by currency. One that is older than the book's is left out, and so is that of the dollar: it is always 1. */
export function mergedRates(
  current: Rates | undefined,
  rows: readonly Placed<Row<'rates'>>[],
  today: string,
  counts: Counts,
  problems: Problem[],
): Rates | undefined {
  if (rows.length === 0) return current;
  const rates = { ...current?.rates };
  for (const { row, place } of unique(rows, ({ currency }) => currency, problems)) {
    const wrong = OF_A_RATE.filter(([check]) => isRefused(() => check(row, today)));
    problems.push(...wrong.map(([, reason]) => ({ ...place, reason })));
    const known = rates[row.currency];
    if (row.currency === 'USD' || (known && known.day > row.day)) counts.rates.leftOut += 1;
    else rates[row.currency] = counted(counts, 'rates', known, { usdPerUnit: row.usdPerUnit, day: row.day });
  }
  const same = Object.entries(rates).every(([code, rate]) => rate === current?.rates[code]);
  return current && same ? current : { ...current, rates };
}

function isRefused(check: () => unknown): boolean {
  try {
    check();
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}
