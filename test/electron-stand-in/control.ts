/** What the stand-in tells the test that started it. */
export type News =
  | { type: 'window'; endpoint: string }
  | { type: 'loaded' }
  | { type: 'dialog'; kind: 'save' | 'message' | 'error'; text: string }
  | { type: 'navigation'; url: string; prevented: boolean }
  | { type: 'window-open'; action: string }
  | { type: 'reply'; id: number; value: unknown }

/** What a test may ask of the stand-in. */
export type Request =
  /** How the next dialog is answered. */
  | { type: 'answerSave'; path: string | null }
  | { type: 'answerMessage'; button: number }
  /** A call as another sender would make it. */
  | { type: 'invoke'; channel: string; args: unknown[]; ownWindow: boolean; frame: { origin: string; subframe: boolean } | null }
  | { type: 'permission'; permission: string }
  /** A request to the handler of a scheme. */
  | { type: 'fetch'; url: string; method: string }
  | { type: 'facts' }
  | { type: 'killEngine' }

export const tellTest = (news: News): void => void process.send?.(news)
