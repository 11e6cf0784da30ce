/** Every step at which a conversation waits for an answer, and what to type to come there. */
import type { Memories } from '../../bot/memories.js';
import type { Documents } from '../../domain/store/documents.js';
import { CHANNELS, type Chat } from '../support/chat.js';
import type { DemoDesk } from '../support/demo-desk.js';

export interface Step {
  readonly name: string;
  /** The kind of the card that waits. */
  readonly kind: string;
  readonly typed: readonly string[];
  /** Cancelling here leaves a cart behind. */
  readonly buying?: true;
  /** What is entered here is written down as it is entered: a number that somebody else gave. */
  readonly writes?: true;
  /** What the book must have for it. */
  readonly given?: (demo: DemoDesk<Documents, Memories>) => Promise<void>;
}

/** What files a refund that the steps about requests are then about. */
const FILED = ['refund fabrikam', '1', 'file'] as const;

/** Lines to buy in bulk, sent as a message. */
const BULK = [
  'customer,product,region,term,quantity,billing,scope,reseller',
  'fabrikam.example,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants',
].join('\n');
/** What hands a cart to a colleague; the steps about handovers are then about that. */
const HANDED = ['buy fabrikam', '1 x 2', 'ask a colleague', '1'] as const;

/** A colleague asks to be let in, and the user may decide. */
async function someoneAsks(demo: DemoDesk<Documents, Memories>): Promise<void> {
  await demo.giveRoles('anna-admin', ['AdminAgent', 'GlobalAdmin']);
  await demo.askForAccess();
}

