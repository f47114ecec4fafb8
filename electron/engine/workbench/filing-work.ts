import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { kindNames, resultNames } from '../filings/service.ts'
import type { FilingsService } from '../filings/service.ts'

type Today = Output<'workbench.today'>
type WorkItem = Today['todo'][number]
type Filing = Output<'filings.list'>['filings'][number]

const about = ({ handbookNo, subject }: Filing): string => (handbookNo === '' ? subject : `手册 ${handbookNo}`)
/** A filing that was made anew after it came back is no work any more. */
const isMadeAnew = (filing: Filing, newer: readonly Filing[]): boolean =>
  newer.some((each) =>
    filing.draftId === null
      ? each.kind === filing.kind && each.handbookNo === filing.handbookNo
      : each.draftId === filing.draftId,
  )

/** So many of the same are listed one by one. */
const mostOfTheSame = 3

/** What is left to do about filings: many of the same in one line, which leads to all of them. @param filings newest first */
export const filingWork = (filings: readonly Filing[]): WorkItem[] =>
  [...Map.groupBy(workOfEach(filings), ({ title }) => title).values()].flatMap((same) => {
    const [first] = same
    if (!first || same.length <= mostOfTheSame) return same
    const detail = same
      .slice(0, mostOfTheSame)
      .map((item) => item.detail)
      .join('、')
    return [{ ...first, title: `${first.title}：${same.length} 份`, detail: `${detail}等`, to: paths.filingBox('filings') }]
  })

function workOfEach(filings: readonly Filing[]): WorkItem[] {
  return filings.flatMap((filing, index) => {
    const name = kindNames[filing.kind]
    const item = (severity: WorkItem['severity'], title: string, rule = ''): WorkItem[] => [
      { severity, title, detail: about(filing), to: paths.filing(filing.filingId), rule },
    ]
    if (filing.state === 'draft')
      return item('blocks', `${name}有阻断项，不能签名`, filing.kind === 'writeOffReport' ? 'R-124' : '')
    if (filing.state === 'checked') return item('warns', `${name}已生成，尚未签名`)
    if (filing.state === 'signed' && !filing.exportedAt) return item('warns', '申报包已签名，尚未导出')
    if (filing.state === 'returned' && !isMadeAnew(filing, filings.slice(0, index)))
      return item('blocks', `${name}被退单，请改正后重新申报`)
    if (filing.state === 'manualReview') return item('info', `${name}转人工审核，请留意海关通知`)
    return []
  })
}

const severities = {
  received: 'info',
  approved: 'info',
  manualReview: 'warns',
  notReceived: 'blocks',
  returned: 'blocks',
} as const

/** 回执: what came back, with the first reason given. */
export const receiptRows = (filings: FilingsService, most: number): Today['receipts'] =>
  filings.newestReceipts(most).map(({ filing, receipt: { result, notes, at } }) => ({
    severity: severities[result],
    title: `${kindNames[filing.kind]}：${resultNames[result]}`,
    detail: [about(filing), ...notes.filter((note) => !/^(海关|导入客户端)：/.test(note)).slice(0, 1)].join(' · '),
    to: paths.filing(filing.filingId),
    rule: '',
    at,
  }))
