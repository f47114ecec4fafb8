import { Checkbox, Select, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn } from '../../components/form-keys.ts'
import type { SaleForm, SaleText } from './sale-form.ts'
import { blankLine } from './sale-form.ts'
import classes from './sale.module.css'

export interface FormProps {
  form: SaleForm
  editable: boolean
  change: (part: Partial<SaleForm>) => void
}

const destructions = [
  { value: 'materials', label: '料件、残次品（0200）' },
  { value: 'scrap', label: '边角料、副产品（0400）' },
]
const disasterFates = [
  { value: '', label: '仍可用，作价出售' },
  { value: 'materials', label: '灭失或无价值' },
]

/** Who bought what of which handbook, and what the kind asks besides. Enter on the last field goes into the grid. */
export function GoodsFields({
  form,
  editable,
  change,
  handbooks,
  onDone,
}: FormProps & { handbooks: readonly string[]; onDone: () => void }) {
  const text = textProps(form, editable, change)
  const day = dayProps(form, editable, change)
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    enterMovesOn(event)
    if (event.key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return
    if (!(event.target instanceof HTMLInputElement) || event.target.getAttribute('aria-expanded') === 'true') return
    event.preventDefault()
    onDone()
  }
  return (
    <form
      className={`${classes.fields} ${classes.goodsFields}`}
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
      noValidate
    >
      <Select
        label="手册"
        searchable
        selectFirstOptionOnChange
        allowDeselect={false}
        disabled={!editable}
        classNames={{ input: 'mono' }}
        data={[...handbooks]}
        value={form.handbookNo}
        onChange={(next) => {
          // The numbers of another handbook name other goods.
          if (next !== null && next !== form.handbookNo) change({ handbookNo: next, lines: [blankLine()], materials: {} })
        }}
      />
      <DayField label="内销日期" {...day('soldOn')} />
      <TextInput label="购买方" maxLength={512} autoFocus={editable && form.buyer === ''} {...text('buyer')} />
      <TextInput label="合同号" maxLength={64} {...text('contractNo')} />
      <TextInput label="发票号" maxLength={64} {...text('invoiceNo')} />
      {form.kind === 'disaster' && (
        <>
          <DayField label="受灾日期" {...day('disasterOn')} />
          <DayField label="报告日期" {...day('reportedOn')} />
          <Select
            className={classes.wide}
            label="受灾后"
            allowDeselect={false}
            disabled={!editable}
            data={disasterFates}
            value={form.destruction}
            onChange={(next) => change({ destruction: next === 'materials' ? next : '' })}
          />
        </>
      )}
      {form.kind === 'destruction' && (
        <>
          <Select
            className={classes.wide}
            label="销毁什么"
            allowDeselect={false}
            disabled={!editable}
            data={destructions}
            value={form.destruction}
            onChange={(next) => change({ destruction: next === 'scrap' ? 'scrap' : 'materials' })}
          />
          <Checkbox
            label="销毁有收入"
            mb={8}
            disabled={!editable}
            checked={form.withIncome}
            onChange={(event) => change({ withIncome: event.currentTarget.checked })}
          />
        </>
      )}
    </form>
  )
}

/** the days that taxes, interest and deadlines go by. */
export function DeadlineFields({ form, editable, change, today }: FormProps & { today: string }) {
  const day = dayProps(form, editable, change)
  const text = textProps(form, editable, change)
  return (
    <form className={classes.fields} onKeyDown={enterMovesOn} onSubmit={(event) => event.preventDefault()} noValidate>
      <DayField label="申报完成日" placeholder={today} title="不填按今天：税率和汇率取这一天的（R-70）" {...day('declaredOn')} />
      <DayField label="税单填发日" placeholder={today} title="不填按今天：缓税利息算到这一天（R-98）" {...day('taxBillOn')} />
      <DayField label="货物出厂日" placeholder="还没有出厂" {...day('deliveredOn')} />
      <TextInput className={classes.wide} label="备注" maxLength={400} {...text('remark')} />
      <Checkbox
        label="集中内销"
        mb={8}
        disabled={!editable}
        checked={form.collective}
        onChange={(event) => change({ collective: event.currentTarget.checked })}
      />
    </form>
  )
}

/** */
export function LicenceField({ form, editable, change }: FormProps) {
  return (
    <div className={classes.fields}>
      <TextInput className={classes.wide} label="许可证编号" maxLength={64} {...textProps(form, editable, change)('licenceNo')} />
    </div>
  )
}

const textProps = (form: SaleForm, editable: boolean, change: FormProps['change']) => (name: SaleText) => ({
  value: form[name],
  disabled: !editable,
  onChange: (event: { currentTarget: HTMLInputElement }) => change({ [name]: event.currentTarget.value }),
})
const dayProps = (form: SaleForm, editable: boolean, change: FormProps['change']) => (name: SaleText) => ({
  value: form[name],
  disabled: !editable,
  onChange: (value: string) => change({ [name]: value }),
})
