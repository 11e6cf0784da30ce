/** A book in memory that lets go on whom a scheduler chooses: for random orders of what happens at once. */
import type fc from 'fast-check';
import type { Change, DocumentKind } from '../../domain/store/documents.js';
import { MemoryDocuments } from './memory-documents.js';

/** Each reading and each change waits until the scheduler lets it go on. */
export class ScheduledDocuments extends MemoryDocuments {
  /** Nobody waits without one. */
  scheduler: fc.Scheduler | undefined;

  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    await this.scheduler?.schedule(Promise.resolve(), `read ${kind.name}`);
    return await super.read(kind, key);
  }

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    await this.scheduler?.schedule(Promise.resolve(), `change ${kind.name}`);
    return await super.update(kind, key, change);
  }
}
