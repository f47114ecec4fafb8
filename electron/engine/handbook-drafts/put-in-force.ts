import { refuse } from '../../../shared/contract/errors.ts'
import type { Day } from '../../../shared/domain/day.ts'
import type { MarkedBodies } from '../../../shared/domain/handbook-record-changes.ts'
import type { RecordHead } from '../../../shared/domain/handbook-record.ts'
import type { HandbookRow, HandbooksService } from '../handbooks/service.ts'

/** What customs has approved: the head with the numbers it gave, and every row with its 修改标志. */
interface Approved {
  head: RecordHead
  bodies: MarkedBodies
}

/** A new handbook, set up on the day of its approval. @throws Refusal draft.wrongHandbook */
export function setUp(
  handbooks: HandbooksService,
  { head, bodies }: Approved,
  by: { acceptedOn: Day; sourceFileId: string },
): HandbookRow {
  const wrong =
    !/^[A-Z][0-9A-Z]{11}$/.test(head.handbookNo) || head.handbookNo[0] !== head.kind
      ? `手册编号 ${head.handbookNo} 应为 12 位，首字母 ${head.kind}（R-1）`
      : handbooks.find(head.handbookNo)
        ? `手册 ${head.handbookNo} 已在账内`
        : head.validTo < by.acceptedOn
          ? `有效期 ${head.validTo} 早于批准日期 ${by.acceptedOn}`
          : undefined
  if (wrong !== undefined)
    refuse({ code: 'draft.wrongHandbook', message: `${wrong}，没有设立手册`, next: '请核对回执或登记的内容' })
  const rowsOf = <Row>(marked: readonly { row: Row }[]) => marked.map(({ row }) => row)
  const record = {
    head: { ...head, establishedOn: by.acceptedOn },
    materials: rowsOf(bodies.materials),
    products: rowsOf(bodies.products),
    consumptions: rowsOf(bodies.consumptions),
  }
  return handbooks.addWhole(record, by.sourceFileId)
}

/** The changes of `handbook`, by their marks. @throws Refusal draft.wrongHandbook */
export function change(handbooks: HandbooksService, handbook: HandbookRow | undefined, { head, bodies }: Approved): HandbookRow {
  if (handbook?.handbook_no !== head.handbookNo) {
    return refuse({
      code: 'draft.wrongHandbook',
      message: `回执的手册编号 ${head.handbookNo} 不是草稿所变更的 ${handbook?.handbook_no ?? ''}，没有生效`,
      next: '请核对回执',
    })
  }
  handbooks.change(handbook, head, bodies)
  return handbooks.require(head.handbookNo)
}
