import { Refusal } from '../../../shared/contract/errors.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { explainMessage } from '../../../shared/messages/explain-message.ts'
import { UnreadableMessage } from '../../../shared/messages/received-xml.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import { kindNames } from '../filings/service.ts'
import { readArchive } from '../packages/archive.ts'
import { mimetype, sha256 } from '../packages/build-package.ts'
import { readPackageInTurns } from '../packages/read-package.ts'
import { ZipArchive } from '../workbook/zip-archive.ts'

type Content = Pick<
  Output<'messages.get'>,
  'text' | 'truncated' | 'hex' | 'unreadable' | 'parts' | 'verified' | 'fields' | 'totalFields'
>

const mebibyte = 2 ** 20
const mostText = mebibyte
const mostHex = 4096
const mostFields = 2000
const mostParts = 2000
/** The manifest is of whoever made it: its kind may be one that this program does not know. */
const names: ReadonlyMap<string, string> = new Map(Object.entries(kindNames))
/** What a foreign archive may cost to list. */
const mostInflated = 64 * mebibyte
/** A record of ours with ten thousand lines has some 5 MB, and is five deep. */
const mostJson = 16 * mebibyte
const deepestJson = 40

/** Bytes as they came, read for a person: nothing of what they say is trusted, and nothing of them is changed. */
export async function explainBytes(bytes: Uint8Array): Promise<Content> {
  const nothing: Content = {
    text: null,
    truncated: false,
    hex: hexOf(bytes.subarray(0, mostHex)),
    unreadable: '',
    parts: [],
    verified: [],
    fields: [],
    totalFields: 0,
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { ...nothing, ...(await explainArchive(bytes)) }
  const text = textOf(bytes)
  if (text === null) return { ...nothing, unreadable: '不是文字，也不是压缩包' }
  const shown = { ...nothing, ...text }
  if (/^\s*[{[]/.test(text.text)) return { ...shown, ...explainJson(bytes) }
  try {
    const { fields, total } = explainMessage(bytes, mostFields)
    return { ...shown, fields, totalFields: total }
  } catch (error) {
    if (error instanceof UnreadableMessage) return { ...shown, unreadable: error.message }
    throw error
  }
}

async function explainArchive(bytes: Uint8Array): Promise<Partial<Content>> {
  // What begins as a package of ours is judged as one, also where it is spoilt.
  if (Buffer.from(bytes.subarray(30, 38 + mimetype.length)).toString('latin1') === `mimetype${mimetype}`) {
    const entries = readArchive(bytes) ?? []
    return {
      parts: entries
        .slice(0, mostParts)
        .map((entry) => ({ name: entry.name, size: entry.bytes.length, sha256: sha256(entry.bytes) })),
      verified: await verify(bytes),
    }
  }
  try {
    const archive = new ZipArchive(bytes)
    const parts: Content['parts'] = []
    let left = mostInflated
    for (const name of archive.names().slice(0, mostParts)) {
      const chunks: Uint8Array[] = []
      for await (const chunk of archive.read(name)) {
        left -= chunk.length
        if (left < 0) return { parts, unreadable: '压缩包解开后过大，后面的文件没有列出' }
        chunks.push(chunk)
      }
      const content = Buffer.concat(chunks)
      parts.push({ name, size: content.length, sha256: sha256(content) })
    }
    return { parts }
  } catch (error) {
    // The archive speaks of workbooks, which is where most archives come from.
    if (error instanceof Refusal) return { unreadable: '压缩包已损坏、设有密码或结构异常' }
    throw error
  }
}

/** The verdict of {@link readPackageInTurns}, which stops at the first thing that is wrong. */
async function verify(bytes: Uint8Array): Promise<Content['verified']> {
  try {
    const { manifest, payload, signer } = await readPackageInTurns(bytes)
    const { sequence, previousPackageSha256, createdAt, kind, handbookNo } = manifest
    return [
      { what: '压缩包结构', ok: true, found: `与规定的样子逐字节一致，${payload.length} 个文件` },
      {
        what: '包内清单',
        ok: true,
        found: [names.get(kind) ?? kind, handbookNo && `手册 ${handbookNo}`, `第 ${sequence} 包`, clockOfInstant(createdAt)]
          .filter(Boolean)
          .join(' · '),
      },
      { what: '文件', ok: true, found: '不多不少，大小、SHA-256、SM3 都与清单一致' },
      { what: '签名', ok: true, found: 'SM2 签名与清单相符' },
      { what: '签名者', ok: true, found: `公钥指纹 ${signer.fingerprint}` },
      { what: '上一包', ok: true, found: previousPackageSha256 === null ? '这是第一包' : `SHA-256 ${previousPackageSha256}` },
    ]
  } catch (error) {
    if (error instanceof Refusal) return [{ what: '校验', ok: false, found: error.failure.message }]
    throw error
  }
}

/** A record of ours as JSON: each value under the names that lead to it. */
function explainJson(bytes: Uint8Array): Partial<Content> {
  if (bytes.length > mostJson) return { unreadable: `JSON 超过 ${mostJson / mebibyte} MB，没有逐项列出` }
  let root: unknown
  try {
    root = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return { unreadable: '不是完整的 JSON' }
  }
  const fields: Content['fields'] = []
  let total = 0
  let tooDeep = false
  const walk = (value: unknown, above: string, name: string, depth: number) => {
    const path = above === '' ? name : `${above}/${name}`
    if (typeof value !== 'object' || value === null) {
      total += 1
      if (fields.length < mostFields)
        fields.push({ path, part: above, label: '', value: `${value as string | number}`, meaning: '' })
    } else if (depth > deepestJson) tooDeep = true
    else if (Array.isArray(value)) value.forEach((inner: unknown, index) => walk(inner, path, `${index}`, depth + 1))
    else for (const [inside, inner] of Object.entries(value)) walk(inner, path, inside, depth + 1)
  }
  walk(root, '', '', 0)
  return tooDeep ? { unreadable: 'JSON 嵌套过深，没有逐项列出' } : { fields, totalFields: total }
}

/** As text where it is text: in the encoding that it declares, else in UTF-8. */
function textOf(bytes: Uint8Array): { text: string; truncated: boolean } | null {
  const [first, second] = bytes
  const opening = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /encoding\s*=\s*["']([\w-]{1,20})["']/.exec(opening)?.[1]?.toLowerCase()
  let encoding = declared !== undefined && declared.startsWith('gb') ? 'gb18030' : 'utf-8'
  if (first === 0xff && second === 0xfe) encoding = 'utf-16le'
  else if (first === 0xfe && second === 0xff) encoding = 'utf-16be'
  else if (bytes.subarray(0, 65_536).includes(0)) return null
  const truncated = bytes.length > mostText
  // In a stream, so that a character cut in two at the end is left out, not shown as another.
  return { text: new TextDecoder(encoding).decode(bytes.subarray(0, mostText), { stream: truncated }), truncated }
}

function hexOf(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const seen = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${seen}`)
  }
  return lines.join('\n')
}
