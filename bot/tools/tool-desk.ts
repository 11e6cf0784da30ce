/** The desk as a tool reaches it: the live one over its socket, or, where none runs, the data folder itself. */
import { connect, type Socket } from 'node:net';
import { createDesk, type Desk, randomIds } from '../../domain/desk.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { Refusal, type RefusalFacts } from '../../domain/refusals.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { systemClock } from '../../domain/term.js';
import type { Importing, ImportWish } from '../../domain/use-cases/importing.js';
import { type DeskSays, heard, say, socketPath, type Work } from '../admin-protocol.js';

export interface ToolDesk extends Pick<Desk, 'importFiles' | 'exportBook'> {
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
  return { importFiles, exportBook, close: () => documents.close() };
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
