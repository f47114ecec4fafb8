import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import * as z from 'zod'
import type { Answer } from '../shared/contract/errors.ts'
import { appOrigin } from './app-protocol.ts'
import { channels } from './window-channels.ts'

interface WindowCalls {
  call(name: string, input: unknown): Promise<Answer>
  putFile(name: string, bytes: Uint8Array): Promise<Answer>
  saveFile(fileId: string): Promise<Answer>
  savePdf(name: string): Promise<Answer>
}

/** Answers the preload script, and nobody else: each call's sender and arguments are checked here. */
export function answerWindow(window: () => WebContents | undefined, calls: WindowCalls): void {
  const handle = <A extends unknown[]>(channel: string, schema: z.ZodType<A>, answer: (...args: A) => Promise<Answer>) => {
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Answer> => {
      if (!isOurWindow(event, window())) throw new Error('refused: unknown sender')
      const parsed = schema.safeParse(args)
      if (!parsed.success)
        return { ok: false, error: { code: 'input.malformed', message: '窗口发来的请求不完整', next: '请关闭程序后重新打开' } }
      return answer(...parsed.data)
    })
  }
  const name = z.string().min(1).max(1024)
  handle(channels.call, z.tuple([name, z.unknown()]), (operation, input) => calls.call(operation, input))
  handle(channels.putFile, z.tuple([name, z.instanceof(Uint8Array)]), (fileName, bytes) => calls.putFile(fileName, bytes))
  handle(channels.saveFile, z.tuple([z.uuid()]), (fileId) => calls.saveFile(fileId))
  handle(channels.savePdf, z.tuple([z.string().min(1).max(200)]), (fileName) => calls.savePdf(fileName))
}

/** The main frame of our own window, showing our own page (RELIABILITY §1, item 17). */
function isOurWindow({ sender, senderFrame }: IpcMainInvokeEvent, window: WebContents | undefined): boolean {
  return sender === window && senderFrame !== null && senderFrame.parent === null && senderFrame.origin === appOrigin
}
