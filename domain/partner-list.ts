/** The partners in the book: asked for in every turn, and hardly ever another one. */
import type { Documents } from './store/documents.js';
import { PROFILE } from './store/kinds.js';

/** Derived from the partners' documents; what is opened is read from the book. */
export class PartnerList {
  private known: Promise<readonly string[]> | undefined;

  constructor(private readonly documents: Documents) {
    const forget = () => {
      this.known = undefined;
    };
    documents.watch(PROFILE, forget);
    documents.watchMany(forget);
  }

  /** Their ids, in order. @throws Refusal DocumentUnreadable. */
  async ids(): Promise<readonly string[]> {
    this.known ??= this.read();
    return await this.known;
  }

  private read(): Promise<readonly string[]> {
    const reading = this.documents.list(PROFILE).then((ids) => ids.sort());
    // What could not be read is asked for anew the next time.
    reading.catch(() => {
      if (this.known === reading) this.known = undefined;
    });
    return reading;
  }
}
