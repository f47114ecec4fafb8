import type { Input, Output } from '../../../shared/contract/contract.ts'
import { mostPlaces, refuse } from '../../../shared/contract/errors.ts'
import type { Call } from '../call.ts'
import { openStoredWorkbook } from '../files/open-stored-workbook.ts'
import type { FileFolder } from '../files/service.ts'
import type { Services } from '../services.ts'
import { refuseRows } from '../workbook/refused-rows.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import { readOpening } from './read-openings.ts'
import type { ReadOpening } from './read-openings.ts'

/** What customs has been told of the books does not change under it. @throws Refusal handbook.closed, opening.reported */
function requireUnreported(services: Services, handbookNo: string): void {
  const { id } = services.handbookLife.requireOpen(handbookNo)
  const { reported } = services.handbookLife.life(id)
  if (reported) {
    refuse({
      code: 'opening.reported',
      message: `手册 ${handbookNo} 已于 ${reported} 签名报核，期初不再变动`,
      next: '报核被退单以后才能改',
    })
  }
}

async function read({ handbookNo, fileId, asOf }: Input<'openings.inspect'>, call: Call): Promise<ReadOpening> {
  // What stands in the way is told before a long file is read.
  const books = call.read((services) => {
    requireUnreported(services, handbookNo)
    return services.openings.booksFor(handbookNo, asOf)
  })
  return readOpening(await openStoredWorkbook(fileId, call), books, call.step)
}

export async function inspectOpening(input: Input<'openings.inspect'>, call: Call): Promise<Output<'openings.inspect'>> {
  const { totals, lists, refused, recognised } = await read(input, call)
  return {
    recognised,
    totals: totals.length,
    lists: lists.length,
    refused: refused.slice(0, mostPlaces),
    refusedRows: refused.length,
  }
}

/** Whole or not at all. @throws Refusal workbook.*, opening.*, handbook.* */
export async function importOpening(input: Input<'openings.import'>, call: Call): Promise<Output<'openings.import'>> {
  const opening = await read(input, call)
  if (opening.refused.length > 0) refuseRows('opening.badRows', '期初', opening.refused)
  await call.step('写入账本', 0, null)
  return call.write((services) => {
    requireUnreported(services, input.handbookNo)
    const fileName = services.files.require(input.fileId).name
    const { listNos } = services.openings.booksFor(input.handbookNo, input.asOf)
    // A list may have come in since the workbook was read.
    const since = opening.lists.find(({ listNo }) => listNos.has(listNo))
    if (since) refuse({ code: 'opening.listInBooks', message: `清单 ${since.listNo} 刚刚记入账内`, next: '请重新导入期初' })
    return services.openings.enter({ ...input, fileName }, opening)
  })
}

export async function openingTemplate(
  { handbookNo }: Input<'openings.template'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'openings.template'>> {
  const bytes = await writeWorkbook(call.read((services) => services.openings.template(handbookNo)))
  const taken = await folder.take([bytes])
  const { fileId, name } = await call.write((services) => services.files.record(`期初_${handbookNo}.xlsx`, taken))
  return { fileId, name }
}

export const withdrawOpening = (
  { handbookNo, reason }: Input<'openings.withdraw'>,
  call: Call,
): Promise<Output<'openings.withdraw'>> =>
  call.write((services) => {
    requireUnreported(services, handbookNo)
    return services.openings.withdraw(handbookNo, reason)
  })
