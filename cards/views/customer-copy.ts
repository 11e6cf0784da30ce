/** The customer's copy as a page: what was bought or returned, in the customer's own prices, and what it comes to. */
import { compare, exact } from '../../domain/money.js';
import { monthsIn } from '../../domain/term.js';
import type { CopyPurchase, CopyReturn, CustomerCopy } from '../../domain/use-cases/customer-copy.js';
import type { PdfPage } from '../pdf.js';
import { short } from '../plain.js';
import type { MessageArguments, Words } from '../words.js';
import { productWhere, typeName } from './names.js';

const LONGEST_NAME = 48;
const LONGEST_LINE = 90;

/** The page of a copy, in the language of the words. Days and moments are UTC. */
export function customerCopyPage(words: Words, copy: CustomerCopy, made: Date): PdfPage {
  const t = (key: string, values?: MessageArguments) => words.t(`copy.page.${key}`, values);
  const { number = '', validUntil } = copy;
  return {
    lang: words.language,
    title: t(`title.${copy.about}.${copy.state}`),
    from: short(copy.partnerName, LONGEST_NAME),
    to: [short(copy.customerName, LONGEST_NAME), short(copy.customerDomain, LONGEST_NAME)],
    facts: [
      ...(number === '' ? [] : [{ label: t('number'), value: short(number, LONGEST_NAME) }]),
      { label: t('date'), value: words.moment(copy.at) },
      ...(validUntil === undefined ? [] : [{ label: t('validUntil'), value: words.moment(validUntil) }]),
    ],
    tables: [
      ...(copy.returned.length === 0
        ? []
        : [{ heading: t('returned'), rows: copy.returned.map((each) => returnedRow(words, each, copy)) }]),
      ...(copy.bought.length === 0
        ? []
        : [{ heading: t('bought'), rows: copy.bought.map((each) => boughtRow(words, each, copy)) }]),
    ],
    result: resultOf(words, copy),
    notes: [
      ...(copy.bought.length === 0 ? [] : [t(copy.pricesInclude), t('software')]),
      ...(copy.state === 'quoted' ? [t('quoteOnly')] : []),
      t('notAnInvoice'),
    ],
    made,
  };
}

function boughtRow(
  words: Words,
  { product, quantity, billing, subscription, one, all }: CopyPurchase,
  copy: CustomerCopy,
) {
  const t = (key: string, values?: MessageArguments) => words.t(`copy.page.${key}`, values);
  const unit = words.money(one, copy.currency);
  return {
    name: t('product', { quantity, name: short(product.name, LONGEST_NAME) }),
    lines: [
      whatItIs(words, product),
      t(billing, { unit, count: monthsIn(product.term), subscription: short(subscription, LONGEST_NAME) }),
    ],
    amount: words.money(all, copy.currency),
  };
}

function whatItIs(words: Words, product: CopyPurchase['product']): string {
  return short(`${typeName(words, product.type)} · ${productWhere(words, product)}`, LONGEST_LINE);
}

function returnedRow(words: Words, returned: CopyReturn, copy: CustomerCopy) {
  const t = (key: string, values?: MessageArguments) => words.t(`copy.page.${key}`, values);
  const { product, quantity, ofQuantity, boughtOn, price, back } = returned;
  return {
    name: t('productPart', { quantity, of: ofQuantity, name: short(product.name, LONGEST_NAME) }),
    lines: [
      whatItIs(words, product),
      t('boughtOn', { day: words.day(boughtOn), price: words.money(price, copy.currency) }),
    ],
    amount: words.money(back, copy.currency),
  };
}

/** An order costs, a refund gives back, an exchange is what is left between the two. */
function resultOf(words: Words, copy: CustomerCopy): PdfPage['result'] {
  const t = (key: string, values?: MessageArguments) => words.t(`copy.page.result.${key}`, values);
  const money = (amount: string) => words.money(amount, copy.currency);
  if (copy.state === 'declined' || copy.state === 'withdrawn') {
    return { label: t('nothing'), amount: t(`${copy.state}`), lines: [t('stays')] };
  }
  if (copy.about === 'order') return { label: t('total'), amount: money(copy.boughtTotal), lines: [] };
  const owed =
    compare(copy.noLongerOwed, '0') > 0 ? [t('noLongerOwed', { amount: money(copy.noLongerOwed) })] : [];
  if (copy.about === 'refund') return { label: t('back'), amount: money(copy.back), lines: owed };
  const sums = [t('sums', { bought: money(copy.boughtTotal), returned: money(copy.back) }), ...owed];
  return exact(copy.net).isNegative()
    ? { label: t('netBack'), amount: money(exact(copy.net).negated().toFixed()), lines: sums }
    : { label: t('net'), amount: money(copy.net), lines: sums };
}
