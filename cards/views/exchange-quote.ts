/** The quote of an exchange: what is given back against what is bought, and what remains to pay (rules section 5). */
import type { ExchangeAnswer } from '../../domain/answers.js';
import type { ExchangePurchase, ExchangeQuote, ExchangeReturn } from '../../domain/model.js';
import { compare, sum } from '../../domain/money.js';
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';
import { type Ask, mistakes } from './ask.js';
import { LONGEST_NAME } from './choices.js';
import { jobTitles } from './jobs.js';
import { billingName, customerLine, productWhere, scopeName } from './names.js';
import { mayNot } from './refund-quote.js';
import { contactView } from './request-filed.js';

/** Monthly billing: the part of the returned value that is no longer owed, and so was never paid. */
function notPaid(words: Words, { returns, currency }: ExchangeQuote): string {
  const owed = sum(
    returns.map(({ noLongerOwed }) => noLongerOwed),
    currency,
  );
  return compare(owed, '0') > 0
    ? words.t('exchange.know.notPaid', { amount: words.money(owed, currency) })
    : '';
}

type Row = { readonly name: string; readonly amount: string; readonly detail: string };

interface ExchangeQuoteInput {
  readonly answer: ExchangeAnswer;
  /** The figures are no longer those that were about to be filed: said on top. */
  readonly changed?: boolean;
}

/** The card of an exchange quote: old against new, net to pay, and the contact preferences to file it with. */
export function exchangeQuoteCard(words: Words, input: ExchangeQuoteInput, ask?: Ask): Card {
  const { quote, mayFile, filingNeeds } = input.answer;
  const t = (key: string, values?: Record<string, string>) => words.t(`exchange.${key}`, values);
  const money = (amount: string) => words.money(amount, quote.currency);
  const net = money(quote.netToPay);
  const view = {
    title: t('title'),
    context: customerLine(words, input.answer),
    changed: { shown: input.changed === true, text: t('changed') },
    mistakes: mistakes(words, ask),
    returned: {
      heading: t('returned'),
      rows: quote.returns.map((item) => returnRow(words, item, quote.currency)),
      label: t('returnedTotal'),
      amount: money(quote.returnedValue),
    },
    bought: {
      heading: t('bought'),
      rows: quote.purchases.map((item) => purchaseRow(words, item, quote.currency)),
      label: t('boughtTotal'),
      amount: money(quote.newCommitment),
    },
    net: { label: t('net'), amount: net },
    know: {
      heading: t('know.heading'),
      lines: [
        notPaid(words, quote),
        t('know.fee'),
        t('know.term'),
        t('know.done'),
        t('know.money'),
        t('know.validUntil', { moment: words.moment(quote.validUntil) }),
      ]
        .filter((text) => text !== '')
        .map((text) => ({ text })),
    },
    mayFile,
    askColleague: jobTitles(words).ask,
    handover: `quote/${quote.id}`,
    customerId: input.answer.customerId,
    mayNot: mayNot(words, 'exchange', filingNeeds),
    contact: contactView(words, ask),
    file: t('file', { amount: net }),
    change: t('change'),
    copy: words.t('desk.job.copy'),
    what: `quote/${quote.id}`,
    cancel: words.t('common.cancel'),
  };
  return renderCard('exchange-quote', ask?.cardId ?? '', view, {
    lang: words.locale,
    speak: `${view.title}: ${view.net.label} ${net}`,
  });
}

/** The unused part of what was paid, plus (monthly) the instalments no longer owed. */
function returnRow(words: Words, item: ExchangeReturn, currency: string): Row {
  const whole = item.quantity === item.ofQuantity;
  return {
    name: words.t(whole ? 'exchange.returnedWholeRow' : 'exchange.returnedRow', {
      quantity: item.quantity,
      of: item.ofQuantity,
      name: short(item.product.name, LONGEST_NAME),
    }),
    amount: words.money(item.value, currency),
    detail: words.t(
      item.billing === 'monthly' ? 'exchange.returnedDetailMonthly' : 'exchange.returnedDetail',
      {
        where: productWhere(words, item.product),
        remaining: item.remainingDays,
        period: item.periodDays,
        base: words.money(item.base, currency),
        unused: words.money(item.unused, currency),
        owed: words.money(item.noLongerOwed, currency),
      },
    ),
  };
}

function purchaseRow(words: Words, item: ExchangePurchase, currency: string): Row {
  return {
    name: words.t('exchange.boughtRow', {
      quantity: item.quantity,
      name: short(item.product.name, LONGEST_NAME),
    }),
    amount: words.money(item.price, currency),
    detail: words.t('exchange.boughtDetail', {
      where: productWhere(words, item.product),
      billing: billingName(words, item.billing),
      scope: scopeName(words, item.scope),
      unit: words.money(item.unitPrice, currency),
    }),
  };
}
