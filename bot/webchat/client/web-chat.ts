/** The part of Web Chat's interface that is used here; the rest of it comes with its script. */

interface Action {
  readonly type: string;
  readonly payload?: {
    readonly activity?: { readonly type?: string; readonly name?: string; readonly value?: unknown };
  };
}
export interface Attached {
  readonly attachment: { readonly contentType: string; readonly content?: unknown };
}
export interface Store {
  dispatch(action: { type: string; payload: Record<string, unknown> }): void;
  getState(): { readonly sendBoxValue?: unknown };
}
interface WebChatBundle {
  createDirectLine(options: Record<string, unknown>): unknown;
  createStore(
    state: object,
    middleware: (api: unknown) => (next: (action: Action) => unknown) => (action: Action) => unknown,
  ): Store;
  renderWebChat(props: Record<string, unknown>, element: HTMLElement): void;
}
declare global {
  interface Window {
    readonly WebChat: WebChatBundle;
  }
}
