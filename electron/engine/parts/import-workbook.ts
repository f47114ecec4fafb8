import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces } from '../../../shared/contract/errors.ts'
import type { RefusedRow } from '../../../shared/contract/values.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import type { Services } from '../services.ts'
import { refusedRowsWorkbook, refuseRows } from '../workbook/refused-rows.ts'
import type { FoundTable, TableSpec } from '../workbook/table-reader.ts'
import { planBoms } from './plan-boms.ts'
import type { BomPlan } from './plan-boms.ts'
import { planMappings } from './plan-mappings.ts'
import type { MappingPlan } from './plan-mappings.ts'
import { bomTable, readBoms } from './read-boms.ts'
import type { BomColumn, ReadBoms } from './read-boms.ts'
import { mappingTable, readMappings, stepEvery } from './read-mappings.ts'
import type { MappingColumn, ReadMappings } from './read-mappings.ts'

type Result = Output<'boms.importWorkbook'>
type Inspection = Output<'boms.inspectWorkbook'>

interface Plan {
  added: readonly unknown[]
  unchanged: number
  heldBack: readonly number[]
  refused: readonly RefusedRow[]
}

const inspection = (sheet: FoundTable<string>, plan: Plan): Inspection => ({
  sheets: [sheet.recognised()],
  added: plan.added.length,
  unchanged: plan.unchanged,
  heldBack: plan.heldBack.length,
  rejected: plan.refused.slice(0, mostPlaces),
  rejectedTotal: plan.refused.length,
})

interface ImportOf<Id extends string, P extends Plan> {
  what: string
  spec: TableSpec<Id>
  sheet: FoundTable<Id>
  heldBackBecause: string
  plan(services: Services): P
  write(services: Services, plan: P): Promise<void>
}

/**
 * Plans against the books and writes, in one transaction: with a refused row and `refuse` nothing but the workbook of the refused
 * rows is kept; with `skip` the rest is. @throws Refusal parts.badRows
 */
async function run<Id extends string, P extends Plan>(
  input: { fileId: string; onBadRows: 'refuse' | 'skip' },
  call: Call,
  folder: FileFolder,
  job: ImportOf<Id, P>,
): Promise<Result> {
  const { plan, rejectedFileId, written } = await call.write(async (services) => {
    const planned = job.plan(services)
    const name = services.files.require(input.fileId).name
    const kept = planned.refused.length > 0 ? await keepRefused(job, planned, name, services, call, folder) : undefined
    const writes = kept === undefined || input.onBadRows === 'skip'
    if (writes) await job.write(services, planned)
    return { plan: planned, rejectedFileId: kept, written: writes }
  })
  const { refused } = plan
  if (!written) refuseRows('parts.badRows', job.what, refused, rejectedFileId)
  return {
    added: plan.added.length,
    unchanged: plan.unchanged,
    heldBack: plan.heldBack.length,
    rejected: [...refused],
    ...(rejectedFileId !== undefined && { rejectedFileId }),
  }
}

async function keepRefused<Id extends string>(
  { spec, sheet, heldBackBecause }: Pick<ImportOf<Id, Plan>, 'spec' | 'sheet' | 'heldBackBecause'>,
  { refused, heldBack }: Plan,
  name: string,
  services: Services,
  call: Call,
  folder: FileFolder,
): Promise<string> {
  await call.step('整理被拒的行', 0, null)
  const leftOut = [...heldBack.map((row) => ({ sheet: sheet.sheet, row, message: heldBackBecause })), ...refused]
  const taken = await folder.take([await refusedRowsWorkbook(leftOut, [{ spec, found: sheet }])])
  return services.files.record(`被拒的行_${name}`, taken).fileId
}

export async function inspectMappings(input: Input<'mappings.inspectWorkbook'>, call: Call): Promise<Inspection> {
  const read = await readMappingsOf(input, call)
  return inspection(
    read.sheet,
    call.read((services) => planOfMappings(read, input.handbookNo, services)),
  )
}

async function readMappingsOf({ handbookNo, fileId }: { handbookNo: string; fileId: string }, call: Call): Promise<ReadMappings> {
  // A wrong handbook number is told before a long file is read.
  call.read((services) => services.handbooks.require(handbookNo))
  return readMappings(await openStoredWorkbook(fileId, call), handbookNo, call.step)
}

const planOfMappings = (read: ReadMappings, handbookNo: string, services: Services): MappingPlan & { heldBack: number[] } => ({
  ...planMappings(read, services.parts.mappingBooks(handbookNo)),
  heldBack: [],
})

/** @throws Refusal workbook.*, parts.badRows */
export async function importMappings(input: Input<'mappings.importWorkbook'>, call: Call, folder: FileFolder): Promise<Result> {
  const { handbookNo, fileId } = input
  const read = await readMappingsOf(input, call)
  return run<MappingColumn, MappingPlan & { heldBack: number[] }>(input, call, folder, {
    what: '归并关系',
    spec: mappingTable,
    sheet: read.sheet,
    heldBackBecause: '',
    plan: (services) => planOfMappings(read, handbookNo, services),
    async write(services, plan) {
      services.handbookLife.requireOpen(handbookNo)
      const { handbookId } = services.parts.mappingBooks(handbookNo)
      for (const [done, mapping] of plan.added.entries()) {
        if (done % stepEvery === 0) await call.step('写入归并关系', done, plan.added.length)
        services.parts.addMapping(handbookId, mapping, fileId)
      }
      services.journal.record({
        subject: `手册 ${handbookNo}`,
        what: `导入归并关系 ${plan.added.length} 条`,
        after: { 文件: services.files.require(fileId).name, 已在账内: String(plan.unchanged), 被拒: String(plan.refused.length) },
      })
    },
  })
}

export async function inspectBoms({ fileId }: Input<'boms.inspectWorkbook'>, call: Call): Promise<Inspection> {
  const read = await readBoms(await openStoredWorkbook(fileId, call), call.step)
  return inspection(
    read.sheet,
    call.read((services) => planBoms(read, services.parts.bomBooks())),
  )
}

/** @throws Refusal workbook.*, parts.badRows */
export async function importBoms(input: Input<'boms.importWorkbook'>, call: Call, folder: FileFolder): Promise<Result> {
  const read: ReadBoms = await readBoms(await openStoredWorkbook(input.fileId, call), call.step)
  return run<BomColumn, BomPlan>(input, call, folder, {
    what: '物料清单',
    spec: bomTable,
    sheet: read.sheet,
    heldBackBecause: '所属物料清单有被拒的行',
    plan: (services) => planBoms(read, services.parts.bomBooks()),
    async write(services, plan) {
      for (const [done, bom] of plan.added.entries()) {
        await call.step('写入物料清单', done, plan.added.length)
        services.parts.addBom(bom, input.fileId)
      }
      services.journal.record({
        subject: '物料清单',
        what: `导入物料清单 ${plan.added.length} 份`,
        after: {
          文件: services.files.require(input.fileId).name,
          版本: plan.added.map((bom) => `${bom.productPartNo} ${bom.bomVersion}`).join('、'),
          已在账内: String(plan.unchanged),
          被拒: String(plan.refused.length),
        },
      })
    },
  })
}
