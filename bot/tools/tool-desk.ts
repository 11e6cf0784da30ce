/** The desk as a tool reaches it: the live one over its socket, or, where none runs, the data folder itself. */
import { connect, type Socket } from 'node:net';
import { createDesk, type Desk, randomIds } from '../../domain/desk.js';
import { DERIVED_KINDS } from '../../domain/overview/overview.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { Refusal, type RefusalFacts } from '../../domain/refusals.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { discard, type KeptBook } from '../../domain/store/snapshot.js';
import { systemClock } from '../../domain/term.js';
import type { Importing, ImportWish } from '../../domain/use-cases/importing.js';
import { type DeskSays, heard, say, socketPath, type Work } from '../admin-protocol.js';

export interface ToolDesk extends Pick<Desk, 'importFiles' | 'exportBook'> {
  /** The book as it is at this moment, kept in a folder until `close`. */
  takeSnapshot(): Promise<KeptBook>;
  close(): Promise<void>;
}

/** @throws FolderInUse where another process has the folder that can not be reached. */
export async function openToolDesk(dataDir: string, log: (message: string) => void): Promise<ToolDesk> {
  const socket = await reach(socketPath(dataDir));
  return socket ? liveDesk(socket) : await ownDesk(dataDir, log);
}

async function ownDesk(dataDir: string, log: (message: string) => void): Promise<ToolDesk> {
  const documents = await openJsonDocuments({ folder: dataDir, log });
  const { importFiles, exportBook } = createDesk({
    documents,
    clock: systemClock,
    ids: randomIds,
    partnerCenter: recordedInBook,
  });
  const kept: KeptBook[] = [];
  return {
    importFiles,
    exportBook,
    async takeSnapshot() {
      const snapshot = await documents.snapshot(systemClock, DERIVED_KINDS);
      kept.push(snapshot);
      return snapshot;
    },
    async close() {
      await Promise.all(kept.map(discard));
      await documents.close();
    },
  };
}

/** The connection; undefined where nobody listens. */
async function reach(path: string): Promise<Socket | undefined> {
  return await new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function liveDesk(socket: Socket): ToolDesk {
  return {
    importFiles: (wish, importing) => importOver(socket, wish, importing),
    async exportBook(wish) {
      for await (const said of answers(socket, { work: 'export', wish })) {
        if ('files' in said) return [...said.files];
      }
      throw new Error(GONE);
    },
    async takeSnapshot() {
      // The connection stays: as long as it does, the desk keeps the files.
      const said = await answers(socket, { work: 'snapshot', wish: {} }).next();
      if (!said.done && 'snapshot' in said.value) return said.value.snapshot;
      throw new Error(GONE);
    },
    async close() {
      socket.destroy();
    },
  };
}

const GONE =
  'The desk stopped before the work was done. Nothing has changed, unless it says so when it starts again.';

async function importOver(
  socket: Socket,
  wish: ImportWish,
  { goOn, onProgress }: Importing,
): ReturnType<ToolDesk['importFiles']> {
  const asked = { ...wish, files: [...wish.files] };
  for await (const said of answers(socket, { work: 'import', wish: asked })) {
    if ('progress' in said) onProgress?.(...said.progress);
    else if ('done' in said) return said;
    else if ('report' in said) say(socket, { goOn: await goOn(said.report) });
  }
  throw new Error(GONE);
}

/** What the desk says to a piece of work. @throws Refusal as the desk did; Error for what went wrong there. */
async function* answers(socket: Socket, work: Work): AsyncGenerator<DeskSays> {
  say(socket, work);
  for await (const value of heard(socket)) {
    // It comes from the desk itself, of the same version.
    const said = value as DeskSays;
    if ('refusal' in said) throw new Refusal(said.refusal as RefusalFacts);
    if ('error' in said) throw new Error(said.error);
    yield said;
  }
}
