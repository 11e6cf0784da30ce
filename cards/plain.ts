/** Names from the book are shown as text. Where a card element reads Markdown, what would be read as such is escaped. */

/**
 * For places that read Markdown whether we like it or not (titles of choices shown as a list): the text as it
 * stands, never as markup. Titles of compact choices are not Markdown: they take clean().
 */
export function plain(text: string): string {
  return clean(text)
    .replace(/[\\`*[\]<>~|]/g, '\\$&')
    .replace(/(^|[^\p{L}\p{N}])_|_(?=[^\p{L}\p{N}]|$)/gu, (match) => match.replace('_', '\\_'));
}

/** For text runs: without control characters and marks that turn the direction of writing round. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ').trim();
}

/** Clean for a text run, but for its line breaks. */
export function cleanLines(text: string): string {
  return text
    .split(/\r?\n|\r/)
    .map(clean)
    .join('\n');
}

/** A name of at most so many characters, with an ellipsis where it was longer; clean for a text run. */
export function short(text: string, longest = 80): string {
  const characters = [...clean(text)];
  return characters.length <= longest
    ? characters.join('')
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
