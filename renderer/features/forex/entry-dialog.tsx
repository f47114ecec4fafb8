import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import { currencyCodes } from '../../../shared/codes/tables.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { forexKindNames } from '../../../shared/contract/forex.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { say } from '../../components/say.ts'
import type { ForexEntry } from './forex-words.ts'

const kinds = Object.entries(forexKindNames).map(([value, label]) => ({ value, label }))
const isKind = (value: string | null): value is ForexEntry['kind'] => value !== null && value in forexKindNames

/** One receipt or payment; the handbook brings its contract and currency along. */
export function EntryDialog({ onClose }: { onClose: () => void }) {
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks
  const today = useOperation('house.status', {}).data?.businessDate
  if (!handbooks || today === undefined) return null
  return <EntryForm handbookNos={handbooks.map(({ handbookNo }) => handbookNo)} today={today} onClose={onClose} />
}

function EntryForm({ handbookNos, today, onClose }: { handbookNos: string[]; today: string; onClose: () => void }) {
  const [kind, setKind] = useState<ForexEntry['kind']>('receipt')
  const [on, setOn] = useState(today)
  const [amount, setAmount] = useState('')
  const [fields, setFields] = useState({ contractNo: '', handbookNo: '', currency: '502', bank: '', documentNo: '', remark: '' })
  const set = (name: keyof typeof fields, value: string) => setFields((before) => ({ ...before, [name]: value }))
  const text = (name: 'contractNo' | 'bank' | 'documentNo' | 'remark', label: string, maxLength: number) => (
    <TextInput
      label={label}
      maxLength={maxLength}
      withAsterisk={name === 'contractNo'}
      value={fields[name]}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  )
  const ready =
    fields.contractNo.trim() !== '' && fields.currency !== '' && parseDay(on) !== undefined && readDecimal(amount) !== undefined
  return (
    <DeedDialog
      title="登记收付"
      submitLabel="登记"
      ready={ready}
      onClose={onClose}
      onSubmit={async () => {
        await call('forex.record', { ...fields, kind, amount, on })
        say(`已登记${forexKindNames[kind]}`)
      }}
    >
      <SimpleGrid cols={2} spacing="lg" verticalSpacing="md">
        <Select
          label="种类"
          data={kinds}
          value={kind}
          allowDeselect={false}
          data-autofocus
          onChange={(next) => isKind(next) && setKind(next)}
        />
        <DayField label="日期" withAsterisk value={on} onChange={setOn} />
        <Select
          label="手册"
          placeholder="不属于某本手册可空"
          clearable
          data={handbookNos}
          value={fields.handbookNo || null}
          onChange={(next) => set('handbookNo', next ?? '')}
        />
        {text('contractNo', '合同号', 64)}
        <CodeField
          label="币制"
          withAsterisk
          codes={currencyCodes}
          value={fields.currency}
          onChange={(next) => set('currency', next)}
        />
        <QuantityField label="金额" withAsterisk value={amount} onChange={setAmount} />
        {text('bank', '银行', 100)}
        {text('documentNo', '凭证号', 64)}
      </SimpleGrid>
      {text('remark', '备注', 200)}
    </DeedDialog>
  )
}
