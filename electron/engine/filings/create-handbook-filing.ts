import { isDeepStrictEqual } from 'node:util'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import { handbookMessageProblems, readHandbookMessage, writeHandbookMessage } from '../../../shared/messages/handbook.ts'
import type { HandbookMessage } from '../../../shared/messages/handbook.ts'
import type { Call } from '../call.ts'
import { readStoredFile } from '../files/service.ts'
import type { FileFolder } from '../files/service.ts'
import type { Proposal } from '../handbook-drafts/service.ts'
import type { Services } from '../services.ts'
import { handbookWorkbook, headOfProposal } from './handbook-workbook.ts'
import { keepFiles } from './keep-files.ts'
import type { FilingContent } from './keep-files.ts'
import { proposalSha256 } from './proposal.ts'
import type { CheckRow } from './store.ts'

/** 备案 or 变更: what the draft proposes at this moment, checked, and frozen with its message, workbook and documents (R-3, R-4). */
export function createHandbookFiling(
  { draftId }: Input<'filings.createHandbookFiling'>,
  call: Call,
  folder: FileFolder,
): Promise<Output<'filings.createHandbookFiling'>> {
  return call.write(async (services) => {
    await call.step('核对草稿', 0, 4)
    const draft = services.handbookDrafts.get(draftId)
    if (draft.state !== 'editing' && draft.state !== 'returned') {
      refuse({
        code: 'filing.draftLocked',
        message: draft.state === 'filed' ? '草稿已签名申报，正在等待结果' : '草稿已办结或作废，不能再申报',
        at: { field: 'draftId' },
        next: draft.state === 'filed' ? '请在申报箱导入回执或登记结果' : '请新建草稿',
      })
    }
    const proposal = proposed(services, draftId)
    const { checks, documents } = services.handbookDrafts.check(draftId)
    const message = messageOf(proposal)
    const all: CheckRow[] = [
      ...checks.map(({ severity, rule, message: said }) => ({ severity, rule, message: said })),
      ...messageChecks(message),
    ]

    await call.step('收集随附单证', 1, 4)
    const attached = await attachments(services, documents)

    await call.step('写报文与工作簿', 2, 4)
    const change = draft.kind === 'change'
    const name = `${change ? '变更' : '备案'}_${draft.handbookNo ?? draft.innerNo}`
    const listed = attached.map(({ requirement, content }) => ({
      name: requirement,
      file: content.name,
      savedAs: content.savedAs,
    }))
    const title = `${change ? `手册 ${draft.handbookNo ?? ''} 变更` : '手册备案'} ${draft.innerNo}`.trim()
    const workbook = await handbookWorkbook(proposal, title, services.handbookDrafts.compare(draftId), listed, all)
    const contents: FilingContent[] = [
      ...(message && handbookMessageProblems(message).length === 0
        ? [{ name: 'handbook.xml', savedAs: `${name}_报文.xml`, bytes: Buffer.from(written(message)) }]
        : []),
      { name: 'handbook.xlsx', savedAs: `${name}.xlsx`, bytes: workbook },
      ...attached.map(({ content }) => content),
    ]

    await call.step('保存', 3, 4)
    return services.filings.freeze({
      kind: change ? 'handbookChange' : 'handbookFiling',
      handbookId: draft.handbookNo === null ? null : services.handbookLife.requireOpen(draft.handbookNo).id,
      draft: { draftId, proposalSha256: proposalSha256(proposal) },
      subject: proposal.head.innerNo,
      seqNo: proposal.head.seqNo,
      checks: all,
      figures: headOfProposal(proposal),
      files: await keepFiles(services, folder, contents),
    })
  })
}

