import { ActionIcon, Checkbox, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { CodeField } from '../../components/fields/code-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import classes from './substitutions.module.css'
import { byNames, isBy } from './voucher-words.ts'
import type { Leg } from './voucher-words.ts'

export interface TypedLeg {
  key: string
  itemSeq: string
  quantity: string
  by: Leg['by']
  otherHandbookNo: string
  otherItemSeq: string
  name: string
  spec: string
  zeroDutyNoLicence: boolean
}
let made = 0
export const blankLeg = (): TypedLeg => ({
  key: String(++made),
  itemSeq: '',
  quantity: '',
  by: 'bonded',
  otherHandbookNo: '',
  otherItemSeq: '',
  name: '',
  spec: '',
  zeroDutyNoLicence: false,
})
export const isWhole = (leg: TypedLeg): boolean =>
  leg.itemSeq !== '' &&
  leg.quantity !== '' &&
  (leg.by === 'bonded' ? leg.otherHandbookNo !== '' && leg.otherItemSeq !== '' : leg.name !== '')

const choices = Object.entries(byNames).map(([value, label]) => ({ value, label }))

/** The recorded item at the left, what takes its place at the right: one quantity for both. */
export function LegFields(props: {
  handbookNo: string
  handbooks: readonly string[]
  leg: TypedLeg
  onChange: (part: Partial<TypedLeg>) => void
  onRemove: (() => void) | undefined
}) {
  const { leg, onChange } = props
  const items = useHandbookItems(props.handbookNo, 'material')
  const others = useHandbookItems(leg.by === 'bonded' ? leg.otherHandbookNo : '', 'material')
  const unit = items.bySeq.get(leg.itemSeq)?.unit ?? ''
  return (
    <div className={classes.leg} role="group" aria-label="一行串换">
      <CodeField label="备案料件" codes={items.codes} value={leg.itemSeq} onChange={(itemSeq) => onChange({ itemSeq })} />
      <QuantityField label="数量" unit={shownUnit(unit)} value={leg.quantity} onChange={(quantity) => onChange({ quantity })} />
      <Select
        label="替换为"
        allowDeselect={false}
        data={choices}
        value={leg.by}
        onChange={(by) => isBy(by) && onChange({ by })}
      />
      {leg.by === 'bonded' ? (
        <Select
          label="对方手册"
          searchable
          classNames={{ input: 'mono' }}
          data={[...props.handbooks]}
          value={leg.otherHandbookNo === '' ? null : leg.otherHandbookNo}
          onChange={(next) => onChange({ otherHandbookNo: next ?? '', otherItemSeq: '' })}
        />
      ) : (
        <TextInput
          label="品名"
          maxLength={255}
          value={leg.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      )}
      {props.onRemove ? (
        <ActionIcon variant="subtle" color="gray" mb={4} aria-label="删去这一行" onClick={props.onRemove}>
          <IconX size={16} />
        </ActionIcon>
      ) : (
        <span />
      )}
      <div className={classes.wide}>
        {leg.by === 'bonded' ? (
          <CodeField
            label="对方料件"
            codes={others.codes}
            value={leg.otherItemSeq}
            onChange={(otherItemSeq) => onChange({ otherItemSeq })}
          />
        ) : (
          <TextInput
            label="规格型号"
            maxLength={255}
            value={leg.spec}
            onChange={(event) => onChange({ spec: event.currentTarget.value })}
          />
        )}
      </div>
      {leg.by === 'domestic' && (
        <Checkbox
          className={classes.wide ?? ''}
          label="零关税、无许可证件"
          checked={leg.zeroDutyNoLicence}
          onChange={(event) => onChange({ zeroDutyNoLicence: event.currentTarget.checked })}
        />
      )}
    </div>
  )
}
