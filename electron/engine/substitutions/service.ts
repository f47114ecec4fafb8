import { randomUUID } from 'node:crypto'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { refuse } from '../../../shared/contract/errors.ts'
import type { Guard } from '../../../shared/contract/values.ts'
import { dayOfInstant } from '../../../shared/domain/day.ts'
import { printQuantity, quantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/connection.ts'
import type { HandbookLifeService } from '../handbook-life/service.ts'
import type { HandbooksService } from '../handbooks/service.ts'
import type { JournalService } from '../journal/service.ts'
import type { OperatorsService } from '../operators/service.ts'
import type { WriteOffService } from '../write-off/service.ts'
import { SubstitutionStore } from './store.ts'
import type { LegRow, NamedVoucherRow } from './store.ts'
import { voucherGuards } from './voucher-guards.ts'

type Voucher = Output<'substitutions.record'>
type VoucherInput = Input<'substitutions.record'>

interface Neighbours {
  handbooks: HandbooksService
  handbookLife: HandbookLifeService
  writeOff: WriteOffService
  operators: OperatorsService
  journal: JournalService
}

/** 料件串换 (R-60): vouchers beside the ledger. Nothing here writes a movement, so that no balance can change. */
export class SubstitutionsService {
  private readonly store: SubstitutionStore
  private readonly services: Neighbours
  private readonly clock: Clock

  constructor(db: Database, services: Neighbours, clock: Clock) {
    this.store = new SubstitutionStore(db)
    this.services = services
    this.clock = clock
  }

  list({ handbookNo }: Input<'substitutions.list'>): Output<'substitutions.list'> {
    const rows = this.store.list().filter((row) => handbookNo === undefined || row.handbook_no === handbookNo)
    return { substitutions: rows.map((row) => this.print(row)) }
  }

  /** @throws Refusal handbook.notFound, handbook.closed */
  check(input: VoucherInput): { guards: Guard[] } {
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    return { guards: voucherGuards(input, handbook, dayOfInstant(this.clock.now()), this.services) }
  }

  /** @throws Refusal substitution.blocked, handbook.* */
  record(input: VoucherInput): Voucher {
    const { handbooks, journal, operators } = this.services
    const handbook = this.services.handbookLife.requireOpen(input.handbookNo)
    const problem = this.check(input).guards.find(({ severity }) => severity === 'blocks')
    if (problem)
      refuse({
        code: 'substitution.blocked',
        message: `${problem.lineNo === null ? '' : `第 ${problem.lineNo} 行：`}${problem.message}（R-60）`,
        at: { field: problem.lineNo === null ? problem.column : `lines.${problem.lineNo - 1}.${problem.column}` },
        next: problem.next,
      })
    const substitutionId = randomUUID()
    const voucherNo = this.store.nextNo()
    this.store.add(
      {
        substitution_id: substitutionId,
        voucher_no: voucherNo,
        handbook_id: handbook.id,
        substituted_on: input.substitutedOn,
        approval_no: input.approvalNo,
        approved_on: input.approvedOn,
        reason: input.reason,
        recorded_by: operators.onDuty()?.name ?? '',
        recorded_at: this.clock.now(),
        voided_at: null,
        void_reason: '',
      },
      input.lines.map((leg, index): Omit<LegRow, 'substitution'> => {
        const item = handbooks.itemOf(handbook.id, 'I', leg.itemSeq)
        const bonded = leg.by === 'bonded' && leg.otherHandbookNo !== undefined && leg.otherItemSeq !== undefined
        const other = bonded
          ? handbooks.itemOf(handbooks.require(leg.otherHandbookNo ?? '').id, 'I', leg.otherItemSeq ?? 0)
          : undefined
        return {
          line_no: BigInt(index + 1),
          item_seq: BigInt(leg.itemSeq),
          item_name: item?.name ?? '',
          item_spec: item?.spec ?? '',
          unit: item?.unit ?? '',
          by_goods: leg.by,
          other_handbook_no: bonded ? (leg.otherHandbookNo ?? '') : '',
          other_item_seq: bonded ? BigInt(leg.otherItemSeq ?? 0) : null,
          other_name: other ? other.name : leg.name,
          other_spec: other ? other.spec : leg.spec,
          zero_duty_no_licence: leg.zeroDutyNoLicence ? 1n : 0n,
          quantity_e5: quantity(leg.quantity),
        }
      }),
    )
    journal.record({
      subject: `手册 ${input.handbookNo}`,
      what: `登记料件串换凭证第 ${voucherNo} 号，${input.lines.length} 行`,
      after: { 批准文号: input.approvalNo, 批准日期: input.approvedOn, 串换日期: input.substitutedOn, 原因: input.reason },
    })
    return this.print(this.require(substitutionId))
  }

  /** @throws Refusal substitution.* */
  void({ substitutionId, reason }: Input<'substitutions.void'>): Voucher {
    const voucher = this.require(substitutionId)
    if (voucher.voided_at !== null)
      refuse({ code: 'substitution.voided', message: `第 ${voucher.voucher_no} 号凭证已经作废`, next: '作废只做一次' })
    this.store.void(voucher.id, this.clock.now(), reason)
    this.services.journal.record({
      subject: `手册 ${voucher.handbook_no}`,
      what: `作废料件串换凭证第 ${voucher.voucher_no} 号：${reason}`,
    })
    return this.print(this.require(substitutionId))
  }

  private require(substitutionId: string): NamedVoucherRow {
    return (
      this.store.find(substitutionId) ??
      refuse({ code: 'substitution.notFound', message: '没有这张串换凭证', at: { field: 'substitutionId' } })
    )
  }

  private print(row: NamedVoucherRow): Voucher {
    return {
      substitutionId: row.substitution_id,
      voucherNo: Number(row.voucher_no),
      handbookNo: row.handbook_no,
      substitutedOn: row.substituted_on,
      approvalNo: row.approval_no,
      approvedOn: row.approved_on,
      reason: row.reason,
      recordedBy: row.recorded_by,
      recordedAt: row.recorded_at,
      voidedAt: row.voided_at,
      voidReason: row.void_reason,
      lines: this.store.linesOf(row.id).map((leg) => ({
        itemSeq: Number(leg.item_seq),
        itemName: leg.item_name,
        itemSpec: leg.item_spec,
        unit: leg.unit,
        by: leg.by_goods,
        ...(leg.other_item_seq !== null && {
          otherHandbookNo: leg.other_handbook_no,
          otherItemSeq: Number(leg.other_item_seq),
        }),
        otherName: leg.other_name,
        name: leg.by_goods === 'bonded' ? '' : leg.other_name,
        spec: leg.other_spec,
        zeroDutyNoLicence: leg.zero_duty_no_licence === 1n,
        quantity: printQuantity(leg.quantity_e5 as Quantity),
      })),
    }
  }
}
