/** Lines of a bulk purchase as rows of a card: what is bought, what is wrong with it, what came of it. */
import type { BulkFacts, BulkTotal } from '../../domain/bulk/facts.js';
import type { BulkFault, BulkLine, BulkPurchase } from '../../domain/model.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import { clean, short } from '../plain.js';
import type { View } from '../render.js';
import type { Words } from '../words.js';
import { billingName, columnName, productWhere, scopeName } from './names.js';
import { refusalText, refusalTitle } from './refusal.js';

/** Longest part of a row that comes from the book or from the file. */
const LONGEST_PART = 40;

/** What is bought with a line, its price, and whether an earlier line is the same. */
export function purchaseRow(words: Words, line: BulkLine, purchase: BulkPurchase): View {
  const { sameAs } = line;
  return {
    ...whatOf(words, line, purchase),
    details: howOf(words, purchase),
    price: words.money(purchase.price, purchase.currency),
    isRepeated: sameAs !== undefined,
    repeated: sameAs === undefined ? '' : words.t('bulk.review.sameAs', { line: sameAs }),
  };
}

/** What is wrong with one cell, and what to do. */
export function faultRow(words: Words, line: number, fault: BulkFault): View {
  const column = columnName(words, fault.column);
  const text = short(fault.text, LONGEST_PART);
  return {
    where: words.t(text === '' ? 'bulk.review.fault' : 'bulk.review.faultText', { line, column, text }),
    why: faultText(words, fault),
  };
}

/** What came of a line: the order, why not, or that it waits. */
export function outcomeRow(words: Words, line: BulkLine): View {
  const { purchase, outcome } = line;
  const ordered = outcome?.kind === 'ordered';
  return {
    ...(purchase ? whatOf(words, line, purchase) : { where: cellsLine(words, line), what: '' }),
    hasWhat: purchase !== undefined,
    isOrdered: ordered,
    isRefused: !purchase || outcome?.kind === 'refused',
    waits: purchase !== undefined && outcome === undefined,
    outcome: outcomeText(words, line),
  };
}

/** "Order RD-1, USD 100.00", "Not bought: …": what came of a line, in words. */
function outcomeText(words: Words, line: BulkLine): string {
  const { purchase, outcome } = line;
  if (!purchase) return words.t('bulk.result.notBought', { why: whyNot(words, line) });
  if (!outcome) return words.t('bulk.result.waits');
  if (outcome.kind === 'refused') return words.t('bulk.result.notBought', { why: whyNot(words, line) });
  const total = words.money(outcome.total, purchase.currency);
  return words.t('bulk.result.order', { number: clean(outcome.orderNumber), total });
}

/** Why a line was not bought, in sentences; empty where it was, or waits. */
export function whyNot(words: Words, { faults, outcome }: BulkLine): string {
  if (outcome?.kind === 'refused') {
    const refusal = outcome.refusal as RefusalFacts;
    return `${refusalTitle(words, refusal)}. ${refusalText(words, refusal)}`;
  }
  return faults.map((fault) => `${columnName(words, fault.column)}: ${faultText(words, fault)}`).join(' ');
}

/** Each total by itself: currencies are never added up. */
export function totalRows(words: Words, label: string, totals: readonly BulkTotal[]): View[] {
  return totals.map(({ currency, amount }) => ({
    label: words.t(label, { currency }),
    value: words.money(amount, currency),
  }));
}

/** "4 ordered, 1 not bought, 7 waiting". */
export function countsLine(words: Words, { ordered, refused, waiting, state }: BulkFacts): string {
  return words.t(state === 'done' ? 'bulk.progress.countsDone' : 'bulk.progress.counts', {
    ordered,
    refused,
    waiting,
  });
}

function whatOf(words: Words, { number }: BulkLine, purchase: BulkPurchase) {
  const { customerName, product, quantity } = purchase;
  return {
    where: words.t('bulk.review.where', { line: number, customer: short(customerName, LONGEST_PART) }),
    what: words.t('bulk.review.what', {
      quantity,
      product: short(product.name, LONGEST_PART),
      where: productWhere(words, product),
    }),
  };
}

function howOf(words: Words, { subscriptionName, billing, scope, resellerName }: BulkPurchase): string {
  return words.t(resellerName === undefined ? 'bulk.review.how' : 'bulk.review.howReseller', {
    subscription: short(subscriptionName, LONGEST_PART),
    billing: billingName(words, billing),
    scope: scopeName(words, scope),
    reseller: short(resellerName ?? '', LONGEST_PART),
  });
}

/** A line of which no purchase could be made: as it stood in the file. */
function cellsLine(words: Words, { number, cells }: BulkLine): string {
  return words.t('bulk.review.where', { line: number, customer: short(cells.customer ?? '', LONGEST_PART) });
}

function faultText(words: Words, { kind, column, refusal }: BulkFault): string {
  if (kind === 'refused') return refusalText(words, refusal as RefusalFacts);
  return words.t(`bulk.fault.${kind}`, { column });
}
