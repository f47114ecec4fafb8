import { SimpleGrid, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { dayOfInstant, parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { say } from '../../components/say.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { printYuan } from '../../components/yuan.ts'
import type { SaleDetail } from './sale-words.ts'

/** the tax bill and its payment. Interest and late fee follow from the days. */
export function SettleDialog({ sale, today, onClose }: { sale: SaleDetail; today: string; onClose: () => void }) {
  const [taxBillNo, setTaxBillNo] = useState('')
  const [days, setDays] = useState({
    // The day whose rates the frozen sheet took.
    declaredOn: sale.declaredOn ?? (sale.frozenAt === null ? today : dayOfInstant(sale.frozenAt)),
    taxBillOn: sale.taxBillOn ?? today,
    paidOn: today,
  })
  const readable = Object.values(days).every((on) => parseDay(on) !== undefined)
  const payBy = sale.sheet?.payBy ?? null
  const late = payBy !== null && readable && days.paidOn > payBy
  return (
    <DeedDialog
      title={`登记内销 ${sale.saleNo} 税款已缴`}
      submitLabel="登记已缴"
      ready={taxBillNo.trim() !== '' && readable}
      onSubmit={async () => {
        const { sheet } = await call('domesticSales.settle', { saleId: sale.saleId, taxBillNo, ...days })
        const fee = sheet?.lateFee
        say(fee && fee.days > 0 ? `已登记，滞纳 ${fee.days} 天，滞纳金 ${printYuan(fee.amount)} 元` : '已登记税款缴清')
      }}
      onClose={onClose}
    >
      {sale.sheet && (
        <Text size="sm">
          定格的税款 {printYuan(sale.sheet.totals.tax)} 元，缓税利息 {printYuan(sale.sheet.totals.interest)} 元。
          登记后按税单填发日重算缓税利息，不能再改。
        </Text>
      )}
      <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
        <TextInput
          label="税单号"
          maxLength={64}
          data-autofocus
          classNames={{ input: 'mono' }}
          value={taxBillNo}
          onChange={(event) => setTaxBillNo(event.currentTarget.value)}
        />
        <DayField label="申报完成日" value={days.declaredOn} onChange={(declaredOn) => setDays({ ...days, declaredOn })} />
        <DayField
          label="税单填发日"
          value={days.taxBillOn}
          onChange={(taxBillOn) =>
            setDays({
              ...days,
              taxBillOn,
              paidOn: parseDay(taxBillOn) !== undefined && taxBillOn > days.paidOn ? taxBillOn : days.paidOn,
            })
          }
        />
        <DayField label="缴款日" value={days.paidOn} onChange={(paidOn) => setDays({ ...days, paidOn })} />
      </SimpleGrid>
      {late && (
        <Text size="sm" c="var(--warns)">
          缴款日晚于最后缴款日 {payBy}，从次日起按日加收滞纳金（R-71）。
        </Text>
      )}
    </DeedDialog>
  )
}
