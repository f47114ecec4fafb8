import type { Output } from '../../../shared/contract/contract.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { Cells } from '../../../shared/domain/handbook-record-cells.ts'
import { listBusinessTable } from '../../../shared/domain/list-business.ts'
import type { ListBusiness } from '../../../shared/domain/list-business.ts'
import type { HandbookRow } from '../handbooks/service.ts'

/** What the books know already, so that nobody types it. */
interface Known {
  today: Day
  innerNo: string
  enterprise: Output<'enterprise.get'>
  handbook: HandbookRow
  /** Head of the last list of the same business under the same handbook. */
  latest: Cells | undefined
}

/** What stays the same from one list of a business to the next. */
const lasting = [
  'port',
  'customsDistrict',
  'transportMode',
  'country',
  'listType',
  'declaredToCustoms',
  'declarationLink',
  'makesDeclaration',
  'declarationForm',
  'correspondingDeclarantCreditCode',
  'correspondingDeclarantCustomsCode',
  'correspondingDeclarantName',
] as const

const china = '142'

/** Port, district, transport, and whether and how it is declared. */
export function newHead(business: ListBusiness, { today, innerNo, enterprise, handbook, latest }: Known): Cells {
  const { direction, transportMode, declared } = listBusinessTable[business]
  const inland = transportMode === '9'
  const [firstPort = ''] = handbook.ports.split(',')
  const head: Record<string, string> = {
    listType: '0',
    customsDistrict: handbook.customs_district,
    port: inland ? handbook.customs_district : firstPort,
    transportMode,
    country: inland ? china : '',
    declaredToCustoms: declared ? '1' : '2',
    makesDeclaration: declared ? '1' : '2',
    ...(declared && { declarationLink: '2', declarationForm: direction === 'I' ? '1' : '2' }),
    ...(declared &&
      enterprise && {
        correspondingDeclarantCreditCode: enterprise.creditCode,
        correspondingDeclarantCustomsCode: enterprise.customsCode,
        correspondingDeclarantName: enterprise.name,
      }),
  }
  for (const id of lasting) if (latest?.[id] !== undefined) head[id] = latest[id]
  return Object.fromEntries(Object.entries({ ...head, innerNo, declaredOn: today }).filter(([, text]) => text !== ''))
}