export const STEPS: readonly Step[] = [
  { name: 'buy: which customer', kind: 'choose-customer', typed: ['buy'], buying: true },
  { name: 'buy: which country', kind: 'ask-country', typed: ['buy litware'], buying: true },
  { name: 'buy: add an Azure plan', kind: 'add-plan', typed: ['buy proseware'], buying: true },
  { name: 'buy: which product', kind: 'choose-product', typed: ['buy fabrikam'], buying: true },
  { name: 'buy: review', kind: 'review', typed: ['buy fabrikam', '1 x 2'], buying: true },
  { name: 'refund: which customer', kind: 'choose-customer', typed: ['refund'] },
  { name: 'refund: which reservation', kind: 'choose-reservation', typed: ['refund fabrikam'] },
  { name: 'refund: quote', kind: 'refund-quote', typed: ['refund fabrikam', '1'] },
  {
    name: 'refund: what was paid',
    kind: 'missing-facts',
    typed: ['refund fabrikam', 'fill in'],
    given: (demo) => demo.forgetPrices('fabrikam'),
  },
  { name: 'exchange: which customer', kind: 'choose-customer', typed: ['exchange'] },
  { name: 'exchange: what is returned', kind: 'choose-returns', typed: ['exchange fabrikam'] },
  { name: 'exchange: what is bought', kind: 'choose-product', typed: ['exchange fabrikam', '3'] },
  { name: 'exchange: quote', kind: 'exchange-quote', typed: ['exchange fabrikam', '3', '1 x 40'] },
  { name: 'permissions: which customer', kind: 'choose-customer', typed: ['permissions'] },
  { name: 'permissions: on or off', kind: 'permission', typed: ['permissions fabrikam'] },
  { name: 'customers: which customer', kind: 'choose-customer', typed: ['customers'] },
  { name: 'reservations: which customer', kind: 'choose-customer', typed: ['reservations'] },
  { name: 'reservations: which one', kind: 'choose-reservation', typed: ['reservations fabrikam'] },
  { name: 'reservations: one of them', kind: 'reservation', typed: ['reservations fabrikam', '1'] },
  { name: 'configure: which customer', kind: 'choose-customer', typed: ['configure'] },
  { name: 'configure: which reservation', kind: 'choose-reservation', typed: ['configure fabrikam'] },
  { name: 'configure: scope and subscription', kind: 'configure', typed: ['configure fabrikam', '1'] },
  { name: 'renew: which customer', kind: 'choose-customer', typed: ['renew'] },
  { name: 'renew: which reservation', kind: 'choose-reservation', typed: ['renew fabrikam'] },
  { name: 'renew: review', kind: 'renew', typed: ['renew fabrikam', '1'] },
  { name: 'orders: the list', kind: 'history', typed: ['orders fabrikam'] },
  { name: 'orders: one of them', kind: 'order', typed: ['orders fabrikam', '1'] },
  { name: 'activity log: the list', kind: 'history', typed: ['activity log'] },
  { name: 'requests: which one', kind: 'choose-request', typed: ['requests'] },
  { name: 'requests: one of them', kind: 'request', typed: [...FILED, 'requests fabrikam', '1'] },
  {
    name: 'requests: what came of it',
    kind: 'settle-request',
    typed: [...FILED, 'requests fabrikam', '1', 'settle'],
  },
  {
    name: 'requests: what it means',
    kind: 'request-outcome',
    typed: [...FILED, 'requests fabrikam', '1', 'settle', 'paid'],
  },
  {
    name: 'requests: its references',
    kind: 'request-references',
    typed: [...FILED, 'requests fabrikam', '1', 'references'],
    writes: true,
  },
  { name: 'support: which customer', kind: 'choose-customer', typed: ['new support request'] },
  { name: 'support: about what', kind: 'choose-topic', typed: ['new support request fabrikam'] },
  { name: 'support: the form', kind: 'support-form', typed: ['new support request fabrikam', '4', '1', '1'] },
  { name: 'handovers: which one', kind: 'choose-handover', typed: [...HANDED, 'handovers'] },
  {
    name: 'ask: which colleague',
    kind: 'ask-colleague',
    typed: ['buy fabrikam', '1 x 2', 'ask a colleague'],
  },
  {
    name: 'handovers: one of them',
    kind: 'handover',
    typed: [...HANDED, 'handovers', '1'],
  },
  { name: 'placed: which customer', kind: 'choose-customer', typed: ['placed'] },
  { name: 'placed: what', kind: 'choose-unplaced', typed: [...FILED, 'placed fabrikam'] },
  {
    name: 'placed: its number',
    kind: 'mark-placed',
    typed: [...FILED, 'placed fabrikam', '1'],
    writes: true,
  },
  { name: 'compare: which customer', kind: 'choose-customer', typed: ['compare'] },
  { name: 'compare: which reservation', kind: 'choose-reservation', typed: ['compare fabrikam'] },
  { name: 'copy: which customer', kind: 'choose-customer', typed: ['copy'] },
  { name: 'copy: of what', kind: 'choose-copy', typed: ['copy fabrikam'] },
  { name: 'subscriptions: which customer', kind: 'choose-customer', typed: ['subscriptions'] },
  { name: 'subscriptions: which one', kind: 'choose-subscription', typed: ['subscriptions proseware'] },
  { name: 'subscriptions: one of them', kind: 'subscription', typed: ['subscriptions fabrikam'] },
  { name: 'subscriptions: who has access', kind: 'access', typed: ['subscriptions fabrikam', 'access'] },
  {
    name: 'subscriptions: add an Azure plan',
    kind: 'add-plan',
    typed: ['subscriptions proseware', 'add azure plan'],
  },
  { name: 'access: which customer', kind: 'choose-customer', typed: ['access'] },
  { name: 'access: which reservation', kind: 'choose-reservation', typed: ['access fabrikam'] },
  { name: 'access: who has it', kind: 'access', typed: ['access fabrikam', '1'] },
  {
    name: 'access: which colleague',
    kind: 'choose-colleague',
    typed: ['access fabrikam', '1', 'colleagues'],
  },
  { name: 'country: which customer', kind: 'choose-customer', typed: ['country'] },
  { name: 'country: which one', kind: 'ask-country', typed: ['country fabrikam'] },
  { name: 'colleagues: which one', kind: 'colleagues', typed: ['colleagues'] },
  { name: 'colleagues: one of them', kind: 'colleague', typed: ['colleagues', '3'] },
  {
    name: 'access requests: which one',
    kind: 'access-requests',
    typed: ['access requests'],
    given: someoneAsks,
  },
  {
    name: 'access requests: one of them',
    kind: 'access-request',
    typed: ['access requests', '1'],
    given: someoneAsks,
  },
  { name: 'prices: which customer', kind: 'choose-customer', typed: ['prices'] },
  { name: 'prices: of a customer', kind: 'customer-prices', typed: ['prices fabrikam'], writes: true },
  { name: 'rates: in force', kind: 'rates', typed: ['rates'] },
  { name: 'policy: in force', kind: 'policy', typed: ['policy'] },
  { name: 'notices: what is wanted', kind: 'notices', typed: ['notices'] },
  { name: 'bulk: which lines', kind: 'bulk-paste', typed: ['bulk'] },
  { name: 'bulk: review', kind: 'bulk-review', typed: [BULK] },
  { name: 'attention: all of it', kind: 'attention', typed: ['what needs attention'] },
  { name: 'expiring: the list', kind: 'attention-list', typed: ['what expires'] },
];

/** The steps to try on this channel: each on one of the three in turn, as what a step does is the same on all. */
export function stepsOn(channel: (typeof CHANNELS)[number]): Step[] {
  return STEPS.filter((_, i) => CHANNELS[i % CHANNELS.length] === channel);
}

/** Types what leads to the step. */
export async function goTo(chat: Chat, step: Step): Promise<void> {
  await step.given?.(chat.demo);
  for (const text of step.typed) await chat.say(text);
  chat.card(step.kind);
}

/** The customers that the steps are about. */
export const CONCERNED = ['fabrikam', 'litware', 'proseware'] as const;
