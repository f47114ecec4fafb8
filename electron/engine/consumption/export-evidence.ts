import { Zip, ZipDeflate } from 'fflate'
import { evidenceKinds } from '../../../shared/contract/consumption.ts'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder, StoredFile } from '../files/service.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { subjectOf } from './evidence.ts'

interface Standing {
  evidence: Output<'consumption.evidence'>['evidence'][number]
  file: StoredFile
}

const mebibyte = 1024 * 1024
/** A ZIP without its 64-bit form holds 4 GiB, and some systems' readers half of that. */
const mostBytes = 2000 * mebibyte
/** ZIP knows no time before it. Local time, as fflate asks for local fields. */
const noTime = new Date(1980, 0, 1)

/**
 * the evidence of a version as one folder, for whoever asks for it: a folder for each kind, the files under their own names,
 * and 目录.xlsx with the hash of each. The same evidence gives the same bytes, which are kept once.
 */
export async function exportEvidence(
  input: Input<'consumption.exportEvidence'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'consumption.exportEvidence'>> {
  const places = placed(call.read((services) => services.consumption.evidence.standing(input)))
  const size = places.reduce((sum, { evidence }) => sum + evidence.size, 0)
  if (size > mostBytes)
    refuse({
      code: 'evidence.tooLarge',
      message: `证据合计 ${Math.ceil(size / mebibyte)} MB，超过一个压缩包的 ${mostBytes / mebibyte} MB，没有导出`,
      next: '请撤下重复或过大的文件后再导出',
    })
  const taken = await folder.take(archive(subjectOf(input), places, call.step), mostBytes + 64 * mebibyte)
  const { handbookNo, productSeq, version } = input
  const name = `单耗证据 ${handbookNo} 成品${productSeq} 版本${version}.zip`
  const exported = await call.write((services) => {
    const earlier = services.files.sameBytes(taken)
    return earlier ? { fileId: earlier.file_id, name: earlier.name } : services.files.record(name, taken)
  })
  if (exported.fileId !== taken.fileId) folder.remove(taken.fileId)
  return { fileId: exported.fileId, name: exported.name, files: places.length }
}

type Place = Standing & { path: string }

/** A path for each file: its kind's folder and its own name, which stored files have made safe; never the same twice on any system. */
function placed(standing: readonly Standing[]): Place[] {
  const kinds = Object.keys(evidenceKinds)
  const taken = new Set<string>()
  return standing
    .toSorted(
      (a, b) => kinds.indexOf(a.evidence.kind) - kinds.indexOf(b.evidence.kind) || a.evidence.evidenceId - b.evidence.evidenceId,
    )
    .map(({ evidence, file }) => {
      const directory = `${kinds.indexOf(evidence.kind) + 1} ${evidenceKinds[evidence.kind]}/`
      const [, stem = '', extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(evidence.name) ?? []
      let path = directory + evidence.name
      for (let n = 2; taken.has(path.toLowerCase()); n++) path = `${directory}${stem} (${n})${extension}`
      taken.add(path.toLowerCase())
      return { evidence, file, path }
    })
}

/** Piece by piece, so that photos of any number take the memory of one. @throws Refusal file.changed, job.cancelled */
async function* archive(subject: string, places: readonly Place[], step: Call['step']): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  const put = (path: string, bytes: Uint8Array) => {
    // Level 0: photos do not get smaller, and the bytes do not hang on a compressor.
    const entry = new ZipDeflate(path, { level: 0 })
    entry.mtime = noTime
    zip.add(entry)
    entry.push(bytes, true)
    const written = ready
    ready = []
    return written
  }
  await step('整理证据', 0, places.length)
  yield* put('目录.xlsx', await directoryOf(subject, places))
  for (const [done, { file, path }] of places.entries()) {
    await step('整理证据', done, places.length)
    yield* put(path, await readStoredFile(file))
  }
  zip.end()
  yield* ready
}

const directoryOf = (subject: string, places: readonly Place[]) =>
  writeWorkbook([
    {
      name: '目录',
      title: `单耗证据目录：${subject}`,
      columns: [
        { title: '序号', width: 8, kind: 'number' },
        { title: '类别', width: 18 },
        { title: '文件', width: 48 },
        { title: '说明', width: 40 },
        { title: '存入人', width: 14 },
        { title: '存入时间', width: 18 },
        { title: '字节', width: 14, kind: 'number' },
        { title: 'SHA-256', width: 68 },
      ],
      rows: places.map(({ evidence, path }, i) => [
        String(i + 1),
        evidenceKinds[evidence.kind],
        path,
        evidence.note,
        evidence.addedBy,
        clockOfInstant(evidence.addedAt).slice(0, 16),
        String(evidence.size),
        evidence.sha256,
      ]),
    },
  ])
