/** What the use cases answer, beside the nouns of model.ts: facts for a card to show, worked out already. */
export type * from './answers/access.js';
export type * from './answers/basics.js';
export type * from './answers/buying.js';
export type * from './answers/customers.js';
export * from './answers/handovers.js';
export type * from './answers/histories.js';
export type * from './answers/notices.js';
export type * from './answers/requests.js';
export type * from './answers/reservation-page.js';
export type * from './answers/returns.js';
