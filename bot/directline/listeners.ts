/** Who waits for news of a conversation: polls, each for one answer, and streams, which stay. */
export interface Stream {
  /** Something was said. */
  news(): void;
  /** There is nothing more to come, or not from this process. */
  end(why: 'ended' | 'stopping'): void;
}

export class Listeners {
  private readonly polls = new Set<() => void>();
  private readonly streams = new Set<Stream>();

  /** @param mostPolls polls that wait at the same time; beyond it, the oldest is answered with nothing. */
  constructor(private readonly mostPolls: number) {}

  /** Waits for news, and no longer than this. */
  wait(ms: number): Promise<void> {
    const [oldest] = this.polls;
    if (this.polls.size >= this.mostPolls) oldest?.();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.polls.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.polls.add(wake);
    });
  }

  /** Gives the function that has it listen no more. */
  listen(stream: Stream): () => void {
    this.streams.add(stream);
    return () => void this.streams.delete(stream);
  }

  /** Tells everybody that something was said. */
  tell(): void {
    this.release();
    for (const stream of [...this.streams]) stream.news();
  }

  /** Answers every poll that waits. */
  release(): void {
    for (const wake of [...this.polls]) wake();
  }

  /** Answers every poll, and ends every stream. */
  end(why: 'ended' | 'stopping'): void {
    this.release();
    for (const stream of [...this.streams]) stream.end(why);
    this.streams.clear();
  }
}
