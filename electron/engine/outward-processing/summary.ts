import type { Output } from '../../../shared/contract/contract.ts'
import { printCents, printMoney, printQuantity, printRate } from '../../../shared/domain/exact.ts'
import type { Cents, Money, Quantity, Rate } from '../../../shared/domain/exact.ts'
import { outstanding, outwardGuarantee } from '../../../shared/domain/outward-processing.ts'
import { guaranteeOf } from './applications.ts'
import type { Whole } from './applications.ts'
import type { itemNames } from './goods.ts'
import type { GuaranteeRow } from './store.ts'

export type Summary = Output<'outwardProcessing.save'>
type Detail = Output<'outwardProcessing.get'>

export function summaryOf({ application, movements, firstDispatchOn, deadline }: Whole): Summary {
  return {
    applicationId: application.application_id,
    handbookNo: application.handbook_no,
    innerNo: application.inner_no,
    contractor: {
      name: application.contractor_name,
      creditCode: application.contractor_credit_code,
      customsCode: application.contractor_customs_code,
      customsDistrict: application.contractor_customs_district,
      district: application.contractor_district,
      contact: application.contractor_contact,
      phone: application.contractor_phone,
      address: application.contractor_address,
    },
    contractNo: application.contract_no,
    processes: application.processes,
    allProcesses: application.all_processes === 1n,
    sentGoods: application.sent_goods,
    returnedGoods: application.returned_goods,
    validTo: application.valid_to,
    remark: application.remark,
    state: application.state,
    applicationNo: application.application_no,
    firstDispatchOn: firstDispatchOn ?? null,
    deadline: deadline ?? null,
    filedOn: application.filed_on,
    outstanding: outstanding(movements).filter(({ out }) => out > 0n).length,
    filingId: application.filing_id,
    savedAt: application.saved_at,
  }
}

/** All that is shown of an application, but its guards. */
export function detailOf(
  whole: Whole,
  lines: readonly GuaranteeRow[],
  names: ReturnType<typeof itemNames>,
): Omit<Detail, 'guards'> {
  const { application, held, movements } = whole
  const { lines: taxes, total } = outwardGuarantee(lines.map(guaranteeOf))
  return {
    ...summaryOf(whole),
    closeNote: application.close_note,
    movements: held.map(({ movement, lines: moved }) => ({
      movementId: movement.movement_id,
      kind: movement.kind,
      slipNo: movement.slip_no,
      movedOn: movement.moved_on,
      vehicle: movement.vehicle,
      signedBy: movement.signed_by,
      remark: movement.remark,
      recordedAt: movement.recorded_at,
      voidedAt: movement.voided_at,
      voidReason: movement.void_reason,
      lines: moved.map(({ line, uses }) => ({
        goods: line.goods,
        itemSeq: Number(line.item_seq),
        version: line.version,
        name: line.name || names(line.goods, line.item_seq).name,
        unit: names(line.goods, line.item_seq).unit,
        quantity: printQuantity(line.quantity_e5 as Quantity),
        uses: uses.map((use) => ({
          goods: use.goods,
          itemSeq: Number(use.item_seq),
          ...names(use.goods, use.item_seq),
          quantity: printQuantity(use.quantity_e5 as Quantity),
        })),
      })),
    })),
    outstandingLines: outstanding(movements).map((each) => ({
      goods: each.goods,
      itemSeq: each.itemSeq,
      ...names(each.goods, BigInt(each.itemSeq)),
      sent: printQuantity(each.sent),
      returned: printQuantity(each.returned),
      used: printQuantity(each.used),
      out: printQuantity(each.out),
    })),
    guaranteeLines: lines.map((line) => ({
      itemSeq: Number(line.item_seq),
      value: printMoney(line.value_e5 as Money),
      dutyRate: printRate(line.duty_e9 as Rate),
      vatRate: printRate(line.vat_e9 as Rate),
    })),
    guarantee:
      application.all_processes === 1n
        ? {
            lines: lines.map((line, index) => ({
              itemSeq: Number(line.item_seq),
              name: names('material', line.item_seq).name,
              value: printMoney(line.value_e5 as Money),
              duty: printCents(taxes[index]?.duty ?? (0n as Cents)),
              vat: printCents(taxes[index]?.vat ?? (0n as Cents)),
            })),
            total: printCents(total),
          }
        : null,
  }
}
