/** A wish as one readable line: "buy for Fabrikam (1): + 3 D2s_v5 westeurope P1Y; monthly". */
import { wordsFor } from '../../../cards/words.js';
import { readLine } from '../../../dialogs/one-line/read-line.js';
import type { Said, Wish } from '../../../dialogs/one-line/wish.js';
import type { DemoDesk } from '../../support/demo-desk.js';

const actor = { partnerId: 'northbridge', userId: 'anna-admin' };

/** What the desk reads in a line that is typed in this language. */
export async function wishOf({ desk }: DemoDesk, locale: string, text: string): Promise<Wish | undefined> {
  return await readLine(desk, { actor, words: wordsFor(locale), text });
}

/** How many customers are called so stands in brackets, "=" where one of them is surely meant. */
export function told(wish: Wish | undefined): string {
  if (!wish) return 'nothing';
  const { job, customer, customers, customerId, returns, purchases, days } = wish;
  const who = customer ? ` for ${customer} (${customerId ? '=' : customers})` : '';
  const parts = [
    ...returns.map((said) => `- ${saidText(said)}`),
    ...purchases.map((said) => `+ ${saidText(said)}`),
    ...[wish.billing, wish.scope].filter((manner) => manner !== undefined),
    ...(wish.reseller ? [`via ${wish.reseller}`] : []),
    ...(days ? [days.from === days.to ? days.from : `${days.from}..${days.to} (${days.day})`] : []),
  ];
  return `${job}${who}${parts.length > 0 ? `: ${parts.join('; ')}` : ''}`;
}

function saidText({ quantity, unclear, text, region, term }: Said): string {
  const count = unclear === undefined ? quantity : `"${unclear}"`;
  return [count, text, region, term].filter((part) => part).join(' ');
}
