import { ActionIcon, Anchor, Drawer, Group } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './balance.module.css'
import { ExplainedConsumption, ExplainedLines } from './explained-tables.tsx'
import { readFigure } from './explained-figure.ts'
import type { Figure, useExplainedFigure } from './explained-figure.ts'

type Explanation = Output<'writeOff.explain'>

/** Every line of the figure: they are filtered and added up in the drawer. */
const allLines = 100_000

interface Place {
  handbookNo: string
  asOf: string | undefined
  figure: Figure
}

/** 这个数怎么来的: formula, the same with the numbers, rules, inputs, lines, and what it does not hold. */
export function ExplainDrawer({ handbookNo, asOf, figure, walk }: Place & { walk: ReturnType<typeof useExplainedFigure> }) {
  useFocusBack()
  const explanation = useOperation('writeOff.explain', { handbookNo, ...figure, ...(asOf && { asOf }), limit: allLines })
  return (
    <Drawer
      opened
      onClose={walk.close}
      size={920}
      padding="lg"
      closeButtonProps={{ 'aria-label': '关闭' }}
      title={
        <Group gap="sm">
          {walk.depth > 0 && (
            <ActionIcon variant="default" onClick={walk.back} aria-label="返回上一个数">
              <IconArrowLeft size={16} aria-hidden />
            </ActionIcon>
          )}
          <strong>这个数怎么来的</strong>
        </Group>
      }
    >
      <ErrorNotice error={explanation.error} />
      {explanation.data && <Explained data={explanation.data} place={{ handbookNo, asOf, figure }} onExplain={walk.goInto} />}
    </Drawer>
  )
}

function Explained({ data, place, onExplain }: { data: Explanation; place: Place; onExplain: (figure: Figure) => void }) {
  const unit = shownUnit(data.unit)
  return (
    <>
      <div>{data.title}</div>
      <div className={classes.value} data-negative={data.value.startsWith('-') || undefined}>
        {formatQuantity(data.value)}
        <span className={classes.unit}>{unit}</span>
      </div>
      <Section title="公式">
        <div className={classes.formula}>{data.formula}</div>
        {data.substituted && <div className={classes.formula}>{data.substituted}</div>}
      </Section>
      {data.inputs.length > 0 && (
        <Section title="代入的数">
          <Inputs data={data} seq={place.figure.seq} onExplain={onExplain} />
        </Section>
      )}
      {data.consumption.length > 0 && (
        <Section title="按成品和版本的耗用">
          <ExplainedConsumption rows={data.consumption} unit={unit} onExplain={onExplain} />
        </Section>
      )}
      {data.totalLines > 0 && (
        <Section title={`清单行（${data.totalLines}）`}>
          <ExplainedLines lines={data.lines} unit={unit} />
        </Section>
      )}
      <Section title="规则与出处">
        {data.rules.map((rule) => (
          <div key={rule.number} className={classes.rule}>
            <Tag>{rule.number}</Tag> {rule.text}
            <div className={classes.source}>
              {[rule.source, rule.from && `自 ${rule.from} 起`, rule.confidence].filter(Boolean).join('；')}
            </div>
          </div>
        ))}
      </Section>
      {data.excludes.length > 0 && (
        <Section title="不包括">
          <ul className={classes.excludes}>
            {data.excludes.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.sectionTitle}>{title}</h2>
      {children}
    </section>
  )
}

function Inputs({ data, seq, onExplain }: { data: Explanation; seq: number; onExplain: (figure: Figure) => void }) {
  return (
    <table className={classes.inputs}>
      <tbody>
        {data.inputs.map(({ label, value, unit, column, sign }) => {
          const figure = readFigure(column && `${seq}.${column}`)
          return (
            <tr key={label}>
              <td>
                {{ '+': '加', '-': '减', '': '' }[sign]} {label}
              </td>
              <td>
                {figure ? (
                  <Anchor component="button" type="button" size="md" onClick={() => onExplain(figure)}>
                    {formatQuantity(value)}
                  </Anchor>
                ) : (
                  formatQuantity(value)
                )}{' '}
                {shownUnit(unit)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
