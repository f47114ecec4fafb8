import { formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { closingSentences } from './chain-closing.tsx'
import { chainStates, hopState, roleNames, stepStates } from './chain-words.ts'
import type { Chain, ChainStep } from './chain-words.ts'

type Cell = readonly [title: string, numeric: boolean, text: (step: ChainStep) => string]
const step: Cell = ['环节', false, (of) => `${of.stepNo} ${roleNames[of.role]}`]
/** Two tables, so that each can be read at arm's length: what moved, and what follows from it. */
const amounts: readonly Cell[] = [
  step,
  ['企业', false, (of) => of.enterpriseName],
  ['手册', false, (of) => of.handbookNo],
  ['单位', false, (of) => `${of.inputUnit} → ${of.outputUnit}`],
  ['投入', true, (of) => formatQuantity(of.in)],
  ['加工', true, (of) => formatQuantity(of.processed)],
  ['应产出', true, (of) => formatQuantity(of.expected)],
  ['实产出', true, (of) => formatQuantity(of.produced)],
  ['转出', true, (of) => formatQuantity(of.out)],
]
const derived: readonly Cell[] = [
  step,
  ['料库存', true, (of) => formatQuantity(of.inputStock)],
  ['产品库存', true, (of) => formatQuantity(of.outputStock)],
  ['损耗率 %', true, (of) => formatQuantity(of.lossRate)],
  ['单耗', true, (of) => formatQuantity(of.unitConsumption)],
  ['耗用', true, (of) => formatQuantity(of.consumed)],
  ['差额', true, (of) => formatQuantity(of.difference)],
  ['状态', false, (of) => stepStates[of.state].name],
]
const hopColumns = [
  { title: '由', numeric: false },
  { title: '到', numeric: false },
  { title: '发出', numeric: true },
  { title: '收到', numeric: true },
  { title: '差额', numeric: true },
  { title: '单位', numeric: false },
  { title: '结果', numeric: false },
]

/** The chain on A4, for the file of the design house. */
export function ChainPaper({ chain }: { chain: Chain }) {
  const name = (stepNo: number) => chain.steps[stepNo - 1]?.enterpriseName ?? ''
  const facts = [
    ['链条', chain.name],
    ['环节', String(chain.steps.length)],
    ['结果', chainStates[chain.state].name],
  ] as const
  return (
    <Paper title="集成电路全产业链保税核对表" facts={facts} wide>
      <PaperPart title="各环节">
        <StepTable cells={amounts} chain={chain} />
      </PaperPart>
      <PaperPart title="存量、损耗与差额">
        <StepTable cells={derived} chain={chain} />
      </PaperPart>
      {chain.hops.length > 0 && (
        <PaperPart title="各次结转">
          <PaperTable
            columns={hopColumns}
            rows={chain.hops.map((hop) => [
              name(hop.from),
              name(hop.to),
              formatQuantity(hop.sent),
              formatQuantity(hop.received),
              formatQuantity(hop.difference),
              hop.unit,
              hopState(hop).name,
            ])}
          />
        </PaperPart>
      )}
      <PaperPart title="闭合核对（R-66）">
        {closingSentences(chain).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </PaperPart>
    </Paper>
  )
}

const StepTable = ({ cells, chain }: { cells: readonly Cell[]; chain: Chain }) => (
  <PaperTable
    columns={cells.map(([title, numeric]) => ({ title, numeric }))}
    rows={chain.steps.map((of) => cells.map(([, , text]) => text(of)))}
  />
)
