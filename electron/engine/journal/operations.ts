import type { Input, Output } from '../../../shared/contract/contract.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import type { Call, Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { Fields } from './service.ts'

const pageSize = 2000

const columns = [
  { title: '序号', width: 8, kind: 'number' },
  { title: '时间', width: 20, kind: 'text' },
  { title: '操作员', width: 14, kind: 'text' },
  { title: '对象', width: 28, kind: 'text' },
  { title: '做了什么', width: 44, kind: 'text' },
  { title: '改前', width: 44, kind: 'text' },
  { title: '改后', width: 44, kind: 'text' },
] as const

const printFields = (fields: Fields | null) =>
  Object.entries(fields ?? {})
    .map(([name, text]) => `${name}：${text}`)
    .join('；')

/** All entries of the filter, the newest first, as they were when the export began. */
async function exportJournal(input: Input<'journal.export'>, call: Call, folder: FileFolder): Promise<Output<'journal.export'>> {
  const rows: string[][] = []
  const oldestFirst = (offset: number, limit: number) =>
    call.read((services) => services.journal.list({ ...input, offset, limit, sort: { column: 'entryId', descending: false } }))
  const { total } = oldestFirst(0, 1)
  // From the oldest on: what is recorded meanwhile comes after the last one and shifts no page.
  for (let offset = 0; offset < total; offset += pageSize) {
    await call.step('读取操作日志', offset, total)
    for (const entry of oldestFirst(offset, Math.min(pageSize, total - offset)).rows) {
      rows.push([
        String(entry.entryId),
        clockOfInstant(entry.at),
        entry.operatorName,
        entry.subject,
        entry.what,
        printFields(entry.before),
        printFields(entry.after),
      ])
    }
  }
  await call.step('生成工作簿', total, total)
  const taken = await folder.take([await writeWorkbook([{ name: '操作日志', columns, rows: rows.toReversed() }])])
  return call.write((services) => {
    const { fileId, name } = services.files.record('操作日志.xlsx', taken)
    services.journal.record({ subject: '操作日志', what: `导出 ${total} 条` })
    return { fileId, name, entries: total }
  })
}

export const journalHandlers = (folder: FileFolder) =>
  ({
    'journal.list': (input, call) => call.read((services) => services.journal.list(input)),
    'journal.export': (input, call) => exportJournal(input, call, folder),
  }) satisfies Partial<Handlers>
