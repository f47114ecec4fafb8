import type { Guard } from '../../../shared/contract/values.ts'
import { Deadline } from '../../components/deadline.tsx'
import { Tag } from '../../components/tag.tsx'
import { YuanButton } from './figure-button.tsx'
import type { Figure, SumName } from './figures.ts'
import { stepNames, stepOf, steps } from './guard-places.ts'
import type { Step } from './guard-places.ts'
import classes from './sale.module.css'
import { taxKinds, taxOrder } from './sale-words.ts'
import type { Sheet } from './sale-words.ts'

/** What is to be paid, always in sight, and the way to each step with what is wrong in it. */
export function SaleAside({
  sheet,
  guards,
  behind,
  frozen,
  paid,
  onExplain,
  onGo,
}: {
  sheet: Sheet | undefined
  guards: readonly Guard[]
  /** The figures are of a moment ago. */
  behind: boolean
  frozen: boolean
  paid: boolean
  onExplain: (figure: Figure) => void
  onGo: (step: Step) => void
}) {
  const wrong = (step: Step, severity: Guard['severity']) =>
    guards.filter((guard) => guard.severity === severity && stepOf(guard) === step).length
  const blocks = guards.filter(({ severity }) => severity === 'blocks').length
  return (
    <aside className={classes.aside} aria-label="应缴税款">
      <section className={classes.card}>
        <div className={classes.cardHead}>
          应缴税款
          <span role="status">{behind ? '正在试算' : frozen ? '已定格' : sheet ? '试算' : ''}</span>
        </div>
        {sheet ? (
          <Receipt sheet={sheet} paid={paid} onExplain={onExplain} />
        ) : (
          <div className={classes.waiting}>
            {blocks > 0 ? `还算不出：有 ${blocks} 处须先处理` : '录入第一行后，这里随时算出应缴的税款'}
          </div>
        )}
      </section>
      <nav className={classes.card} aria-label="各步">
        <ol className={classes.index}>
          {steps.map((step, place) => {
            const [blocked, warned] = [wrong(step, 'blocks'), wrong(step, 'warns')]
            return (
              <li key={step}>
                <button type="button" onClick={() => onGo(step)}>
                  <span className={classes.stepNo}>{place + 1}</span>
                  <span>{stepNames[step]}</span>
                  {blocked > 0 ? (
                    <Tag tone="blocks">{blocked} 处须处理</Tag>
                  ) : warned > 0 ? (
                    <Tag tone="warns">{warned} 处提醒</Tag>
                  ) : null}
                </button>
              </li>
            )
          })}
        </ol>
      </nav>
    </aside>
  )
}

function Receipt({ sheet, paid, onExplain }: { sheet: Sheet; paid: boolean; onExplain: (figure: Figure) => void }) {
  const { totals, payBy, lateFee } = sheet
  const row = (sum: SumName, name: string, className?: string) => (
    <div key={sum} className={className}>
      <dt>{name}</dt>
      <dd>
        <YuanButton value={totals[sum]} what={name} onOpen={() => onExplain({ of: 'sum', sum })} />
      </dd>
    </div>
  )
  return (
    <dl className={classes.receipt}>
      {row('value', '计税价格')}
      {taxOrder.filter((tax) => tax === 'duty' || tax === 'vat' || totals[tax] !== '0').map((tax) => row(tax, taxKinds[tax]))}
      {row('tax', '税款合计', classes.sum)}
      {row('interest', '缓税利息')}
      {lateFee && lateFee.amount !== '0' && (
        <div>
          <dt>滞纳金 {lateFee.days} 天</dt>
          <dd>
            <YuanButton value={lateFee.amount} what="滞纳金" onOpen={() => onExplain({ of: 'lateFee' })} />
          </dd>
        </div>
      )}
      {row('total', '应缴合计', classes.total)}
      {payBy !== null && (
        <div>
          <dt>最后缴款日</dt>
          <dd>
            <Deadline on={payBy} met={paid} />
          </dd>
        </div>
      )}
    </dl>
  )
}
