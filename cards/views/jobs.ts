/** What a user can begin with: the same words on buttons, in help and typed. */
import type { Words } from '../words.js';

export const JOBS = [
  'buy',
  'refund',
  'exchange',
  'permissions',
  'customers',
  'reservations',
  'orders',
  'activity',
  'requests',
  'support',
  'placed',
  'handovers',
  'ask',
] as const;
export type Job = (typeof JOBS)[number];

/** "Buy", "Refund" … by job, as titles of buttons. */
export function jobTitles(words: Words): Record<Job, string> {
  return {
    buy: words.t('desk.job.buy'),
    refund: words.t('desk.job.refund'),
    exchange: words.t('desk.job.exchange'),
    permissions: words.t('desk.job.permissions'),
    customers: words.t('desk.job.customers'),
    reservations: words.t('desk.job.reservations'),
    orders: words.t('desk.job.orders'),
    activity: words.t('desk.job.activity'),
    support: words.t('desk.job.support'),
    requests: words.t('desk.job.requests'),
    handovers: words.t('desk.job.handovers'),
    ask: words.t('desk.job.ask'),
    placed: words.t('desk.job.placed'),
  };
}
