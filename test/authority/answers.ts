import type { Filing } from './books.ts'
import type { Fields } from './xml.ts'
import { writeXml } from './xml.ts'

/** What an authority says, as FORMATS §2.6 and §8 write it down. Times are those of China, as the authority's are. */
export interface Letter {
  /** EML221 … */
  what: string
  name: string
  bytes: Buffer
}

const hour = 3_600_000
const inChina = (at: number): string => new Date(at + 8 * hour).toISOString()
/** `yyyy-MM-dd HH:mm:ss` */
export const momentOf = (at: number): string => inChina(at).slice(0, 19).replace('T', ' ')
const stampOf = (at: number): string => inChina(at).replaceAll(/\D/g, '').slice(0, 17)

const enveloped = (what: string, parts: Fields, at: number, serial: number): Letter => {
  const id = `CUS0000E010000${stampOf(at)}${`${serial}`.padStart(6, '0')}`
  const name = `Receipt_${id}_${stampOf(at)}.${what.slice(0, 3)}`
  const head: Fields = [
    ['version', '1.0'],
    ['message_id', id],
    ['file_name', name],
    ['message_type', what],
    ['sender_id', 'CUS0000'],
    ['receiver_id', 'E010000'],
    ['send_time', momentOf(at).replace(' ', 'T')],
  ]
  const data: Fields = [['BussinessData', [[what, parts]]]]
  return {
    what,
    name,
    bytes: writeXml('Package', [
      ['EnvelopInfo', head],
      ['DataInfo', data],
    ]),
  }
}

/** 入库回执 (x200). */
export const storedLetter = (filing: Filing, stored: boolean, note: string, at: number, serial: number): Letter =>
  enveloped(
    filing.kind === 'INV' ? 'INV200' : 'EML200',
    [
      [
        'MsgReceResult',
        [
          ['resutType', filing.kind === 'INV' ? '4' : filing.kind === 'DCR' ? '3' : '2'],
          ['etpsPreentNo', stored ? filing.seqNo : filing.ownNumber],
          ['pocketId', ''],
          ['totalPocketQty', '1'],
          ['curPocketNo', '1'],
          ['bizNo', filing.kind === 'INV' ? '' : filing.handbookNo],
          ['manageResult', stored ? '1' : '2'],
          ['manageDate', momentOf(at)],
          ['rmk', note],
        ],
      ],
    ],
    at,
    serial,
  )

const checks = (reasons: readonly string[]): Fields =>
  reasons.map((note) => ['CheckInfo', [['note', note.slice(0, 255)]]] as const)

const decided = (filing: Filing, businessId: string, manageResult: string, at: number): Fields[number] => [
  'HdeApprResult',
  [
    ['etpsPreentNo', filing.seqNo],
    ['businessId', businessId],
    ['tmsCnt', '1'],
    ['typecd', '1'],
    ['manageResult', manageResult],
    ['manageDate', momentOf(at)],
    ['rmk', ''],
  ],
]

type Decision = 'accepted' | 'returned' | 'manualReview'

/** 手册审核 (EML211) and 核销审批 (EML221). */
export const handbookLetter = (filing: Filing, decision: Decision, reasons: readonly string[], at: number, serial: number) => {
  const ofReport = filing.kind === 'DCR'
  const code = ofReport
    ? { accepted: '2', returned: '3', manualReview: 'A' }[decision]
    : { accepted: '1', returned: '3', manualReview: '2' }[decision]
  return enveloped(ofReport ? 'EML221' : 'EML211', [decided(filing, filing.handbookNo, code, at), ...checks(reasons)], at, serial)
}

const listHead = (filing: Filing, mark: string, at: number, booked: boolean): Fields[number] => [
  'BondInvtBsc',
  [
    ['bondInvtNo', filing.listNo],
    ['invtPreentNo', filing.seqNo],
    ['putrecNo', filing.handbookNo],
    ['etpsInnerInvtNo', filing.ownNumber],
    ['vrfdedMarkcd', mark],
    ['prevdTime', momentOf(at)],
    ['formalVrfdedTime', booked ? momentOf(at) : ''],
    ['rmk', ''],
  ],
]

