import { Table } from '@mantine/core'
import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import { roleNames, stepStates } from './chain-words.ts'
import type { Chain, ChainStep } from './chain-words.ts'
import classes from './chains.module.css'

const figures = [
  ['投入', (step: ChainStep) => step.in],
  ['加工', (step: ChainStep) => step.processed],
  ['应产出', (step: ChainStep) => step.expected],
  ['实产出', (step: ChainStep) => step.produced],
  ['转出', (step: ChainStep) => step.out],
  ['料库存', (step: ChainStep) => step.inputStock],
  ['产品库存', (step: ChainStep) => step.outputStock],
  ['损耗率 %', (step: ChainStep) => step.lossRate],
  ['单耗', (step: ChainStep) => step.unitConsumption],
  ['耗用', (step: ChainStep) => step.consumed],
  ['差额', (step: ChainStep) => step.difference],
] as const

const titles = ['环节', '企业', '手册', '单位', ...figures.map(([title]) => title), '状态']
const isFigure = (title: string): boolean => figures.some(([name]) => name === title)

/** The flow as a table, every figure with all its digits. */
export function ChainTable({ chain }: { chain: Chain }) {
  return (
    <div className={classes.table}>
      <Table verticalSpacing={5} horizontalSpacing={8} fz={13}>
        <Table.Thead>
          <Table.Tr>
            {titles.map((title) => (
              <Table.Th key={title} {...(isFigure(title) && { ta: 'right' as const })} style={{ whiteSpace: 'nowrap' }}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {chain.steps.map((step) => (
            <Table.Tr key={step.stepId}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {step.stepNo} {roleNames[step.role]}
              </Table.Td>
              <Table.Td>{step.enterpriseName}</Table.Td>
              <Table.Td className="mono">{step.handbookNo}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {step.inputUnit} → {step.outputUnit}
              </Table.Td>
              {figures.map(([title, of]) => (
                <Table.Td key={title} ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {formatQuantity(of(step))}
                </Table.Td>
              ))}
              <Table.Td>
                <Tag tone={stepStates[step.state].tone}>{stepStates[step.state].name}</Tag>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
