/** Whether the desk can take turns: it has started, is not stopping, and its book can be written. */
import { z } from 'zod';
import type { DocumentKind, Documents } from '../domain/store/documents.js';
import type { Memories } from './memories.js';
import { within } from './within.js';

/** Why not, in a word. */
export type NotReady = 'starting' | 'stopping' | 'store';

const probeSchema = z.strictObject({ at: z.string() });
/** One small document that is written to see that writing works. */
const PROBE: DocumentKind<z.infer<typeof probeSchema>> = { name: 'probe', format: 1, schema: probeSchema };

/** What was found out holds so long, so that asking often writes seldom. */
const GOOD_FOR_MS = 5000;
/** A disk that does not answer is no better than one that refuses. */
const PATIENCE_MS = 3000;

export class Readiness {
  private stage: 'starting' | 'running' | 'stopping' = 'starting';
  private found: { readonly writable: Promise<boolean>; readonly at: number } | undefined;

  constructor(
    private readonly documents: Pick<Documents, 'update'>,
    private readonly memories: Pick<Memories, 'write'>,
    private readonly now: () => number = Date.now,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  started(): void {
    if (this.stage === 'starting') this.stage = 'running';
  }

  stops(): void {
    this.stage = 'stopping';
  }

  get isStopping(): boolean {
    return this.stage === 'stopping';
  }

  /** Undefined where turns can be taken. */
  async reason(): Promise<NotReady | undefined> {
    if (this.stage !== 'running') return this.stage;
    const now = this.now();
    if (!this.found || now - this.found.at >= GOOD_FOR_MS)
      this.found = { writable: this.probe(now), at: now };
    return (await this.found.writable) ? undefined : 'store';
  }

  /** Writes as every act is written, to a file of its own, synced, and as every turn is remembered. */
  private async probe(now: number): Promise<boolean> {
    const next = { at: new Date(now).toISOString() };
    const written = Promise.all([
      this.documents.update(PROBE, 'latest', () => ({ next, result: true })),
      this.memories.write(PROBE.name, next.at),
    ]).then(
      () => true,
      () => false,
    );
    return await within(this.patienceMs, written, false);
  }
}
