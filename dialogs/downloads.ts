/** Files that a user can fetch by a link: the port to whatever makes the links and serves them. */
import type { HistoryJob } from '../cards/views/history.js';
import type { Actor } from '../domain/model.js';
import type { HistoryFilter } from '../domain/use-cases/history.js';

/** Whose file, and in which language. It is made when it is fetched, with the rights that the actor has then. */
interface ForWhom {
  readonly actor: Actor;
  /** Of the words in it. */
  readonly locale: string;
}

/** A history as a CSV file. */
interface HistoryFile extends ForWhom {
  readonly job: HistoryJob;
  readonly filter: HistoryFilter;
}

/** The customer's copy of an order, a quote or a request, as a PDF; `what` as the use case names it. */
interface CopyFile extends ForWhom {
  readonly job: 'copy';
  readonly customerId: string;
  readonly what: string;
}

/** Which file, and for whom. */
export type FileWish = HistoryFile | CopyFile;

export interface Downloads {
  /** A link that gives the file once, within ten minutes, to whoever has it. */
  linkTo(wish: FileWish): string;
}
