import { isDeepStrictEqual } from 'node:util'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { ListRecord } from '../../../shared/domain/list-record.ts'
import { listMessageProblems, readListMessage, writeListMessage } from '../../../shared/messages/bonded-list.ts'
import type { ListMessage } from '../../../shared/messages/bonded-list.ts'
import type { Call } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { bondedListWorkbook, headOfList } from './bonded-list-workbook.ts'
import { checksOf } from './check-sheet.ts'
import { listSha256 } from './filing-source.ts'
import { plainName } from './filing-names.ts'
import { keepFiles } from './keep-files.ts'
import type { FilingContent } from './keep-files.ts'
import type { CheckRow } from './store.ts'

/** 核注清单: what the draft says at this moment, guarded, and frozen as INV101 with a workbook for people. */
export function createBondedList(
  { draftId }: Input<'filings.createBondedList'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createBondedList'>> {
  return call.write(async (services) => {
    await call.step('核对清单', 0, 3)
    const { listDrafts } = services
    const draft = listDrafts.toBeFiled(draftId)
    if (draft.state !== 'editing' && draft.state !== 'returned') {
      refuse({
        code: 'filing.draftLocked',
        message: draft.state === 'filed' ? '清单已签名申报，正在等待结果' : '清单草稿已办结或作废，不能再申报',
        at: { field: 'draftId' },
        next: draft.state === 'filed' ? '请在申报箱导入回执或登记结果' : '请新建清单草稿',
      })
    }
    const handbook = services.handbookLife.requireOpen(draft.handbookNo)
    const { proposal, guards, declaration } = draft
    if ('problems' in proposal) {
      return refuse({
        code: 'filing.draftWrong',
        message: `清单草稿有 ${proposal.problems} 处填写有误，没有生成申报`,
        at: { field: 'draftId' },
        next: '请按草稿中标出的位置改正后再生成',
      })
    }
    // The Single Window asks for the number it has given in everything that follows.
    const seqNo = proposal.head.seqNo || services.filings.seqNoOfDraft(draftId)
    const record: ListRecord = { ...proposal, head: { ...proposal.head, seqNo } }
    const message: ListMessage = { ...record, cardCustomsCode: record.head.declarant.customsCode }
    const problems = listMessageProblems(message)
    const checks: CheckRow[] = [
      ...checksOf(guards),
      ...problems.slice(0, 100).map((said): CheckRow => ({ severity: 'blocks', rule: 'R-67', message: said })),
    ]
    const passes: CheckRow = { severity: 'passes', rule: 'R-67', message: '报文可以完整写出全部栏目' }
    const said = problems.length === 0 ? [...checks, passes] : checks

    await call.step('写报文与工作簿', 1, 3)
    const name = `核注清单_${plainName(record.head.innerNo)}`
    const contents: FilingContent[] = [
      ...(problems.length === 0
        ? [{ name: 'bonded-list.xml', savedAs: `${name}_报文.xml`, bytes: Buffer.from(written(message)) }]
        : []),
      { name: 'bonded-list.xlsx', savedAs: `${name}.xlsx`, bytes: await bondedListWorkbook(record, declaration, said) },
    ]

    await call.step('保存', 2, 3)
    return services.filings.freeze({
      kind: 'bondedList',
      handbookId: handbook.id,
      draft: { draftId, proposalSha256: listSha256(proposal) },
      subject: record.head.innerNo,
      seqNo,
      checks: said,
      figures: headOfList(record),
      files: await keepFiles(services, folder, contents),
    })
  })
}

/** What is frozen says what the draft says: it is read back before it is kept. @throws where it does not */
function written(message: ListMessage): string {
  const text = writeListMessage(message)
  if (!isDeepStrictEqual(readListMessage(text), message)) throw new Error('the message does not read back as its list')
  return text
}
