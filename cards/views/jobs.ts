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
  'compare',
  'copy',
  'subscriptions',
  'access',
  'country',
  'settings',
  'colleagues',
  'accessRequests',
  'prices',
  'rates',
  'policy',
  'bulk',
  'attention',
  'expiring',
  'handovers',
  'ask',
  'configure',
  'renew',
  'notices',
] as const;
export type Job = (typeof JOBS)[number];

/** "Buy", "Refund" … by job, as titles of buttons. */
export function jobTitles(words: Words): Record<Job, string> {
  return Object.fromEntries(JOBS.map((job) => [job, words.t(`desk.job.${job}`)])) as Record<Job, string>;
}
