import { Button } from '@mantine/core'
import type { Guard } from '../../../shared/contract/values.ts'
import { Deadline } from '../../components/deadline.tsx'
import type { Figure } from './figures.ts'
import { stepOf } from './guard-places.ts'
import type { Step } from './guard-places.ts'
import { DeadlineFields, LicenceField } from './sale-fields.tsx'
import type { FormProps } from './sale-fields.tsx'
import { completeLines } from './sale-form.ts'
import type { SaleForm } from './sale-form.ts'
import { SalePapers } from './sale-papers.tsx'
import { treatmentOf } from './sale-words.ts'
import type { SaleDetail, Sheet } from './sale-words.ts'
import { ConversionTable, ValuationTable } from './value-tables.tsx'
import { StepPanel } from './step-panel.tsx'
import { InterestTable, TaxTable } from './tax-tables.tsx'

/** What is to be said of a material: its origin, or the price of similar goods. */
export interface Asking {
  about: 'origin' | 'similar'
  /** Undefined where the material is still to be chosen. */
  itemSeq: number | undefined
}

/** From the materials to the lists: what follows of what is sold. */
export function SheetSteps({
  sheet,
  guards,
  sale,
  dirty,
  today,
  onExplain,
  onAsk,
  ...props
}: FormProps & {
  sheet: Sheet | undefined
  guards: readonly Guard[]
  sale: SaleDetail | undefined
  dirty: boolean
  today: string
  onExplain: (figure: Figure) => void
  onAsk: (asking: Asking) => void
}) {
  const { form, editable } = props
  const treatment = treatmentOf(form)
  const at = (step: Step) => guards.filter((guard) => stepOf(guard) === step)
  const blocked = guards.some(({ severity }) => severity === 'blocks')
  const notYet = (words: string) => (blocked ? '先处理标红的各处，才能算出' : words)
  const converts = sheet?.lines.some(({ conversion }) => conversion.length > 0) ?? false
  const hasInterest = sheet !== undefined && sheet.interest !== null
  const ask = (about: Asking['about']) => (editable ? (itemSeq: number) => onAsk({ about, itemSeq }) : undefined)
  const mendPrice = (guard: Guard) =>
    editable &&
    guard.rule.includes('R-78') && (
      <Button size="compact-xs" onClick={() => onAsk({ about: 'similar', itemSeq: materialOf(form, guard) })}>
        填写同期价
      </Button>
    )
  return (
    <>
      <StepPanel
        step="conversion"
        guards={at('conversion')}
        calm={
          treatment.sold === 'material'
            ? treatment.taxed === 'asPresented'
              ? '按报验状态征税，不折成料件'
              : '料件按原样内销，不用折算'
            : converts
              ? undefined
              : notYet(sheet ? '没有要折算的成品' : '录入后按单耗版本折成料件')
        }
      >
        {sheet && converts && <ConversionTable sheet={sheet} onExplain={onExplain} />}
      </StepPanel>
      <StepPanel
        step="value"
        guards={at('value')}
        mend={mendPrice}
        calm={sheet ? undefined : notYet('每项料件的计价方法、背后的进口和计税价格')}
      >
        {sheet && <ValuationTable sheet={sheet} onExplain={onExplain} onSimilar={ask('similar')} />}
      </StepPanel>
      <StepPanel
        step="taxes"
        guards={at('taxes')}
        calm={
          !sheet
            ? notYet('逐项料件、逐个税种的税率、税基、税额和出处')
            : treatment.taxed === 'nothing'
              ? '没有收入的销毁、灭失不征税'
              : undefined
        }
      >
        {sheet && treatment.taxed !== 'nothing' && (
          <TaxTable sheet={sheet} materials={form.materials} onExplain={onExplain} onOrigin={ask('origin')} />
        )}
      </StepPanel>
      <StepPanel
        step="interest"
        guards={at('interest')}
        calm={!sheet ? notYet('起息日、止息日、天数和利率') : hasInterest ? undefined : sheet.interestWhy}
      >
        {sheet && hasInterest && <InterestTable sheet={sheet} onExplain={onExplain} />}
      </StepPanel>
      <StepPanel
        step="licence"
        guards={at('licence')}
        calm={sheet ? `${sheet.licence.message}（${sheet.licence.rule}）` : notYet('是否需要许可证')}
      >
        {(sheet?.licence.needed || form.licenceNo !== '') && <LicenceField {...props} />}
      </StepPanel>
      <StepPanel step="deadline" guards={at('deadline')} aside={<Deadlines sale={sale} dirty={dirty} />}>
        <DeadlineFields {...props} today={today} />
      </StepPanel>
      <StepPanel step="papers" guards={at('papers')} calm={sale ? undefined : '保存后可以附上凭证（R-104）、生成清单'}>
        {sale && <SalePapers sale={sale} />}
      </StepPanel>
    </>
  )
}

/** The material that a guard of a line is about: of a material's own line its number, of converted products none that is known. */
function materialOf(form: SaleForm, { lineNo }: Guard): number | undefined {
  const line = lineNo === null ? undefined : completeLines(form)[lineNo - 1]
  return line && treatmentOf(form).sold === 'material' ? Number(line.itemSeq) : undefined
}

/** the last day, raw and moved to a working day. */
function Deadlines({ sale, dirty }: { sale: SaleDetail | undefined; dirty: boolean }) {
  if (!sale || dirty || sale.deadline === null) return null
  return (
    <>
      {sale.collective ? '集中申报期限' : '缴款期限'}{' '}
      <Deadline on={sale.deadline} met={sale.state === 'settled' || sale.state === 'discarded'} />
      {sale.deadlineRolled !== null && sale.deadlineRolled !== sale.deadline && <span>遇假日顺延至 {sale.deadlineRolled}</span>}
    </>
  )
}
