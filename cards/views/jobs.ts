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
  'placed',
  'configure',
  'renew',
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
    requests: words.t('desk.job.requests'),
    placed: words.t('desk.job.placed'),
    configure: words.t('desk.job.configure'),
    renew: words.t('desk.job.renew'),
  };
}
