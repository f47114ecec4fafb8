import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UnreadableMessage } from '../../shared/messages/received-xml.ts'
import { readReceipt, strengthOf } from '../../shared/messages/receipts.ts'
import type { Receipt } from '../../shared/messages/receipts.ts'
import { isXmlText, writeXml } from '../../shared/messages/xml.ts'
import type { XmlElement } from '../../shared/messages/xml.ts'

const leaf = (name: string, content: string): XmlElement => ({ name, content })
const bytesOf = (text: string) => Buffer.from(text)
/** Text of an element as a reader hands it on: without outer blanks. */
const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .filter(isXmlText)
  .map((each) => each.trim())
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19).replace('T', ' '))

interface Answer {
  message: 'EML201' | 'EML211' | 'EML221'
  etpsPreentNo: string
  businessId: string
  manageResult: string
  manageDate: string
  rmk: string
  notes: string[]
}
const answer: fc.Arbitrary<Answer> = fc.record({
  message: fc.constantFrom('EML201' as const, 'EML211' as const, 'EML221' as const),
  etpsPreentNo: fc.constantFrom('202500000012345678', 'DEMO-EML-1', ''),
  businessId: fc.constantFrom('C23325100001', ''),
  manageResult: fc.constantFrom('Y', 'Z', '2', '3'),
  manageDate: moment,
  rmk: text,
  notes: fc.array(text, { maxLength: 4 }),
})

const body = ({ message, notes, ...fields }: Answer): XmlElement => ({
  name: message,
  content: [
    {
      name: 'HdeApprResult',
      content: [...Object.entries(fields).map(([name, value]) => leaf(name, value)), leaf('typecd', '1')],
    },
    ...notes.map((note) => ({ name: 'CheckInfo', content: [leaf('note', note)] })),
    { name: 'EmlPutrecBsc', content: [leaf('emlNo', 'X'), leaf('rmk', '不是这个备注')] },
  ],
})
/** As customs sends it. */
function enveloped(of: Answer, type: string = of.message): string {
  const [declaration = '', rest = ''] = receiptOf(of).split('?>\n')
  const envelope = `<EnvelopInfo><version>1.0</version><message_type>${type}</message_type><sender_id>CUS0000</sender_id></EnvelopInfo>`
  return `${declaration}?>\n<Package>${envelope}<DataInfo><BussinessData>${rest.trimEnd()}</BussinessData></DataInfo></Package>`
}
const receiptOf = (of: Answer): string => writeXml(body(of))
const refusal = (bytes: Uint8Array): string | undefined => {
  try {
    readReceipt(bytes)
    return undefined
  } catch (error) {
    // Anything but a clear refusal is a fault.
    if (error instanceof UnreadableMessage) return error.message
    throw error
  }
}

