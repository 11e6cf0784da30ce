/** What a refund or an exchange comes to, as the cards of requests show it. */
import type { ExchangeQuote, RefundQuote, SupportRequest } from '../../domain/model.js';
import { compare } from '../../domain/money.js';
import type { View } from '../render.js';
import type { Words } from '../words.js';

type Money = { readonly label: string; readonly amount: string };

/** The amounts of a refund or an exchange for a template; nothing is shown of a request without any. */
export function amountsView(words: Words, { quote }: Pick<SupportRequest, 'quote'>): View {
  if (!quote) return { hasAmounts: false, total: {}, amounts: [] };
  return { hasAmounts: true, ...amounts(words, quote) };
}

/** What a request comes to, and the amounts beside that. */
export function amounts(
  words: Words,
  quote: RefundQuote | ExchangeQuote,
): { total: Money; amounts: Money[] } {
  const t = (key: string) => words.t(`refund.filed.${key}`);
  if (quote.kind === 'exchange') {
    const money = (amount: string) => words.money(amount, quote.currency);
    return {
      total: { label: t('netToPay'), amount: money(quote.netToPay) },
      amounts: [
        { label: t('returned'), amount: money(quote.returnedValue) },
        { label: t('commitment'), amount: money(quote.newCommitment) },
      ],
    };
  }
  const { figures } = quote;
  const above = (key: string, amount: string) =>
    compare(amount, '0') > 0 ? [{ label: t(key), amount: words.money(amount, figures.currency) }] : [];
  return {
    total: { label: t('payable'), amount: words.money(figures.payable, figures.currency) },
    amounts: [...above('fallsAway', figures.fallsAway), ...above('noLongerOwed', figures.noLongerOwed)],
  };
}
