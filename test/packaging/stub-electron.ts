import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What @electron/fuses looks for in the binary: its mark, then version, length and state of the fuses. */
const fuses = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 8]), Buffer.from('11111111')])

/** A folder that looks like Electron's distribution for Windows to electron-builder: a program that is empty but well-formed. */
export async function writeStubElectron(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true })
  const files: Record<string, string | Uint8Array> = {
    version,
    LICENSE: 'Electron',
    'LICENSES.chromium.html': 'Chromium',
    'locales/zh-CN.pak': '',
    'locales/en-US.pak': '',
    'locales/fr.pak': '',
    'electron.exe': emptyProgram(),
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
}

function emptyProgram(): Uint8Array {
  // The very library with which electron-builder edits the program.
  const { NtExecutable, NtExecutableResource, Resource } = createRequire(
    createRequire(import.meta.url).resolve('app-builder-lib'),
  )('resedit') as typeof import('resedit')
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program)
  const about = Resource.VersionInfo.createEmpty()
  about.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' })
  about.outputToResourceEntries(resources.entries)
  resources.entries.push({ type: 'STUB', id: 'FUSES', lang: 1033, codepage: 1200, bin: Uint8Array.from(fuses).buffer })
  resources.outputResource(program)
  return new Uint8Array(program.generate())
}
