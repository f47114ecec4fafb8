import { formatQuantity } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import { chainStates } from './chain-words.ts'
import type { Chain } from './chain-words.ts'
import classes from './chains.module.css'

/** R-66, the end check, as sentences: what the exports have used up, and where all the raw material is. */
export function closingSentences(chain: Chain): string[] {
  const first = chain.steps[0]
  const last = chain.steps.at(-1)
  if (!first || !last) return []
  const raw = (value: string) => `${formatQuantity(value)} ${first.inputUnit}`
  const used =
    chain.chainUnitConsumption === ''
      ? '还有环节没有产出，全链单耗尚不能计算。'
      : `${last.enterpriseName}转出 ${formatQuantity(chain.lastOutput)} ${last.outputUnit} × 全链单耗 ${chain.chainUnitConsumption} = 耗用${first.inputName} ${raw(chain.consumption)}（单耗以分数连乘，最后才取五位小数）。`
  const where = `${first.inputName}投入 ${raw(chain.rawInput)} = 转出货物所含 ${raw(chain.embodied)} + 各环节损耗 ${raw(chain.lost)} + 在库 ${raw(chain.inStock)} + 在途 ${raw(chain.inTransit)}${chain.difference === '0' ? '' : ` + 差额 ${raw(chain.difference)}`}。`
  const said = {
    waiting: '还没有登记任何投入。',
    running: '材料还没有全部转出，链条进行中。',
    closed: `${formatQuantity(chain.consumption)} = ${formatQuantity(chain.rawInput)}，各次结转一致，链条闭合。`,
    differs: '链条有差异，请按核对结果逐项处理。',
  }
  return chain.state === 'waiting' ? [said.waiting] : [used, where, said[chain.state]]
}

export function ChainClosing({ chain }: { chain: Chain }) {
  const state = chainStates[chain.state]
  return (
    <div className={classes.closing} role="status" aria-label="闭合核对">
      {closingSentences(chain).map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
      <Tag tone={state.tone}>{state.name}</Tag> <span className={classes.quiet}>R-66、R-46</span>
    </div>
  )
}
