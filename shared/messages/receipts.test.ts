import { describe, expect, test } from 'vitest'
import { bookingReceipt, customsReceipt, declarationReceipt } from '../../test/receipt-files.ts'
import { readReceipt } from './receipts.ts'

const answer = (manageResult: string, head?: Record<string, string>) =>
  readReceipt(
    customsReceipt(
      'INV201',
      { etpsPreentNo: '202600000012345678', businessId: 'QD233226I000000001', manageResult, manageDate: '2026-02-20 10:00:00' },
      manageResult === '3' ? ['第 1 项：数量超出'] : [],
      head,
    ),
  )

describe('answers to a bonded list (FORMATS §8.1 … §8.3)', () => {
  test.each([
    ['1', 'approved', 4, 'booked'],
    ['4', 'received', 3, 'reserved'],
    ['5', 'received', 3, 'unbooked'],
    ['3', 'returned', 3, undefined],
    ['2', 'manualReview', 2, undefined],
    ['Y', 'received', 1, undefined],
    ['Z', 'notReceived', 1, undefined],
  ])('INV201 with result %s', (code, result, strength, listStatus) => {
    expect(answer(code)).toMatchObject({ result, strength, listStatus, businessId: 'QD233226I000000001' })
  })

  test('通过 of older answers is what 核扣标志 of the head says', () => {
    const head = { etpsInnerInvtNo: 'CK-1', vrfdedMarkcd: '1' }
    expect(answer('1', head)).toMatchObject({ result: 'received', strength: 3, listStatus: 'reserved', innerNo: 'CK-1' })
    expect(answer('1', { ...head, vrfdedMarkcd: '2' })).toMatchObject({ result: 'approved', listStatus: 'booked' })
  })

  test('a send-back brings its reasons', () => {
    expect(answer('3').notes).toEqual(['海关：退单', '第 1 项：数量超出'])
  })

  test('INV211 books by the head alone', () => {
    const booked = bookingReceipt({
      bondInvtNo: 'QD233226I000000001',
      vrfdedMarkcd: '2',
      formalVrfdedTime: '2026-02-21 08:00:00',
      etpsInnerInvtNo: 'CK-1',
    })
    expect(readReceipt(booked)).toMatchObject({
      message: 'INV211',
      result: 'approved',
      strength: 4,
      listStatus: 'booked',
      innerNo: 'CK-1',
      at: '2026-02-21 08:00:00',
    })
    expect(() => readReceipt(bookingReceipt({ bondInvtNo: 'X', vrfdedMarkcd: '9', formalVrfdedTime: '' }))).toThrow(
      '不认识 INV211 的核扣标志“9”',
    )
  })

  test('INV202 speaks of the declaration and leaves the list as it is', () => {
    const made = { invPreentNo: '202600000012345678', createDate: '2026-02-20 10:00:00' }
    expect(readReceipt(declarationReceipt({ ...made, manageResult: '1', entrySeqNo: '987' }))).toMatchObject({
      result: 'received',
      strength: 0,
      listStatus: undefined,
      notes: ['报关单已生成，统一编号 987'],
    })
    // Only 1 is success: one template carries 0 (FORMATS §13).
    expect(readReceipt(declarationReceipt({ ...made, manageResult: '0', reason: '缺少合同号' })).notes).toEqual([
      '报关单生成失败（0）',
      '缺少合同号',
    ])
  })
})
