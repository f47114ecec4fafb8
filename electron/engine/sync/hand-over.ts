import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import type { FileFolder } from '../files/service.ts'
import { largestFile } from '../files/service.ts'
import { writeArchive } from '../packages/archive.ts'
import { parcelOf } from './parcel.ts'
import type { Parcel } from './parcel.ts'

/** U 盘: the signed packages of several filings as one archive; from then on they count as handed in. */
export async function handOver(
  { filingIds }: Input<'outbox.handOver'>,
  call: Call,
  folder: FileFolder,
  clock: Clock,
): Promise<Output<'outbox.handOver'>> {
  const parcels: Parcel[] = []
  let size = 0
  for (const filingId of new Set(filingIds)) {
    await call.step('收集申报包', parcels.length, filingIds.length)
    const parcel = call.read(({ outbox, filings }) =>
      parcelOf(filings, { filingId, fileName: outbox.fileNameOf(filingId) }, 'package'),
    )
    if (!parcel) throw new Error('a signed filing without its package')
    size += parcel.bytes.length
    if (size > largestFile - 1_000_000)
      refuse({ code: 'outbox.tooLarge', message: '所选申报包合计超过 255 MB，没有存入', next: '请分几次递交' })
    parcels.push(parcel)
  }
  await call.step('写压缩包', parcels.length, filingIds.length)
  const name = `申报递交_${clockOfInstant(clock.now()).replaceAll(/[-: ]/g, '')}_${parcels.length}份.zip`
  const taken = await folder.take([writeArchive(parcels)])
  try {
    return await call.write((services) => {
      services.outbox.handOver(parcels, name)
      const { fileId } = services.files.record(name, taken)
      return { fileId, name, packages: parcels.length }
    })
  } catch (error) {
    folder.remove(taken.fileId)
    throw error
  }
}