describe('receipts', () => {
  test('say what customs says, bare, in an envelope, with prefixes, comments and CDATA', () => {
    fc.assert(
      fc.property(answer, (of) => {
        const bare = receiptOf(of)
        const read = readReceipt(bytesOf(bare))
        expect(read).toMatchObject({
          message: of.message,
          etpsPreentNo: of.etpsPreentNo,
          seqNo: of.etpsPreentNo.startsWith('2025') ? of.etpsPreentNo : '',
          businessId: of.businessId,
          at: of.manageDate,
        })
        expect(read.notes.slice(1)).toEqual([of.rmk, ...of.notes].filter((note) => note !== ''))
        const others = [
          enveloped(of),
          bare
            .replace('?>', '?>\n<!-- <EML999/> -->')
            .replaceAll('<manageResult>', '<manageResult><![CDATA[')
            .replaceAll('</manageResult>', ']]></manageResult>'),
          bare
            .replaceAll('<HdeApprResult>', '<ns2:HdeApprResult xmlns:ns2="http://www.chinaport.gov.cn/eml" a=\'>\'>')
            .replaceAll('</HdeApprResult>', '</ns2:HdeApprResult>'),
        ]
        for (const other of others) expect(readReceipt(bytesOf(other))).toEqual(read)
        expect(readReceipt(Buffer.concat([Buffer.from('\ufeff', 'utf16le'), Buffer.from(bare, 'utf16le')]))).toEqual(read)
      }),
    )
  })

  test('cut off anywhere, they are refused', () => {
    fc.assert(
      fc.property(answer, fc.nat(), (of, at) => {
        const bytes = bytesOf(enveloped(of))
        expect(refusal(bytes.subarray(0, at % bytes.length))).toBeDefined()
      }),
    )
  })

  test('any bytes are refused or read, and nothing else', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      '&#',
      ';',
      '"',
      'EML211',
      '<a b="',
      '\u0000',
      '<?xml ',
      ' encoding="gbk"',
    )
    fc.assert(
      fc.property(answer, fc.nat(), pieces, fc.uint8Array({ maxLength: 3 }), (of, at, piece, noise) => {
        const bytes = bytesOf(receiptOf(of))
        const cut = at % bytes.length
        refusal(Buffer.concat([bytes.subarray(0, cut), Buffer.from(piece), noise, bytes.subarray(cut)]))
        refusal(noise)
      }),
      { numRuns: 500 },
    )
  })

  test('a pass is stronger than a send-back of a filing, and each code has its meaning', () => {
    const read = (message: Answer['message'], manageResult: string): Receipt =>
      readReceipt(
        bytesOf(
          receiptOf({ message, manageResult, etpsPreentNo: '', businessId: '', manageDate: '2025-01-02', rmk: '', notes: [] }),
        ),
      )
    const table = (message: Answer['message'], all: string) =>
      all.split('').map((code) => `${code} ${read(message, code).result} ${read(message, code).strength}`)
    const filing = ['1 approved 3', '2 manualReview 2', '3 returned 2', 'Y received 1', 'Z notReceived 1']
    expect(table('EML201', '123YZ')).toEqual(filing)
    expect(table('EML211', '123YZ')).toEqual(filing)
    expect(table('EML221', '23567ABYZ')).toEqual([
      '2 approved 6',
      '3 returned 6',
      '5 received 3',
      '6 returned 3',
      '7 manualReview 5',
      'A manualReview 4',
      'B manualReview 2',
      'Y received 1',
      'Z notReceived 1',
    ])
    expect(strengthOf('EML211', 'approved')).toBeGreaterThan(strengthOf('EML211', 'returned'))
    expect(strengthOf('EML221', 'manualReview')).toBe(5)
  })

  test('of the import client and of 入库', () => {
    const client = (fields: Record<string, string>) =>
      readReceipt(
        bytesOf(
          writeXml({ name: 'CommonResponeMessage', content: Object.entries(fields).map(([name, value]) => leaf(name, value)) }),
        ),
      )
    expect(client({ SeqNo: '202500000012345678', EtpsPreentNo: 'DEMO', CheckInfo: '', DealFlag: '0' })).toEqual({
      message: 'CommonResponeMessage',
      innerNo: '',
      etpsPreentNo: 'DEMO',
      seqNo: '202500000012345678',
      businessId: '',
      result: 'received',
      strength: 0,
      at: '',
      notes: ['导入客户端：导入成功'],
    })
    expect(client({ SeqNo: '', EtpsPreentNo: 'DEMO', CheckInfo: '重复申报', DealFlag: '-1' })).toMatchObject({
      result: 'notReceived',
      notes: ['导入客户端：导入失败（-1）', '重复申报'],
    })
    const stored = (manageResult: string) =>
      readReceipt(
        bytesOf(
          writeXml({
            name: 'EML200',
            content: [
              {
                name: 'MsgReceResult',
                content: [
                  leaf('resutType', '1'),
                  leaf('bizNo', 'C23325100001'),
                  leaf('manageResult', manageResult),
                  leaf('manageDate', '2025-01-02T03:04:05+08:00'),
                ],
              },
            ],
          }),
        ),
      )
    expect(stored('1')).toMatchObject({ result: 'received', businessId: 'C23325100001', at: '2025-01-02 03:04:05' })
    expect(stored('2').result).toBe('notReceived')
  })

  test('GBK files are read as what they declare, and refused where the bytes are not that', () => {
    const [before = '', after = ''] = receiptOf({
      message: 'EML211',
      manageResult: '3',
      etpsPreentNo: 'DEMO',
      businessId: '',
      manageDate: '2025-01-02',
      rmk: '#',
      notes: [],
    }).split('#')
    const inGbk = (bytes: number[]) =>
      Buffer.concat([Buffer.from(before.replace('UTF-8', 'GBK')), Buffer.from(bytes), Buffer.from(after)])
    expect(readReceipt(inGbk([0xcd, 0xcb, 0xb5, 0xa5])).notes).toEqual(['海关：退单', '退单'])
    expect(refusal(inGbk([0xcd, 0x20, 0xff]))).toMatch(/编码/)
    expect(refusal(Buffer.concat([Buffer.from(before), Buffer.from([0xcd, 0xcb]), Buffer.from(after)]))).toMatch(/编码/)
  })

  test('what attacks a reader is refused at once, in Chinese', () => {
    const good = receiptOf({
      message: 'EML211',
      manageResult: '1',
      etpsPreentNo: 'D',
      businessId: '',
      manageDate: '2025-01-02',
      rmk: '',
      notes: [],
    })
    const [declaration = '', rest = ''] = good.split('?>')
    const doctype = (of: string) => `${declaration}?>${of}${rest}`
    const hostile: Record<string, string> = {
      'a document type': doctype('<!DOCTYPE EML211 [<!ENTITY a "aaaa">]>'),
      'a file outside': doctype('<!DOCTYPE EML211 SYSTEM "file:///etc/passwd">'),
      'an entity of its own': good.replace('<etpsPreentNo>D', '<etpsPreentNo>&a;'),
      'a character that is none': good.replace('<etpsPreentNo>D', '<etpsPreentNo>&#0;'),
      'half a pair': good.replace('<etpsPreentNo>D', '<etpsPreentNo>&#xD800;'),
      'a depth without end': '<a>'.repeat(1_000_000),
      'an attribute without end': `<a b="${'x'.repeat(5_000_000)}`,
      'another root': '<html/>',
      'a root beside the root': `${good}<EML211/>`,
      'text beside the root': `${good}and more`,
      'two types': enveloped(
        {
          message: 'EML211',
          manageResult: '1',
          etpsPreentNo: '',
          businessId: '',
          manageDate: '2025-01-02',
          rmk: '',
          notes: [],
        },
        'EML221',
      ),
      'another type': '<INV201><HdeApprResult><manageResult>1</manageResult></HdeApprResult></INV201>',
      'a result twice': good.replace('</HdeApprResult>', '<manageResult>3</manageResult></HdeApprResult>'),
      'two parts': good.replace('</EML211>', '<HdeApprResult><manageResult>3</manageResult></HdeApprResult></EML211>'),
      'an unknown code': good.replace('<manageResult>1', '<manageResult>9'),
      'no date': good.replace('2025-01-02', '2025-02-30'),
      'text among elements': good.replace('<HdeApprResult>', '<HdeApprResult>x'),
      'an unknown encoding': good.replace('UTF-8', 'UTF-7'),
      'no part': '<EML211/>',
      nothing: '',
    }
    for (const [what, file] of Object.entries(hostile)) {
      expect(refusal(bytesOf(file)), what).toMatch(/[\u4e00-\u9fff]/)
    }
    expect(refusal(bytesOf(good))).toBeUndefined()
  })
})
