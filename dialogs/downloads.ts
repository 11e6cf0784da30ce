/** Files that a user can fetch by a link: the port to whatever makes the links and serves them. */
import type { HistoryJob } from '../cards/views/history.js';
import type { Actor } from '../domain/model.js';
import type { HistoryFilter } from '../domain/use-cases/history.js';

/** Which file, and for whom. It is made when it is fetched, with the rights that the actor has then. */
export interface FileWish {
  readonly actor: Actor;
  readonly job: HistoryJob | 'expiring';
  readonly filter: HistoryFilter;
  /** Of the words in it. */
  readonly locale: string;
}

export interface Downloads {
  /** A link that gives the file once, within ten minutes, to whoever has it. */
  linkTo(wish: FileWish): string;
}
