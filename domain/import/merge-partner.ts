/** The partner's own documents with what files say of them: users, rates and the price list. */
import type { PartnerUser, Prices, Product, Rates, Users } from '../model.js';
import { amountOf } from '../money.js';
import { RESERVATION_TYPES } from '../policy/reservation-types.js';
import { type Counts, counted } from './counts.js';
import { regionOf } from './regions.js';
import type { Place, Problem, Row } from './rows.js';
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
    if (row.id === userId && known && String(known.roles) !== String(user.roles)) {
      problems.push({ ...place, reason: 'nobody gives a role to themselves' });
    }
    next.set(row.id, counted(counts, 'users', known, user));
  }
  const users = [...next.values()];
  return current && users.every((user, i) => user === before[i]) ? current : { ...current, users };
}

/** Rates by currency. One that is older than the book's is left out. */
export function mergedRates(
  current: Rates | undefined,
  rows: readonly Placed<Row<'rates'>>[],
  counts: Counts,
  problems: Problem[],
): Rates | undefined {
  if (rows.length === 0) return current;
  const rates = { ...current?.rates };
  for (const { row } of unique(rows, ({ currency }) => currency, problems)) {
    const known = rates[row.currency];
    if (known && known.day > row.day) counts.rates.leftOut += 1;
    else rates[row.currency] = counted(counts, 'rates', known, { usdPerUnit: row.usdPerUnit, day: row.day });
  }
  const same = Object.entries(rates).every(([code, rate]) => rate === current?.rates[code]);
  return current && same ? current : { ...current, rates };
}

const MOST_AT_ONCE = 1000;

/**
 * The price list: the list of each currency in the files takes the place of the book's; those of other currencies
 * stay, with their products. The price of a product is that of paying at once, for the whole term; a row for monthly
 * payment says that this is possible.
 */
export function mergedPrices(
  current: Prices | undefined,
  rows: readonly Placed<Row<'prices'>>[],
  today: string,
  counts: Counts,
  problems: Problem[],
): Prices | undefined {
  if (rows.length === 0) return current;
  const inForce = rows.filter(({ row }) => row.startsOn <= today && (!row.endsOn || row.endsOn >= today));
  counts.prices.leftOut += rows.length - inForce.length;
  const products = new Map<string, Product>();
  const lists: Record<string, { asOf: string; prices: Record<string, string> }> = {};
  const monthly = new Map<string, Place>();
  for (const { row, place } of inForce) {
    const product = productOf(row, products.get(idOf(row)), place, problems);
    if (!product) continue;
    products.set(product.id, product);
    const list = lists[row.currency] ?? { asOf: row.startsOn, prices: {} };
    lists[row.currency] = list;
    if (row.startsOn > list.asOf) list.asOf = row.startsOn;
    const key = `${product.id} in ${row.currency}`;
    if (row.billingPlan === 'monthly') {
      monthly.set(key, place);
      continue;
    }
    const price = exactly(row, place, problems);
    const other = list.prices[product.id];
    if (other !== undefined && other !== price) {
      problems.push({ ...place, reason: `${key} has two prices: ${other} and ${price}` });
    }
    list.prices[product.id] = price;
  }
  for (const [key, place] of monthly) {
    const [id = '', currency = ''] = key.split(' in ');
    if (lists[currency]?.prices[id] === undefined) {
      problems.push({ ...place, reason: `${key} has a price for monthly payment only` });
    }
  }
  return withLists(current, products, lists, counts);
}

function withLists(
  current: Prices | undefined,
  products: ReadonlyMap<string, Product>,
  lists: Prices['lists'],
  counts: Counts,
): Prices {
  for (const [currency, { prices }] of Object.entries(lists)) {
    const before = current?.lists[currency]?.prices ?? {};
    for (const [id, price] of Object.entries(prices)) counted(counts, 'prices', before[id], price);
  }
  const all = { ...current?.lists, ...lists };
  const priced = new Set(Object.values(all).flatMap(({ prices }) => Object.keys(prices)));
  const before = new Map((current?.products ?? []).map((product) => [product.id, product]));
  const kept = [...before.values()].filter(({ id }) => priced.has(id));
  const next: Prices = {
    products: [
      ...kept.map((product) => products.get(product.id) ?? product),
      ...[...products.values()].filter(({ id }) => !before.has(id)),
    ],
    lists: all,
    ...(current?.note === undefined ? {} : { note: current.note }),
  };
  return current && JSON.stringify(current) === JSON.stringify(next) ? current : next;
}

function idOf({ productId, skuId, term }: Row<'prices'>): string {
  return (skuId ? `${productId}-${skuId}-${term}` : productId).slice(0, 80);
}

/** "Reserved VM Instance, Standard_D2s_v5, US West, 1 Year": what a title says beside the columns. */
function titled({ skuTitle = '' }: Row<'prices'>): { name?: string; region?: string } {
  const parts = skuTitle.split(',').map((part) => part.trim());
  const [, name, region] = parts.length >= 4 ? parts : [];
  return { ...(name ? { name } : {}), ...(region ? { region } : {}) };
}

/** A sheet without types has virtual machines under this title. */
const VIRTUAL_MACHINES = /^(reserved vm instance|virtual machines)/i;

function productOf(
  row: Row<'prices'>,
  known: Product | undefined,
  place: Place,
  problems: Problem[],
): Product | undefined {
  const title = titled(row);
  const name = row.skuName ?? title.name;
  const isMachine = VIRTUAL_MACHINES.test(row.skuTitle ?? '') || VIRTUAL_MACHINES.test(row.productTitle);
  const type = row.type ?? (isMachine ? 'virtualMachines' : undefined);
  const region = row.region ?? title.region;
  if (!name || !type || !region) {
    const missing = [
      ...(name ? [] : ['ArmSkuName']),
      ...(type ? [] : ['ReservedResourceType']),
      ...(region ? [] : ['ArmRegionName']),
    ];
    problems.push({ ...place, reason: `the titles do not say it: ${missing.join(', ')} missing` });
    return undefined;
  }
  const returnable = RESERVATION_TYPES.find(({ id }) => id === type)?.returnable ?? false;
  const product: Product = {
    id: idOf(row),
    name,
    type,
    region: regionOf(region),
    term: row.term,
    billingPlans: both(known?.billingPlans ?? [], [row.billingPlan], ['oneTime', 'monthly']),
    segments: both(known?.segments ?? [], row.segment, [
      'commercial',
      'education',
      'government',
      'nonprofit',
    ]),
    maxQuantity: row.maxQuantity ?? known?.maxQuantity ?? MOST_AT_ONCE,
    returnable: row.returnable ?? known?.returnable ?? returnable,
  };
  const differs = known && (known.name !== name || known.type !== type || known.region !== product.region);
  if (differs) problems.push({ ...place, reason: `${product.id} names two different products` });
  return product;
}

/** Those of either list, in this order. */
function both<T extends string>(one: readonly T[], other: readonly T[], order: readonly T[]): T[] {
  return order.filter((each) => one.includes(each) || other.includes(each));
}

function exactly({ unitPrice, currency }: Row<'prices'>, place: Place, problems: Problem[]): string {
  try {
    return amountOf(unitPrice, currency);
  } catch (error) {
    problems.push({ ...place, reason: error instanceof Error ? error.message : String(error) });
    return '0';
  }
}
