import type { FileFolder } from '../files/service.ts'
import { describeInTurns } from '../packages/build-package.ts'
import type { Services } from '../services.ts'
import type { NewFile } from './store.ts'

/** A file of a filing: its name in the package (see packages/manifest.ts), and the name under which a person saves it. */
export interface FilingContent {
  name: string
  savedAs: string
  bytes: Uint8Array
  /** Where the bytes are stored already. */
  fileId?: string
}

/** Puts the files of a filing into the folder of stored files, with their hashes. */
export async function keepFiles(services: Services, folder: FileFolder, contents: readonly FilingContent[]): Promise<NewFile[]> {
  const files: NewFile[] = []
  for (const { name, savedAs, bytes, fileId } of contents) {
    const { sha256, sm3 } = await describeInTurns({ name, bytes })
    files.push({ name, bytes, sha256, sm3, file_id: fileId ?? services.files.record(savedAs, await folder.take([bytes])).fileId })
  }
  return files
}
