/** Keys of documents, and the files they stand for. */

/** Longer ones would not leave room for the name of a temporary file. */
const LONGEST_SEGMENT = 200;
const SEGMENT = /^[A-Za-z0-9._-]+$/;

/** True for one or more segments of letters, digits, "-", "_" and "." joined by "/". */
export function isKey(key: string): boolean {
  const segments = key.split('/');
  return (
    segments.every(
      (part) => SEGMENT.test(part) && part !== '.' && part !== '..' && part.length <= LONGEST_SEGMENT,
    ) &&
    // A folder with the name of a file would stand in the way of the document with that key.
    segments.slice(0, -1).every((part) => !part.endsWith('.json'))
  );
}

/** The key itself. @throws Error where it is none: a mistake in the program, not in what a user typed. */
export function checkedKey(key: string): string {
  if (!isKey(key)) throw new Error(`not a key of a document: ${JSON.stringify(key)}`);
  return key;
}
