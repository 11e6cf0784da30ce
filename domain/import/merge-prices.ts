/** The price list with what files say of it. */
import type { Prices, Product } from '../model.js';
import { amountOf } from '../money.js';
import { RESERVATION_TYPES } from '../policy/reservation-types.js';
import { type Counts, counted } from './counts.js';
import { regionOf } from './regions.js';
import type { Place, Problem, Row } from './rows.js';
import type { Placed } from './unique.js';

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
  const monthly = new Map<string, { id: string; currency: string; place: Place }>();
  for (const { row, place } of inForce) {
    const product = productOf(row, products.get(idOf(row)), place, problems);
    if (!product) continue;
    products.set(product.id, product);
    const list = lists[row.currency] ?? { asOf: row.startsOn, prices: {} };
    lists[row.currency] = list;
    if (row.startsOn > list.asOf) list.asOf = row.startsOn;
    const key = `${product.id} in ${row.currency}`;
    if (row.billingPlan === 'monthly') {
      monthly.set(key, { id: product.id, currency: row.currency, place });
      continue;
    }
    const price = exactly(row, place, problems);
    const other = list.prices[product.id];
    if (other !== undefined && other !== price) {
      problems.push({ ...place, reason: `${key} has two prices: ${other} and ${price}` });
    }
    list.prices[product.id] = price;
  }
  for (const [key, { id, currency, place }] of monthly) {
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
  if (known && !sameProduct(known, product))
    problems.push({ ...place, reason: `${product.id} names two different products` });
  return product;
}

function sameProduct(one: Product, other: Product): boolean {
  return (['name', 'type', 'region', 'term'] as const).every((fact) => one[fact] === other[fact]);
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
