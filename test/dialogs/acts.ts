/** What a user confirms, how to come to its card, and what confirming it leaves in the book. */
import type { Memories } from '../../bot/memories.js';
import type { Documents } from '../../domain/store/documents.js';
import { Chat } from '../support/chat.js';
import type { DemoDesk } from '../support/demo-desk.js';

export interface Act {
  readonly name: string;
  /** What is typed to come to its card. */
  readonly typed: readonly string[];
  /** The kind of the card that confirms it. */
  readonly kind: string;
  /** Its button, with the fields that it needs. */
  readonly button: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** What can be typed instead; absent: it takes more than one line. */
  readonly word?: string;
  /** What the user is told once it is done. */
  readonly told: RegExp;
  /** As the activity log names it; none: nothing is done yet. */
  readonly action?: string;
  /** The customer that it is about. */
  readonly customer: string;
  /** The reservation that it is about is gone once a colleague has returned it. */
  readonly returns?: true;
  /** Work goes on after the turn. */
  readonly later?: true;
  readonly given?: (demo: DemoDesk<Documents, Memories>) => Promise<void>;
}

const FILED = ['refund fabrikam', '1', 'file'] as const;

/** A Sales agent hands a cart to Anna, who speaks in the conversations of the tests. */
async function handToAnna(demo: DemoDesk<Documents, Memories>): Promise<void> {
  const sales = new Chat(demo, { conversationId: 'sales' });
  await sales.actAs('sales agent');
  for (const text of ['buy fabrikam', '1 x 2', 'ask a colleague', 'anna']) await sales.say(text);
}

/** Lines to buy in bulk, sent as a message. */
const BULK = [
  'customer,product,region,term,quantity,billing,scope,reseller',
  'fabrikam.example,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants',
  'fabrikam.example,Standard_B1ms,eastus,1 year,3,monthly,shared,First Up Consultants',
].join('\n');

const PLAN = { firstName: 'Ines', lastName: 'Duarte', email: 'ines@proseware.example', date: '2026-11-20' };

export const ACTS: readonly Act[] = [
  {
    name: 'buy',
    typed: ['buy fabrikam', '1 x 2'],
    kind: 'review',
    button: 'buy',
    word: 'buy',
    told: /^Order recorded/m,
    action: 'buy',
    customer: 'fabrikam',
  },
  {
    name: 'file a refund',
    typed: ['refund fabrikam', '1'],
    kind: 'refund-quote',
    button: 'file',
    word: 'file',
    told: /^Request filed/m,
    action: 'file refund',
    customer: 'fabrikam',
    returns: true,
  },
  {
    name: 'file an exchange',
    typed: ['exchange fabrikam', '3', '1 x 40'],
    kind: 'exchange-quote',
    button: 'file',
    word: 'file',
    told: /^Request filed/m,
    action: 'file exchange',
    customer: 'fabrikam',
    returns: true,
  },
  {
    name: 'turn the permission on',
    typed: ['permissions fabrikam'],
    kind: 'permission',
    button: 'on',
    word: 'turn on',
    told: /Permission is on/,
    action: 'Create Customer Purchase Permissions',
    customer: 'fabrikam',
  },
  {
    name: 'turn the permission off',
    typed: ['permissions fabrikam', 'turn on', 'permissions fabrikam'],
    kind: 'permission',
    button: 'off',
    word: 'turn off',
    told: /Permission is off/,
    action: 'Delete Customer Purchase Permissions',
    customer: 'fabrikam',
  },
  {
    name: 'settle a request',
    typed: [...FILED, 'requests fabrikam', '1', 'settle', 'paid'],
    kind: 'request-outcome',
    button: 'record',
    word: 'record',
    told: /Outcome recorded/,
    action: 'settle request',
    customer: 'fabrikam',
  },
  {
    name: 'take up a handover',
    given: handToAnna,
    typed: ['handovers', '1'],
    kind: 'handover',
    button: 'do',
    word: 'do',
    told: /^Review/m,
    customer: 'fabrikam',
  },
  {
    name: 'buy in bulk',
    typed: [BULK],
    kind: 'bulk-review',
    button: 'buy',
    word: 'buy',
    told: /2 of 2 done/,
    action: 'buy',
    customer: 'fabrikam',
    later: true,
  },
  {
    name: 'renew',
    typed: ['renew fabrikam', '4'],
    kind: 'renew',
    button: 'renew',
    word: 'renew',
    told: /^Order recorded/m,
    action: 'renew',
    customer: 'fabrikam',
    returns: true,
  },
  {
    name: 'add an Azure plan',
    typed: ['subscriptions proseware', 'add azure plan'],
    kind: 'add-plan',
    button: 'add',
    fields: PLAN,
    word: `${PLAN.firstName} ${PLAN.lastName}, ${PLAN.email}, ${PLAN.date}`,
    told: /^The Azure plan for/m,
    action: 'add Azure plan',
    customer: 'proseware',
  },
  {
    name: 'file a support request',
    typed: ['new support request fabrikam', '4', '1', '1'],
    kind: 'support-form',
    button: 'file',
    fields: { subject: 'Quota', description: 'More cores, please' },
    told: /^Request filed/m,
    action: 'file support request',
    customer: 'fabrikam',
  },
  {
    name: 'mark as placed',
    typed: [...FILED, 'placed fabrikam', '1'],
    kind: 'mark-placed',
    button: 'mark',
    fields: { placedNumber: '2611210010001' },
    word: '2611210010001',
    told: /marked as placed/,
    action: 'placed in Partner Center',
    customer: 'fabrikam',
  },
  {
    name: 'ask a colleague',
    typed: ['buy fabrikam', '1 x 2', 'ask a colleague'],
    kind: 'ask-colleague',
    button: 'ask',
    fields: { colleague: 'giulia-global' },
    word: '1',
    told: /sees it at the next visit/,
    action: 'ask colleague',
    customer: 'fabrikam',
  },
];

/** Types what leads to the card that confirms the act. */
export async function goToAct(chat: Chat, act: Act): Promise<void> {
  await act.given?.(chat.demo);
  for (const text of act.typed) await chat.say(text);
  chat.card(act.kind);
}
