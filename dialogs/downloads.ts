/** Files that a user can fetch by a link: the port to whatever makes the links and serves them. */
import type { HistoryJob } from '../cards/views/history.js';
import type { Actor } from '../domain/model.js';
import type { HistoryFilter } from '../domain/use-cases/history.js';

/** What every file is made of: whose it is, and in which language. */
interface Wish {
  readonly actor: Actor;
  /** Of the words in it. */
  readonly locale: string;
}

/** Which file, and for whom. It is made when it is fetched, with the rights that the actor has then. */
export type FileWish =
  | (Wish & { readonly job: HistoryJob | 'expiring'; readonly filter: HistoryFilter })
  // The customer's copy as a PDF; `what` as the use case names it.
  | (Wish & { readonly job: 'copy'; readonly customerId: string; readonly what: string })
  | (Wish & { readonly job: 'bulk'; readonly bulkId: string })
  | (Wish & { readonly job: 'bulk-template' });

export interface Downloads {
  /** A link that gives the file once, within ten minutes, to whoever has it. */
  linkTo(wish: FileWish): string;
}