/** What is wrong by itself stays a draft; its cells are marked there. */
function proposed(services: Services, draftId: string): Proposal {
  const proposal = services.handbookDrafts.proposedRecord(draftId)
  if ('problems' in proposal) {
    return refuse({
      code: 'filing.draftWrong',
      message: `草稿有 ${proposal.problems} 处填写有误，没有生成申报`,
      at: { field: 'draftId' },
      next: '请按草稿中标出的位置改正后再生成',
    })
  }
  // The Single Window asks for the number it has given in everything that follows.
  return { ...proposal, head: { ...proposal.head, seqNo: proposal.head.seqNo || services.filings.seqNoOfDraft(draftId) } }
}

/** The message knows handbooks of 来料 and 进料加工 alone. */
function messageOf({ kind, head, bodies }: Proposal): HandbookMessage | undefined {
  const { establishedOn: _, kind: type, ...rest } = head
  if (type !== 'B' && type !== 'C') return undefined
  return {
    declarationType: kind === 'change' ? '2' : '1',
    head: { ...rest, kind: type },
    materials: bodies.materials,
    products: bodies.products,
    consumptions: bodies.consumptions.map(({ mark, row: { validTo: __, ...row } }) => ({ mark, row })),
    cardCustomsCode: head.declarantCustomsCode,
  }
}

function messageChecks(message: HandbookMessage | undefined): CheckRow[] {
  if (!message) {
    const said = '这类手册没有可用的申报报文，只生成可读工作簿，请在单一窗口网页录入'
    return [{ severity: 'warns', rule: 'R-10', message: said }]
  }
  const problems = handbookMessageProblems(message)
  if (problems.length === 0)
    return [{ severity: 'passes', rule: 'R-10', message: '报文可以完整写出全部栏目' }, ...messageDoubts(message)]
  return problems.slice(0, 100).map(({ message: said }) => ({ severity: 'blocks', rule: 'R-10', message: said }))
}

/** Fields that the Single Window asks for by all that is known of it (FORMATS §3.2, §3.3), without which a message can be written. */
function messageDoubts({ declarationType, head, materials, products }: HandbookMessage): CheckRow[] {
  const doubts: CheckRow[] = []
  if (declarationType === '2' && head.seqNo === '') {
    const said = '变更的报文没有预录入统一编号，单一窗口可能退回；请从单一窗口查到后在网页补填'
    doubts.push({ severity: 'warns', rule: 'R-10', message: said })
  }
  const without = [...named('料件', materials), ...named('成品', products)]
  if (without.length > 0) {
    const first = without.slice(0, 5).join('、') + (without.length > 5 ? ' 等' : '')
    const said = `${without.length} 项没有规格型号，单一窗口可能退回：${first}`
    doubts.push({ severity: 'warns', rule: 'R-11', message: said })
  }
  return doubts
}

const named = (what: string, rows: HandbookMessage['materials']): string[] =>
  rows.flatMap(({ mark, row }) => (mark !== '2' && row.spec === '' ? [`${what} ${row.seq}`] : []))

/** What is frozen says what the draft says: it is read back before it is kept. @throws where it does not */
function written(message: HandbookMessage): string {
  const text = writeHandbookMessage(message)
  if (!isDeepStrictEqual(readHandbookMessage(text), message)) throw new Error('the message does not read back as its handbook')
  return text
}

/** Names in the package are plain: the requirement, a number, the extension; the workbook lists the names that the clerk gave. */
async function attachments(
  services: Services,
  documents: Output<'handbookDrafts.check'>['documents'],
): Promise<{ requirement: string; content: FilingContent }[]> {
  const attached: { requirement: string; content: FilingContent }[] = []
  for (const { requirement, name, files } of documents) {
    for (const [index, { fileId }] of files.entries()) {
      const file = services.files.require(fileId)
      const extension = /\.[a-z0-9]{1,8}$/.exec(file.name.toLowerCase())?.[0] ?? ''
      const plain = requirement.toLowerCase().replace(/[^a-z0-9-]/g, '') || 'document'
      attached.push({
        requirement: name,
        content: {
          name: `attachments/${plain}-${index + 1}${extension}`,
          savedAs: file.name,
          bytes: await readStoredFile(file),
          fileId,
        },
      })
    }
  }
  return attached
}