/** 清单审核 (INV201): 预核扣, 退单, 转人工. */
export const listLetter = (filing: Filing, decision: Decision, reasons: readonly string[], at: number, serial: number): Letter =>
  enveloped(
    'INV201',
    [
      decided(filing, filing.listNo, { accepted: '4', returned: '3', manualReview: '2' }[decision], at),
      ...checks(reasons),
      listHead(filing, decision === 'accepted' ? '1' : '0', at, false),
    ],
    at,
    serial,
  )

/** 生成报关单 (INV202). */
export const declarationLetter = (filing: Filing, at: number, serial: number): Letter =>
  enveloped(
    'INV202',
    [
      [
        'InvApprResult',
        [
          ['invPreentNo', filing.seqNo],
          ['businessId', filing.listNo],
          ['entrySeqNo', `I${filing.seqNo.slice(1)}`],
          ['manageResult', '1'],
          ['createDate', momentOf(at)],
          ['reason', ''],
        ],
      ],
    ],
    at,
    serial,
  )

/** 记账 (INV211): 已核扣. */
export const bookedLetter = (filing: Filing, at: number, serial: number): Letter =>
  enveloped('INV211', [listHead(filing, '2', at, true)], at, serial)

/** 技术回执, for packages and for departments that have no message of their own. */
export const packageLetter = (
  filing: Filing,
  result: '1' | '2' | '3' | '4' | '5',
  notes: readonly string[],
  at: number,
): Letter => ({
  what: 'PackageReceipt',
  name: `Receipt_${filing.key}_${stampOf(at)}${result}.xml`,
  bytes: writeXml('PackageReceipt', [
    ['PackageId', filing.key],
    ['Sha256', filing.sha256],
    ['Result', result],
    ['At', momentOf(at)],
    ['HandbookNo', filing.handbookNo],
    ['SeqNo', filing.seqNo],
    ['ListNo', result === '4' ? filing.listNo : ''],
    ...notes.map((note) => ['Note', note.slice(0, 500)] as const),
  ]),
})

/** First answer of the import client. */
export const clientLetter = (
  of: { name: string; ownNumber: string; seqNo: string },
  imported: boolean,
  text: string,
  at: number,
): Letter => ({
  what: 'CommonResponeMessage',
  name: `${imported ? 'Successed' : 'Failed'}_${of.name.replace(/\.zip$/i, '')}_${stampOf(at)}.xml`,
  bytes: writeXml('CommonResponeMessage', [
    ['SeqNo', imported ? of.seqNo : ''],
    ['EtpsPreentNo', of.ownNumber],
    ['CheckInfo', text],
    ['DealFlag', imported ? '0' : '-1'],
  ]),
})

/** What nobody asked for: another handbook's, another list's, ours under another's name, and noise. */
export function strayLetter(filing: Filing, kind: number, at: number, serial: number): Letter {
  const foreign: Filing = {
    ...filing,
    seqNo: `999${`${serial}`.padStart(15, '0')}`,
    ownNumber: `别家-${serial}`,
    handbookNo: 'C99999999999',
    listNo: `QD9999${`${serial}`.padStart(12, '0')}`,
  }
  const letter =
    kind === 0
      ? handbookLetter({ ...foreign, kind: 'DCR' }, 'accepted', [], at, serial)
      : kind === 1
        ? bookedLetter(foreign, at, serial)
        : kind === 2
          ? { name: `Receipt_noise${serial}.INV`, bytes: Buffer.from(`noise ${serial} \u0000 <Package>`) }
          : clientLetter({ ...foreign, name: `INV_C99999999999_${serial}` }, true, '别家的应答', at)
  return { ...letter, what: 'stray' }
}
