/**
 * Where the keyboard stands after a card is answered. The desk puts another card in its place and the button that was
 * pressed is gone, so the browser would begin at the top of the page again. Instead the newest card takes the focus:
 * its name is read out, and Tab goes on to its first field.
 */

/** How long an answer is waited for. */
const PATIENCE_MS = 20_000;
/** Cards that come with one answer are drawn within this time of each other. */
const SETTLED_MS = 60;
/** By then the chat control has scrolled to what is new. */
const SCROLLED_MS = 600;

/** Gives the function to call when a card of this chat was submitted. */
export function focusFollowsAnswers(chat: HTMLElement): () => void {
  let waitsUntil = 0;
  let drawing: number | undefined;

  const follow = () => {
    const cards = chat.querySelectorAll<HTMLElement>('.ac-adaptiveCard');
    const newest = cards[cards.length - 1];
    if (!newest || Date.now() > waitsUntil || newest.contains(document.activeElement)) return;
    newest.tabIndex = -1;
    newest.focus({ preventScroll: true });
    showFromTop(newest);
    // Once more when the chat control has done its own scrolling.
    window.setTimeout(() => showFromTop(newest), SCROLLED_MS);
  };

  /** A card that is taller than the window, or changed in place, is read from its top: what it says comes before its buttons. */
  const showFromTop = (card: HTMLElement) => {
    if (Date.now() > waitsUntil || !card.isConnected) return;
    if (card.getBoundingClientRect().top < chat.getBoundingClientRect().top)
      card.scrollIntoView({ block: 'start' });
  };

  new MutationObserver(() => {
    if (Date.now() > waitsUntil) return;
    window.clearTimeout(drawing);
    drawing = window.setTimeout(follow, SETTLED_MS);
  }).observe(chat, { childList: true, subtree: true });

  // Whoever does something else meanwhile stays where they are.
  for (const event of ['keydown', 'pointerdown'] as const) {
    document.addEventListener(event, () => {
      waitsUntil = 0;
    });
  }
  return () => {
    waitsUntil = Date.now() + PATIENCE_MS;
  };
}
