/**
 * A process that opens a book, does one act and kills itself as a step of the writing begins; run by
 * test/domain/killed.test.ts over the built desk. Its argument: {folder, act, step, time}.
 */
import { createDesk, randomIds } from '../../dist/domain/desk.js';
import { recordedInBook } from '../../dist/domain/partner-center.js';
import { partOfMany } from '../../dist/domain/store/documents.js';
import { openJsonDocuments } from '../../dist/domain/store/json-documents.js';
import { CUSTOMER } from '../../dist/domain/store/kinds.js';
import { systemClock } from '../../dist/domain/term.js';

const { folder, act, step, time } = JSON.parse(process.argv[2] ?? '{}');
let seen = 0;
let armed = false;
const onStep = (at) => {
  if (!armed || at !== step) return;
  seen += 1;
  if (seen === time) process.kill(process.pid, 'SIGKILL');
};

const documents = await openJsonDocuments({ folder, onStep, onSwitchStep: onStep });
const desk = createDesk({ documents, clock: systemClock, ids: randomIds, partnerCenter: recordedInBook });
const tagAll = async function* (wanted) {
  for (const key of await documents.list(CUSTOMER)) {
    const part = partOfMany(CUSTOMER, key, (customer) => ({ ...customer, tags: ['tagged'] }));
    if (wanted(part)) yield part;
  }
};
armed = true;
if (act.name === 'tagAll') await documents.updateMany(tagAll);
else await desk[act.name](...act.args);
