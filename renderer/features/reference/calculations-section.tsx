import { SimpleGrid, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Request } from '../../../shared/contract/contract.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { Panel } from '../../components/page.tsx'
import { RuleMark } from '../../components/rule-mark.tsx'
import { printYuan } from '../../components/yuan.ts'

/** 测算: figures that are asked for beside the books; nothing is kept. */
export function CalculationsSection() {
  const today = useOperation('house.status', {}).data?.businessDate
  if (today === undefined) return null
  return (
    <SimpleGrid cols={2} spacing="md" style={{ alignItems: 'start' }}>
      <EquipmentRelease today={today} />
      <LedgerDeposit />
    </SimpleGrid>
  )
}

const isFigure = (text: string): boolean => readDecimal(text) !== undefined

/** */
function EquipmentRelease({ today }: { today: string }) {
  const [price, setPrice] = useState('')
  const [importedOn, setImportedOn] = useState('')
  const [releasedOn, setReleasedOn] = useState(today)
  const [dutyRate, setDutyRate] = useState('')
  const [vatRate, setVatRate] = useState('13')
  const whole =
    [price, dutyRate, vatRate].every(isFigure) && parseDay(importedOn) !== undefined && parseDay(releasedOn) !== undefined
  return (
    <Panel
      title="不作价设备提前解除监管"
      aside={
        <>
          <RuleMark rule="R-134" />
          <RuleMark rule="R-135" />
        </>
      }
    >
      <SimpleGrid cols={2} p="sm">
        <QuantityField label="原价" unit="元" value={price} onChange={setPrice} />
        <DayField label="进口日期" value={importedOn} onChange={setImportedOn} />
        <DayField label="解除监管日期" value={releasedOn} onChange={setReleasedOn} />
        <QuantityField label="关税税率" unit="%" value={dutyRate} onChange={setDutyRate} />
        <QuantityField label="增值税税率" unit="%" value={vatRate} onChange={setVatRate} />
      </SimpleGrid>
      {whole ? (
        <EquipmentResult input={{ price, importedOn, releasedOn, dutyRate, vatRate }} />
      ) : (
        <Text p="sm" size="sm" c="dimmed">
          填齐各项即算出：折旧后的计税价格、关税、增值税与监管期满日
        </Text>
      )}
    </Panel>
  )
}

function EquipmentResult({ input }: { input: Request<'calculations.equipmentRelease'> }) {
  const { data: of, error } = useOperation('calculations.equipmentRelease', input)
  if (!of) return <ErrorNotice error={error} />
  return (
    <>
      <Steps steps={of.steps} />
      <Text p="sm" size="sm">
        已使用 {of.months} 个月；监管期 {of.freeOn} 届满，届满后解除监管不补税。
      </Text>
    </>
  )
}

/** for old files. */
function LedgerDeposit() {
  const [fields, setFields] = useState({ imports: '', restrictedExports: '', exports: '', duty: '', vat: '' })
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => isFigure(value)))
  const { data: of, error } = useOperation('calculations.ledgerDeposit', filled)
  const field = (name: keyof typeof fields, label: string) => (
    <QuantityField
      label={label}
      unit="元"
      value={fields[name]}
      onChange={(value) => setFields((before) => ({ ...before, [name]: value }))}
    />
  )
  return (
    <Panel title="历史台账保证金（2017 年 7 月底以前）" aside={<RuleMark rule="R-141" />}>
      <SimpleGrid cols={2} p="sm">
        {field('imports', '进口总值')}
        {field('exports', '出口总值')}
        {field('restrictedExports', '限制类成品出口总值')}
        {field('duty', '限制类料件关税')}
        {field('vat', '限制类料件增值税')}
      </SimpleGrid>
      <ErrorNotice error={error} />
      {of && <Steps steps={of.steps} />}
    </Panel>
  )
}

function Steps({ steps }: { steps: readonly { label: string; formula: string; value: string }[] }) {
  return (
    <Table horizontalSpacing="sm" verticalSpacing={5} style={{ fontVariantNumeric: 'tabular-nums' }}>
      <Table.Tbody>
        {steps.map(({ label, formula, value }) => (
          <Table.Tr key={label}>
            <Table.Td w={110}>{label}</Table.Td>
            <Table.Td c="dimmed">{formula}</Table.Td>
            <Table.Td ta="right" fw={600}>
              {printYuan(value)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
